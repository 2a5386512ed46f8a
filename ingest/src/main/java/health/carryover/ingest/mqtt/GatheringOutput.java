package health.carryover.ingest.mqtt;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gathers small writes. The client library flushes after every packet, also after each of a
 * thousand acknowledgements in a row; here a thread of its own writes out whatever has come
 * together while it was busy, so an idle link sends at once and a busy one in large pieces. Holds
 * at most 256 KiB and one more write; a writer beyond that waits. Thread-safe.
 */
final class GatheringOutput extends OutputStream {

  private static final int MOST_BYTES = 256 * 1024;
  private static final int FIRST_BYTES = 16 * 1024;
  private static final long LAST_WORDS_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Socket wire;
  private final OutputStream out;
  private final EndGate gate;
  private byte[] gathered = new byte[FIRST_BYTES];
  private byte[] spare = new byte[FIRST_BYTES];
  private int count;
  private boolean writing;
  private boolean closed;
  private @Nullable IOException failure;

  GatheringOutput(Socket wire, EndGate gate) throws IOException {
    this.wire = wire;
    this.out = wire.getOutputStream();
    this.gate = gate;
    Thread writer = new Thread(this::writeOut, "carryover-mqtt-writer");
    writer.setDaemon(true);
    writer.start();
  }

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] source, int offset, int length) throws IOException {
    try {
      while (count > 0 && count + length > MOST_BYTES && !closed) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the connection is congested", e);
    }
    gate.open();
    throwIfClosed();
    if (count + length > gathered.length) {
      gathered = Arrays.copyOf(gathered, Math.max(count + length, 2 * gathered.length));
    }
    System.arraycopy(source, offset, gathered, count, length);
    count += length;
    notifyAll();
  }

  @Override
  public synchronized void flush() throws IOException {
    throwIfClosed();
  }

  /** Closes the socket, after a short while for what is not written out yet. */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      long startedAtNanos = System.nanoTime();
      long left = LAST_WORDS_NANOS;
      try {
        while (!closed && (count > 0 || writing) && left > 0) {
          TimeUnit.NANOSECONDS.timedWait(this, left);
          left = LAST_WORDS_NANOS - (System.nanoTime() - startedAtNanos);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      closed = true;
      notifyAll();
    }
    wire.close();
  }

  private void throwIfClosed() throws IOException {
    if (closed) {
      throw new IOException("the connection is closed", failure);
    }
  }

  private void writeOut() {
    try {
      while (true) {
        byte[] piece;
        int length;
        synchronized (this) {
          writing = false;
          notifyAll();
          while (count == 0 && !closed) {
            wait();
          }
          if (closed) {
            return;
          }
          piece = gathered;
          length = count;
          gathered = spare;
          spare = piece;
          count = 0;
          writing = true;
          notifyAll();
        }
        out.write(piece, 0, length);
        out.flush();
      }
    } catch (IOException e) {
      fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(new IOException("the writing thread was interrupted", e));
    }
  }

  private void fail(IOException cause) {
    synchronized (this) {
      failure = cause;
      closed = true;
      notifyAll();
    }
    try {
      // The reading side learns of it by the end of its stream.
      wire.close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
