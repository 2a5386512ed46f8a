package health.carryover.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatheringOutputTest {

  private static final int PACKETS = 50_000;

  private Socket near;
  private Socket far;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      near = new Socket();
      near.connect(listener.getLocalSocketAddress());
      far = listener.accept();
    }
  }

  @AfterEach
  void disconnect() throws IOException {
    near.close();
    far.close();
  }

  @Test
  void everythingGoesOutInOrderAndBeforeTheEnd() throws Exception {
    CompletableFuture<byte[]> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return far.getInputStream().readAllBytes();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    GatheringOutput out = new GatheringOutput(near, new EndGate());
    for (int packet = 0; packet < PACKETS; packet++) {
      out.write(ByteBuffer.allocate(4).putInt(packet).array());
      out.flush();
    }
    out.close();
    ByteBuffer got = ByteBuffer.wrap(read.get(60, TimeUnit.SECONDS));
    assertThat(got.remaining()).isEqualTo(4 * PACKETS);
    for (int packet = 0; packet < PACKETS; packet++) {
      assertThat(got.getInt()).isEqualTo(packet);
    }
  }

  @Test
  void aPeerThatIsGoneShowsAtALaterWriteAndClosesTheReadingSide() throws Exception {
    GatheringOutput out = new GatheringOutput(near, new EndGate());
    far.setSoLinger(true, 0);
    far.close();
    assertThatThrownBy(
            () -> {
              while (true) {
                out.write(new byte[1024]);
                out.flush();
              }
            })
        .isInstanceOf(IOException.class);
    // The thread that writes tells of the failure first and closes then.
    long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!near.isClosed()) {
      assertThat(System.nanoTime()).as("still open").isLessThan(giveUpAt);
      Thread.onSpinWait();
    }
  }

  @Test
  void aPeerThatDoesNotReadMakesTheWriterWaitUntilItIsClosed() throws Exception {
    GatheringOutput out = new GatheringOutput(near, new EndGate());
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              try {
                while (true) {
                  out.write(new byte[16 * 1024]);
                }
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    out.close();
    assertThatThrownBy(() -> writer.get(60, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IOException.class);
  }
}
