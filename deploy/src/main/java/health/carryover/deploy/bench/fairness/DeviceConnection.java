package health.carryover.deploy.bench.fairness;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A device as small as can be, so that hundreds fit beside the service they load: MQTT 3.1.1, QoS
 * 1, one message after the other with so many unanswered. Everything happens on the connection's
 * event loop.
 */
public final class DeviceConnection {
  private static final int CONNACK = 0x20;
  private static final int PUBLISH = 0x32;
  private static final int PUBACK = 0x40;
  private static final int PINGREQ = 0xC0;

  /** The broker ends connections it has not heard of for one and a half minutes. */
  private static final long PING_MILLIS = 20_000;

  private static final int HIGH_BITS = 0xF0;
  private static final int MOST_PACKET_IDS = 0xFFFF;
  private static final int FIRST_REFUSAL = 1;

  /** A message as it travels. */
  public record Message(String topic, byte[] payload) {}

  private final NetSocket socket;
  private final Context context;
  private final Supplier<@Nullable Message> source;
  private final Consumer<byte[]> heard;
  private final int window;
  private final Promise<DeviceConnection> opened = Promise.promise();
  private Buffer in = Buffer.buffer();
  private int packetId;
  private int unanswered;
  private volatile boolean ended;
  private final AtomicLong confirmed = new AtomicLong();

  private DeviceConnection(
      NetSocket socket,
      Context context,
      int window,
      Supplier<@Nullable Message> source,
      Consumer<byte[]> heard) {
    this.socket = socket;
    this.context = context;
    this.window = window;
    this.source = source;
    this.heard = heard;
    socket.handler(this::read);
    long pings = context.owner().setPeriodic(PING_MILLIS, due -> send(PINGREQ, Buffer.buffer()));
    socket.closeHandler(
        end -> {
          ended = true;
          context.owner().cancelTimer(pings);
          opened.tryFail("the broker ended the connection");
        });
  }

  /**
   * Connects.
   *
   * @param window how many messages may be unanswered
   * @param source gives the next message, or null if there is none now
   * @param heard gets the payload of what comes in
   */
  public static Future<DeviceConnection> open(
      NetClient network,
      String host,
      int port,
      String device,
      int window,
      Supplier<@Nullable Message> source,
      Consumer<byte[]> heard) {
    return network
        .connect(port, host)
        .compose(
            socket -> {
              DeviceConnection connection =
                  new DeviceConnection(socket, Vertx.currentContext(), window, source, heard);
              Buffer body = Buffer.buffer();
              text(body, "MQTT").appendByte((byte) 4).appendByte((byte) 2).appendShort((short) 0);
              connection.send(0x10, text(body, device));
              return connection.opened.future();
            });
  }

  /** Asks for the messages of a topic. */
  public void subscribe(String topic) {
    Buffer body = Buffer.buffer().appendShort((short) 1);
    send(0x82, text(body, topic).appendByte((byte) 1));
  }

  /** Sends what there is to send; to be called when the source has something again. Any thread. */
  public void wake() {
    context.runOnContext(
        here -> {
          if (opened.future().isComplete()) {
            fill();
          }
        });
  }

  /** Messages the broker has. Any thread. */
  public long confirmed() {
    return confirmed.get();
  }

  /** Whether the broker ended it. Any thread. */
  public boolean hasEnded() {
    return ended;
  }

  /** All that may be sent now goes out at once. */
  private void fill() {
    Buffer out = Buffer.buffer();
    Message next = unanswered < window ? source.get() : null;
    while (next != null) {
      packetId = packetId % MOST_PACKET_IDS + 1;
      unanswered++;
      Buffer body = text(Buffer.buffer(), next.topic()).appendShort((short) packetId);
      packet(out, PUBLISH, body.appendBytes(next.payload()));
      next = unanswered < window ? source.get() : null;
    }
    if (out.length() > 0) {
      socket.write(out);
    }
  }

  private void read(Buffer bytes) {
    in.appendBuffer(bytes);
    int at = 0;
    while (true) {
      int length = 0;
      int place = at + 1;
      int shift = 0;
      boolean more = true;
      while (more && place < in.length()) {
        int part = in.getByte(place++);
        length |= (part & 0x7F) << shift;
        shift += 7;
        more = part < 0;
      }
      if (more || place + length > in.length()) {
        in = in.getBuffer(at, in.length());
        return;
      }
      heard(in.getByte(at) & HIGH_BITS, in.getBuffer(place, place + length));
      at = place + length;
    }
  }

  private void heard(int kind, Buffer body) {
    switch (kind) {
      case CONNACK -> {
        if (body.getByte(1) >= FIRST_REFUSAL) {
          opened.tryFail("the broker refuses the connection");
        } else {
          opened.tryComplete(this);
          fill();
        }
      }
      case PUBACK -> {
        unanswered--;
        confirmed.incrementAndGet();
        fill();
      }
      case PUBLISH & HIGH_BITS -> {
        int topic = body.getUnsignedShort(0);
        send(PUBACK, body.getBuffer(2 + topic, 4 + topic));
        heard.accept(body.getBytes(4 + topic, body.length()));
      }
      default -> {}
    }
  }

  private void send(int header, Buffer body) {
    socket.write(packet(Buffer.buffer(), header, body));
  }

  private static Buffer packet(Buffer to, int header, Buffer body) {
    to.appendByte((byte) header);
    int length = body.length();
    do {
      to.appendByte((byte) (length > 0x7F ? (length & 0x7F) | 0x80 : length));
      length >>= 7;
    } while (length > 0);
    return to.appendBuffer(body);
  }

  private static Buffer text(Buffer to, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return to.appendShort((short) bytes.length).appendBytes(bytes);
  }
}
