package health.carryover.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Peers that are no broker: the link keeps trying, and leaves nothing behind. */
class UnfriendlyPeerTest {

  private static final long DEADLINE_NANOS = 60_000_000_000L;
  private static final String CLIENT = "unfriendly-peer-test";

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final List<MqttState> states = new CopyOnWriteArrayList<>();
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private ServerSocket listener;

  @BeforeEach
  void listen() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
    for (Socket socket : accepted) {
      socket.close();
    }
  }

  @Test
  void aPeerThatAcceptsAndDropsLeaksNoThreads() throws Exception {
    serve(Socket::close);
    MqttLink link = link();
    await(() -> connections.get() >= 5);
    link.stop();
    awaitNoThreads();
    assertThat(states).containsExactly(MqttState.CONNECTING, MqttState.STOPPED);
  }

  @Test
  void aPeerThatSaysNothingIsGivenUpAndTriedAgain() throws Exception {
    serve(accepted::add);
    MqttLink link = link();
    await(() -> connections.get() >= 2);
    link.stop();
    awaitNoThreads();
    assertThat(failures()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void aPeerThatTalksNonsenseIsGivenUpAndTriedAgain() throws Exception {
    serve(
        socket -> {
          accepted.add(socket);
          socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
        });
    MqttLink link = link();
    await(() -> connections.get() >= 2);
    link.stop();
    awaitNoThreads();
    assertThat(failures()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void withoutAPeerTheFirstConnectionIsTriedAgainToo() throws Exception {
    listener.close();
    MqttLink link = link();
    await(() -> failures() >= 5);
    assertThat(link.state()).isEqualTo(MqttState.CONNECTING);
    link.stop();
    assertThat(link.state()).isEqualTo(MqttState.STOPPED);
    awaitNoThreads();
  }

  private double failures() {
    return registry
        .get("carryover.mqtt.connections")
        .tag("outcome", "failed")
        .tag("role", "intake")
        .counter()
        .count();
  }

  private MqttLink link() {
    MqttLinkSettings standard = MqttLinkSettings.subscribingTo("a/#");
    MqttLinkSettings hasty =
        new MqttLinkSettings(
            standard.filters(),
            standard.sessionExpiry(),
            standard.receiveMaximum(),
            Duration.ofSeconds(1),
            standard.keepAlive(),
            Duration.ofSeconds(1),
            standard.maximumPacketBytes(),
            new Backoff(Duration.ofMillis(10), Duration.ofMillis(50)));
    MqttLink link =
        new MqttLink(
            MqttAddress.of(
                InetAddress.getLoopbackAddress().getHostAddress(), listener.getLocalPort(), CLIENT),
            hasty,
            new ArrayBlockingQueue<>(10),
            Clock.systemUTC(),
            states::add,
            registry);
    link.start();
    return link;
  }

  private interface Peer {
    void meet(Socket socket) throws IOException;
  }

  private void serve(Peer peer) {
    Thread thread =
        new Thread(
            () -> {
              while (!listener.isClosed()) {
                try {
                  Socket socket = listener.accept();
                  connections.incrementAndGet();
                  peer.meet(socket);
                } catch (IOException e) {
                  // The client went first, or the test is over.
                }
              }
            },
            "peer");
    thread.setDaemon(true);
    thread.start();
  }

  /** Nothing of the link runs on; says what does. */
  private static void awaitNoThreads() {
    await(() -> threads().isEmpty(), () -> "left running: " + threads());
  }

  private static Map<String, List<StackTraceElement>> threads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(
            thread ->
                thread.getKey().getName().contains(CLIENT)
                    || thread.getKey().getName().startsWith("carryover-mqtt"))
        .collect(
            Collectors.toMap(
                thread -> thread.getKey().toString() + thread.getKey().getId(),
                thread -> List.of(thread.getValue())));
  }

  private static void await(BooleanSupplier condition) {
    await(condition, () -> "it never came");
  }

  private static void await(BooleanSupplier condition, Supplier<String> complaint) {
    long startedAtNanos = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - startedAtNanos)
          .describedAs(complaint)
          .isLessThan(DEADLINE_NANOS);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
