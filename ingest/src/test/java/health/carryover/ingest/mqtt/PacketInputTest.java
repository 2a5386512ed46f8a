package health.carryover.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketInputTest {

  /** Hands out one piece a read, a timeout in place of each null, and then the end. */
  private static final class Pieces extends InputStream {

    private final Deque<Object> pieces = new ArrayDeque<>();

    Pieces(int[]... pieces) {
      for (int[] piece : pieces) {
        this.pieces.add(piece == null ? "timeout" : piece);
      }
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("reads are buffered");
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      Object next = pieces.poll();
      if (next == null) {
        return -1;
      }
      if (!(next instanceof int[] bytes)) {
        throw new SocketTimeoutException("nothing yet");
      }
      for (int i = 0; i < bytes.length; i++) {
        target[offset + i] = (byte) bytes[i];
      }
      return bytes.length;
    }
  }

  private static final int[] TIMEOUT = null;

  private static PacketInput input(int[]... pieces) {
    EndGate gate = new EndGate();
    gate.open();
    return new PacketInput(new Pieces(pieces), gate);
  }

  @Test
  void anIdleConnectionTimesOutBetweenPackets() throws IOException {
    PacketInput in = input(TIMEOUT, new int[] {0xd0, 0x00}, TIMEOUT, new int[] {0xd0, 0x00});
    assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
    assertThat(List.of(in.read(), in.read())).containsExactly(0xd0, 0x00);
    assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
    assertThat(List.of(in.read(), in.read())).containsExactly(0xd0, 0x00);
  }

  @Test
  void aHeaderOnceBegunIsReadToItsEndThroughTimeouts() throws IOException {
    PacketInput in =
        input(new int[] {0x32}, TIMEOUT, TIMEOUT, new int[] {0x81}, TIMEOUT, new int[] {0x01, 7});
    assertThat(List.of(in.read(), in.read(), in.read())).containsExactly(0x32, 0x81, 0x01);
    byte[] body = new byte[129];
    assertThat(in.read(body, 0, body.length)).isEqualTo(1);
    assertThat(body[0]).isEqualTo((byte) 7);
  }

  @Test
  void aBodyTimesOutSoThatTheReaderCanStop() throws IOException {
    PacketInput in = input(new int[] {0x32, 0x02}, TIMEOUT, new int[] {1, 2});
    assertThat(List.of(in.read(), in.read())).containsExactly(0x32, 0x02);
    byte[] body = new byte[2];
    assertThatThrownBy(() -> in.read(body, 0, 2)).isInstanceOf(SocketTimeoutException.class);
    assertThat(in.read(body, 0, 2)).isEqualTo(2);
    assertThat(body).containsExactly(1, 2);
  }

  @Test
  void theEndIsHeldBackAndThenSeen() throws IOException {
    long startedAtNanos = System.nanoTime();
    PacketInput in = input();
    assertThat(in.read()).isEqualTo(-1);
    assertThat(System.nanoTime() - startedAtNanos).isGreaterThanOrEqualTo(400_000_000L);
    assertThat(in.available()).isZero();
    assertThatThrownBy(() -> new java.io.DataInputStream(in).readByte())
        .isInstanceOf(EOFException.class);
  }
}
