package health.carryover.deploy.broker;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Follows the packets of one connection by their lengths, without keeping a byte of them: the first
 * must be a CONNECT of MQTT and short, none may be larger than allowed. Confined to the
 * connection's thread.
 */
final class PacketBounds {
  /**
   * A CONNECT holds a client id, a user name, a secret and a will, none of them long here. Those
   * who have not shown a secret yet can make the broker keep this much.
   */
  static final int LONGEST_CONNECT = 16 << 10;

  private static final int CONNECT = 0x10;
  private static final int MORE = 0x80;
  private static final int PAYLOAD = 0x7F;
  private static final int BITS = 7;
  private static final int LONGEST_LENGTH = 4;
  private static final int LONGEST_CONNECT_LENGTH = 3;
  private static final byte VERSION_5 = 5;
  private static final byte[] MQTT = name("MQTT");
  private static final byte[] MQTT_3_1 = name("MQIsdp");

  private final int longest;
  private Part part = Part.HEADER;
  private int lengthBytes;
  private int left;
  private boolean connected;
  private int connectBytes;
  private byte[] protocol = MQTT;
  private byte version;

  /** What is to be thought of the bytes up to now. */
  enum Finding {
    FINE,
    NOT_MQTT,
    TOO_LARGE
  }

  private enum Part {
    HEADER,
    LENGTH,
    BODY
  }

  /**
   * @param longest how many bytes may follow a packet's length, once connected
   */
  PacketBounds(int longest) {
    this.longest = longest;
  }

  /** Whether the whole CONNECT has come. */
  boolean connected() {
    return connected;
  }

  /** Whether the CONNECT, as far as it has come, is of version 5. */
  boolean isVersion5() {
    return version == VERSION_5;
  }

  /** Looks at the next bytes, which stay unread. Not called again after a bad finding. */
  Finding look(ByteBuf bytes) {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (at < end) {
      Finding bad = null;
      switch (part) {
        case HEADER -> bad = header(bytes.getByte(at++));
        case LENGTH -> bad = length(bytes.getByte(at++));
        case BODY -> {
          if (!connected) {
            bad = connect(bytes.getByte(at));
          }
          int step = connected ? Math.min(left, end - at) : 1;
          at += step;
          left -= step;
          if (left == 0) {
            bad = bad == null ? ended() : bad;
          }
        }
      }
      if (bad != null) {
        return bad;
      }
    }
    return Finding.FINE;
  }

  private @Nullable Finding header(byte first) {
    part = Part.LENGTH;
    lengthBytes = 0;
    left = 0;
    return connected || first == CONNECT ? null : Finding.NOT_MQTT;
  }

  private @Nullable Finding length(byte next) {
    left |= (next & PAYLOAD) << (BITS * lengthBytes++);
    if (left > (connected ? longest : LONGEST_CONNECT)) {
      return Finding.TOO_LARGE;
    }
    if ((next & MORE) != 0) {
      return lengthBytes < (connected ? LONGEST_LENGTH : LONGEST_CONNECT_LENGTH)
          ? null
          : Finding.NOT_MQTT;
    }
    part = Part.BODY;
    return left == 0 ? ended() : null;
  }

  /** The name of the protocol with its length before it, then the version. */
  private @Nullable Finding connect(byte next) {
    int place = connectBytes++;
    if (place == 1 && next == MQTT_3_1[1]) {
      protocol = MQTT_3_1;
    }
    if (place < protocol.length) {
      return next == protocol[place] ? null : Finding.NOT_MQTT;
    }
    if (place == protocol.length) {
      version = next;
    }
    return null;
  }

  private @Nullable Finding ended() {
    part = Part.HEADER;
    if (!connected && connectBytes <= protocol.length) {
      return Finding.NOT_MQTT;
    }
    connected = true;
    return null;
  }

  private static byte[] name(String name) {
    byte[] bytes = new byte[name.length() + 2];
    bytes[1] = (byte) name.length();
    System.arraycopy(name.getBytes(StandardCharsets.US_ASCII), 0, bytes, 2, name.length());
    return bytes;
  }
}
