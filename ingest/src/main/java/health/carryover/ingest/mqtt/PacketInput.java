package health.carryover.ingest.mqtt;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/**
 * Buffered reads for the client library's packet reader. That reader takes a header byte by byte
 * and the rest in bulk, and reads under a socket timeout to notice when it should stop. A timeout
 * between two bytes of one header would make it take the second byte for a new packet; so a header
 * once begun is read to its end here, and topics it cannot bear are made bearable. Confined to the
 * library's receiving thread.
 */
final class PacketInput extends InputStream {

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int CONTINUES = 0x80;
  private static final long HEADER_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final BufferedInputStream in;
  private final EndGate gate;
  private final BearableTopic topic = new BearableTopic();
  private boolean inHeader;

  PacketInput(InputStream wire, EndGate gate) {
    this.in = new BufferedInputStream(wire, BUFFER_BYTES);
    this.gate = gate;
  }

  /** One byte of a header: the packet's type first, then its length, seven bits a byte. */
  @Override
  public int read() throws IOException {
    if (inHeader) {
      int next = readPatiently();
      inHeader = next >= CONTINUES;
      return next;
    }
    int first = heldBack(in::read);
    inHeader = first >= 0;
    topic.begin(first);
    return first;
  }

  /** A packet's body, or a part of it. */
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = heldBack(() -> in.read(target, offset, length));
    if (count > 0) {
      topic.pass(target, offset, offset + count);
    }
    return count;
  }

  /** Nothing, always: asking the socket costs a system call, and the answer decides nothing. */
  @Override
  public int available() {
    return 0;
  }

  private int readPatiently() throws IOException {
    long startedAtNanos = System.nanoTime();
    while (true) {
      try {
        return heldBack(in::read);
      } catch (SocketTimeoutException e) {
        if (System.nanoTime() - startedAtNanos > HEADER_PATIENCE_NANOS) {
          throw new IOException("a packet's header broke off", e);
        }
      }
    }
  }

  private int heldBack(Read read) throws IOException {
    gate.passData();
    int result;
    try {
      result = read.read();
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      gate.passEnd();
      throw e;
    }
    if (result < 0) {
      gate.passEnd();
    }
    return result;
  }

  @FunctionalInterface
  private interface Read {
    int read() throws IOException;
  }
}
