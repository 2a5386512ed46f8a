package health.carryover.deploy.fault;

import health.carryover.analysis.port.Telemetry;
import health.carryover.ingest.IngestPorts;
import health.carryover.ingest.IngestService;
import health.carryover.ingest.IngestSettings;
import health.carryover.ingest.MqttIntake;
import health.carryover.ingest.codec.MessageCodec;
import health.carryover.ingest.device.SyncCursors;
import health.carryover.ingest.device.SyncSettings;
import health.carryover.ingest.mqtt.Backoff;
import health.carryover.ingest.mqtt.InboundMessage;
import health.carryover.ingest.mqtt.MqttAddress;
import health.carryover.ingest.mqtt.MqttLink;
import health.carryover.ingest.mqtt.MqttLinkSettings;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttPublisherSettings;
import health.carryover.ingest.mqtt.MqttRole;
import health.carryover.ingest.mqtt.MqttState;
import health.carryover.ingest.mqtt.MqttStateListener;
import health.carryover.ingest.topic.TopicFilters;
import health.carryover.store.sqlite.SqliteStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The service without its edge out: broker link, journal, monitors, stores and the way back to
 * devices. Starts in a fraction of the whole service's time, in this process or in one of its own.
 */
final class IngestHost implements AutoCloseable {
  private static final long MOST_GATHERED_BYTES = 1 << 20;

  final SqliteStore store;
  final Telemetry telemetry;
  final IngestService ingest;
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /** A service on the stores in {@code folder} that hears nothing yet. */
  IngestHost(Path folder, InstantSource clock) throws InterruptedException {
    store = SqliteStore.open(folder);
    parts.push(store);
    telemetry = store.gatheredTelemetry(MOST_GATHERED_BYTES);
    ingest =
        new IngestService(
            new IngestPorts(
                store.journal(),
                store.quarantine(),
                store.enrolments(),
                store.outcomeRecords(),
                telemetry,
                store.monitorSnapshots(),
                store.monitorSteps()),
            IngestSettings.ofCores(2),
            registry,
            clock);
    ingest.start();
    parts.push(ingest);
  }

  /** Links it to the broker. */
  MqttLink listen(int brokerPort) {
    Backoff eager = new Backoff(Duration.ofMillis(20), Duration.ofMillis(500));
    MqttPublisher down =
        new MqttPublisher(
            MqttAddress.of("127.0.0.1", brokerPort, "down"),
            MqttPublisherSettings.standard()
                .withBackoff(eager)
                .withCloseGrace(Duration.ofSeconds(1)),
            MqttRole.DOWN,
            MqttStateListener.none(),
            registry);
    down.start();
    parts.push(down);
    SyncCursors cursors =
        new SyncCursors(
            store.journal(),
            store.deviceCursors(),
            new MessageCodec(IngestSettings.ofCores(2).codec()),
            SyncSettings.DEFAULTS,
            down::offer,
            registry);
    ingest.addListener(cursors);
    cursors.start();
    parts.push(cursors);
    BlockingQueue<InboundMessage> arrived = new ArrayBlockingQueue<>(2_000);
    MqttIntake intake = new MqttIntake(arrived, ingest);
    intake.start();
    parts.push(intake);
    MqttLink link =
        new MqttLink(
            MqttAddress.of("127.0.0.1", brokerPort, "service"),
            MqttLinkSettings.subscribingTo(TopicFilters.ofTheService().toArray(String[]::new))
                .withBackoff(eager),
            arrived,
            Clock.systemUTC(),
            MqttStateListener.none(),
            registry);
    link.start();
    parts.push(link);
    return link;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        throw new AssertionError("a part did not stop", e);
      }
    }
  }

  /** Runs in a process of its own: folder, broker port, offset and jumps of its clock. */
  public static void main(String[] arguments) throws Exception {
    Timeline time = new Timeline(Duration.ofMillis(Long.parseLong(arguments[2])));
    IngestHost host =
        new IngestHost(Path.of(arguments[0]), time.jumping(Long.parseLong(arguments[3])));
    MqttLink link = host.listen(Integer.parseInt(arguments[1]));
    while (link.state() != MqttState.CONNECTED) {
      Thread.onSpinWait();
      Thread.yield();
    }
    System.out.println("READY");
    // An orderly end when the test closes the pipe.
    while (System.in.read() >= 0) {
      Thread.onSpinWait();
    }
    host.close();
  }
}
