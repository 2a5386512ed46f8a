package health.carryover.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.MonitorSettings;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.port.Enrolments;
import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.MemoryEnrolments;
import health.carryover.analysis.port.MemoryJournal;
import health.carryover.analysis.port.MemoryMonitorSnapshots;
import health.carryover.analysis.port.MemoryOutcomeRecords;
import health.carryover.analysis.port.MemoryQuarantine;
import health.carryover.analysis.port.MemoryTelemetry;
import health.carryover.analysis.port.MonitorSnapshots;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.analysis.port.Telemetry;
import health.carryover.ingest.clock.ClockSettings;
import health.carryover.ingest.codec.CodecSettings;
import health.carryover.ingest.journal.Arrival;
import health.carryover.ingest.journal.WriterSettings;
import health.carryover.ingest.retry.RetryPace;
import health.carryover.ingest.shard.ShardSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A service on stores in memory that can be told to fail, and a clock moved by hand. */
final class House {
  static final Instant START = Instant.parse("2026-03-02T12:00:00Z");

  final MemoryJournal memoryJournal = new MemoryJournal();
  final MemoryQuarantine memoryQuarantine = new MemoryQuarantine(memoryJournal);
  final MemoryTelemetry memoryTelemetry = new MemoryTelemetry();
  final MemoryOutcomeRecords memoryOutcomes = new MemoryOutcomeRecords();
  final MemoryMonitorSnapshots memorySnapshots = new MemoryMonitorSnapshots();
  final Enrolments enrolments = new MemoryEnrolments();
  final Failures journalFailures = new Failures();
  final Failures telemetryFailures = new Failures();
  final Failures outcomeFailures = new Failures();
  final Failures snapshotFailures = new Failures();
  volatile Instant now = START;
  final InstantSource clock = () -> now;
  SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /** Lets a number of calls fail, or all of them. */
  static final class Failures {
    final AtomicInteger left = new AtomicInteger();

    void fail(int calls) {
      left.set(calls);
    }

    void check() {
      if (left.getAndUpdate(n -> n > 0 ? n - 1 : 0) > 0) {
        throw new StoreUnavailableException("told to", new IllegalStateException());
      }
    }
  }

  /** A message that counts its acknowledgements. */
  static class Sent implements Arrival {
    private final String channel;
    private final byte[] payload;
    final AtomicInteger acknowledged = new AtomicInteger();

    Sent(String channel, String payload) {
      this.channel = channel;
      this.payload = payload.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String channel() {
      return channel;
    }

    @Override
    public @Nullable String contentType() {
      return null;
    }

    @Override
    public byte[] payload() {
      return payload;
    }

    @Override
    public void acknowledge() {
      acknowledged.incrementAndGet();
    }
  }

  static Sent up(String device, String stream, String payload) {
    return new Sent("carryover/v1/c1/" + device + "/up/" + stream, payload);
  }

  Journal journal() {
    return new Journal() {
      @Override
      public List<Appended> append(List<JournalEntry> entries) {
        journalFailures.check();
        return memoryJournal.append(entries);
      }

      @Override
      public List<StoredEntry> read(long afterSequence, int limit) {
        return memoryJournal.read(afterSequence, limit);
      }

      @Override
      public List<StoredEntry> readOf(String patient, long afterSequence, int limit) {
        return memoryJournal.readOf(patient, afterSequence, limit);
      }

      @Override
      public long lastSequence() {
        return memoryJournal.lastSequence();
      }

      @Override
      public void close() {}
    };
  }

  private Telemetry telemetry() {
    return new Telemetry() {
      @Override
      public void append(List<Block> blocks) {
        telemetryFailures.check();
        memoryTelemetry.append(blocks);
      }

      @Override
      public List<Reading> readings(String patient, Instant fromInclusive, Instant toExclusive) {
        return memoryTelemetry.readings(patient, fromInclusive, toExclusive);
      }

      @Override
      public long lastSequence() {
        return memoryTelemetry.lastSequence();
      }
    };
  }

  private OutcomeRecords outcomes() {
    return (OutcomeRecords)
        java.lang.reflect.Proxy.newProxyInstance(
            House.class.getClassLoader(),
            new Class<?>[] {OutcomeRecords.class},
            (proxy, method, arguments) -> {
              outcomeFailures.check();
              return method.invoke(memoryOutcomes, arguments);
            });
  }

  private List<OutcomeRecords.StoredAlertChange> step(
      List<NumberedOutcome> said, List<MonitorSnapshots.MonitorSnapshot> states) {
    outcomeFailures.check();
    memorySnapshots.save(states, 0);
    return memoryOutcomes.save(said);
  }

  private MonitorSnapshots snapshots() {
    return new MonitorSnapshots() {
      @Override
      public void save(List<MonitorSnapshot> snapshots, long checkpoint) {
        snapshotFailures.check();
        memorySnapshots.save(snapshots, checkpoint);
      }

      @Override
      public Optional<MonitorSnapshot> load(String patient) {
        snapshotFailures.check();
        return memorySnapshots.load(patient);
      }

      @Override
      public List<String> patients() {
        return memorySnapshots.patients();
      }

      @Override
      public long checkpoint() {
        return memorySnapshots.checkpoint();
      }
    };
  }

  IngestService service() {
    return service(journal(), SETTINGS);
  }

  IngestService service(Journal journal, IngestSettings settings) {
    registry = new SimpleMeterRegistry();
    return new IngestService(
        new IngestPorts(
            journal,
            memoryQuarantine,
            enrolments,
            outcomes(),
            telemetry(),
            snapshots(),
            this::step),
        settings,
        registry,
        clock);
  }

  static final RetryPace AT_ONCE = new RetryPace(Duration.ofMillis(1), Duration.ofMillis(2));

  static final IngestSettings SETTINGS =
      new IngestSettings(
          CodecSettings.DEFAULTS,
          new WriterSettings(
              1_000,
              1 << 20,
              50,
              20,
              1 << 16,
              Duration.ofMillis(5),
              Duration.ofSeconds(5),
              AT_ONCE),
          new ShardSettings(
              2, 100, 16, 16, 3, Long.MAX_VALUE, Duration.ofSeconds(5), 1_000, 40, AT_ONCE),
          MonitorSettings.DEFAULTS,
          ClockSettings.DEFAULTS,
          Duration.ofSeconds(60));

  void enrol(String device, String patient) {
    enrolments.enrol("c1", device, patient, Instant.EPOCH);
  }

  static void send(IngestService service, Sent sent) throws InterruptedException {
    assertThat(service.offer(sent, Duration.ofSeconds(60))).isTrue();
  }

  /** Waits until everything sent is used. */
  static void settle(IngestService service, List<Sent> sent) {
    await(() -> sent.stream().allMatch(s -> s.acknowledged.get() > 0) && service.waiting() == 0);
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited long enough").isLessThan(end);
      LockSupport.parkNanos(200_000);
    }
  }

  double count(String name, String tag, String value) {
    return registry.get(name).tag(tag, value).counter().count();
  }

  List<Telemetry.Reading> readings(String patient) {
    return memoryTelemetry.readings(patient, Instant.EPOCH, START.plus(Duration.ofDays(30)));
  }

  List<Map<String, @Nullable Object>> assessments(String patient) {
    return memoryOutcomes.assessments(patient, Instant.EPOCH, START.plus(Duration.ofDays(30)));
  }
}
