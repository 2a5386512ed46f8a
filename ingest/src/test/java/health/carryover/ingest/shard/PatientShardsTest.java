package health.carryover.ingest.shard;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.MemoryMonitorSnapshots;
import health.carryover.analysis.port.MemoryOutcomeRecords;
import health.carryover.analysis.port.MemoryTelemetry;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import health.carryover.analysis.port.SeededRandom;
import health.carryover.analysis.port.Telemetry;
import health.carryover.ingest.retry.RetryPace;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** The shards with monitors that write down everything and break when told to. */
class PatientShardsTest {
  private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");

  private final List<PatientMessage> journal = Collections.synchronizedList(new ArrayList<>());
  private final LedgerMonitors monitors = new LedgerMonitors();
  private MemoryOutcomeRecords outcomes = new MemoryOutcomeRecords();
  private MemoryMonitorSnapshots snapshots = new MemoryMonitorSnapshots();
  private MemoryTelemetry telemetry = new MemoryTelemetry();
  private SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private Instant now = START;

  private PatientShards shards(int threads, int heldMonitors) {
    MemoryOutcomeRecords into = outcomes;
    registry = new SimpleMeterRegistry();
    return new PatientShards(
        new ShardSettings(
            threads,
            50_000,
            16,
            16,
            100_000,
            heldMonitors * LedgerMonitors.RESTING,
            Duration.ofSeconds(20),
            1_000,
            30,
            new RetryPace(Duration.ofMillis(1), Duration.ofMillis(2))),
        monitors,
        new ShardStores(
            outcomes,
            new OneLifesTelemetry(telemetry),
            snapshots,
            (said, states) -> {
              snapshots.save(states, 0);
              return into.save(said);
            }),
        this::history,
        registry,
        () -> now);
  }

  private PatientHistory.Page history(long after, int limit) {
    synchronized (journal) {
      List<PatientMessage> page =
          journal.stream().filter(m -> m.sequence() > after).limit(limit).toList();
      long last = page.isEmpty() ? after : page.get(page.size() - 1).sequence();
      return new PatientHistory.Page(page, last);
    }
  }

  /** Journals a message of the patient, observed at {@code now}. */
  private PatientMessage journalled(String patient) {
    HeartRateSamples samples =
        new HeartRateSamples(
            new long[] {now.toEpochMilli()}, new float[] {90}, HeartRateSamples.Sensor.CHEST);
    PatientMessage message =
        new PatientMessage(
            journal.size() + 1L,
            patient,
            now,
            List.of(new ReceivedEvent(samples, "d-" + patient, now, null, null, null)),
            true);
    journal.add(message);
    return message;
  }

  private void offer(PatientShards shards, String patient) throws InterruptedException {
    shards.offer(journalled(patient));
    shards.handedThrough(journal.size());
  }

  private void stop(PatientShards shards) throws InterruptedException {
    assertThat(shards.stop(Duration.ofSeconds(60))).isTrue();
    assertThat(monitors.violations).isEmpty();
    assertThat(snapshots.checkpoint()).isEqualTo(journal.size());
  }

  private static void settle(PatientShards shards) {
    await(() -> shards.waiting() == 0);
    assertThat(shards.waiting()).isZero();
  }

  /** Until it is so, or for a minute. */
  private static void await(BooleanSupplier reached) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!reached.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(200_000);
    }
  }

  private Map<String, List<String>> said() {
    Map<String, List<String>> said = new HashMap<>();
    for (StoredAlertChange change : outcomes.alertChangesAfter(0, Integer.MAX_VALUE)) {
      said.computeIfAbsent(change.patient(), p -> new ArrayList<>())
          .add(change.document().get("alert") + " " + change.document().get("knownAt"));
    }
    return said;
  }

  /** What one monitor after the other says to the journal, up to {@code end}. */
  private Map<String, List<String>> expected(Instant end) {
    MemoryOutcomeRecords reference = new MemoryOutcomeRecords();
    Map<String, Monitors.Monitor> all = new HashMap<>();
    LedgerMonitors source = new LedgerMonitors();
    for (PatientMessage message : journal) {
      for (ReceivedEvent event : message.events()) {
        if (!monitors.breaksOn.contains(event.event().observedAt())) {
          reference.save(all.computeIfAbsent(message.patient(), source::start).accept(event));
        }
      }
    }
    all.values().forEach(monitor -> reference.save(monitor.advanceTo(end)));
    MemoryOutcomeRecords kept = outcomes;
    outcomes = reference;
    Map<String, List<String>> said = said();
    outcomes = kept;
    return said;
  }

  /** The end of time: every deadline passes. */
  private void passAllDeadlines(PatientShards shards) {
    settle(shards);
    now = now.plus(LedgerMonitors.SILENCE).plusSeconds(1);
    shards.tick(now);
    Map<String, List<String>> expected = expected(now);
    await(() -> said().equals(expected));
    assertThat(said()).isEqualTo(expected);
  }

  @Test
  void ticksReachAPatientInOrderWithItsMessages() throws Exception {
    Random random = SeededRandom.of("ticks");
    PatientShards shards = shards(2, 5);
    shards.start();
    for (int i = 0; i < 4_000; i++) {
      now = now.plusMillis(random.nextInt(20_000));
      if (random.nextInt(3) == 0) {
        shards.tick(now);
      } else {
        offer(shards, "p" + random.nextInt(20));
      }
    }
    passAllDeadlines(shards);
    stop(shards);
  }

  @Test
  void monitorsRestBeforeOneLeavesMemory() throws Exception {
    PatientShards shards = shards(1, 30);
    shards.start();
    for (int i = 0; i < 30; i++) {
      offer(shards, "p" + i);
    }
    settle(shards);
    awaitHeld(30);
    offer(shards, "p0");
    offer(shards, "p30");
    settle(shards);
    awaitHeld(30);
    stop(shards);
  }

  private void awaitHeld(int monitors) {
    Gauge held = registry.get("carryover.ingest.shard.monitors").gauge();
    await(() -> held.value() == monitors);
    assertThat(held.value()).isEqualTo(monitors);
  }

  @Test
  void patientsOfAnEarlierRunAreDueWithoutAnyMessage() throws Exception {
    PatientShards first = shards(2, 5);
    first.start();
    for (int i = 0; i < 40; i++) {
      offer(first, "p" + i);
    }
    stop(first);
    PatientShards second = shards(2, 5);
    second.start();
    passAllDeadlines(second);
    assertThat(said()).hasSize(40);
    stop(second);
  }

  @Test
  void restartsAnywhereGiveWhatOneRunGives() throws Exception {
    Random random = SeededRandom.of("restarts");
    for (int run = 0; run < 15; run++) {
      PatientShards shards = shards(2, 4);
      shards.start();
      replay(shards, random);
      int steps = random.nextInt(300);
      for (int i = 0; i < steps; i++) {
        now = now.plusMillis(random.nextInt(10_000));
        if (random.nextInt(4) == 0) {
          shards.tick(now);
        }
        offer(shards, "p" + random.nextInt(12));
      }
      if (random.nextBoolean()) {
        stop(shards);
      } else {
        // Dies with a backlog: what was stored is stored.
        shards.stop(Duration.ofNanos(1));
      }
    }
    PatientShards last = shards(2, 4);
    last.start();
    replay(last, random);
    passAllDeadlines(last);
    stop(last);
    assertThat(telemetry.lastSequence()).isEqualTo(journal.size());
    for (PatientMessage message : journal) {
      assertThat(telemetry.readings(message.patient(), message.receivedAt(), Instant.MAX))
          .extracting(Telemetry.Reading::atMillis)
          .contains(message.receivedAt().toEpochMilli());
    }
  }

  /** As the service does, sometimes from further back than needed. */
  private void replay(PatientShards shards, Random random) throws InterruptedException {
    long after = random.nextInt(3) == 0 ? 0 : snapshots.checkpoint();
    shards.handedThrough(after);
    for (PatientMessage message : history(after, Integer.MAX_VALUE).messages()) {
      shards.offer(message);
    }
    shards.handedThrough(journal.size());
  }

  @Test
  void aMonitorThatBreaksIsRestoredAndNothingIsMissing() throws Exception {
    Random random = SeededRandom.of("breaks once");
    PatientShards shards = shards(2, 4);
    shards.start();
    for (int i = 0; i < 1_000; i++) {
      now = now.plusMillis(1 + random.nextInt(5_000));
      if (random.nextInt(40) == 0) {
        monitors.breaksOnceOn.add(now);
      }
      shards.tick(now);
      offer(shards, "p" + random.nextInt(8));
    }
    passAllDeadlines(shards);
    stop(shards);
    assertThat(failures("monitor-restored")).isPositive();
    assertThat(failures("entry-set-aside")).isZero();
  }

  @Test
  void anEntryThatAlwaysBreaksIsSetAsideAndTheRestIsUsed() throws Exception {
    Random random = SeededRandom.of("breaks always");
    PatientShards shards = shards(2, 4);
    shards.start();
    for (int i = 0; i < 1_000; i++) {
      now = now.plusMillis(1 + random.nextInt(5_000));
      if (random.nextInt(100) == 0) {
        monitors.breaksOn.add(now);
      }
      offer(shards, "p" + random.nextInt(8));
    }
    passAllDeadlines(shards);
    stop(shards);
    assertThat(failures("entry-set-aside")).isEqualTo(monitors.breaksOn.size());
    assertThat(telemetry.lastSequence()).isEqualTo(journal.size());
  }

  @Test
  void aMonitorThatBreaksAsTimePassesStopsNobodyElse() throws Exception {
    PatientShards shards = shards(1, 4);
    monitors.breaksOnTime.add("p1");
    shards.start();
    offer(shards, "p1");
    offer(shards, "p2");
    settle(shards);
    now = now.plus(LedgerMonitors.SILENCE).plusSeconds(1);
    shards.tick(now);
    offer(shards, "p3");
    settle(shards);
    offer(shards, "p1");
    settle(shards);
    stop(shards);
    assertThat(said().get("p2")).hasSize(2);
    assertThat(said().get("p1")).hasSize(3);
  }

  @Test
  void aBacklogOfOnePatientDelaysAnotherByOneGroup() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    PatientShards shards = shards(1, 4);
    shards.addListener(
        new Silent() {
          @Override
          public void alertsChanged(List<StoredAlertChange> changes) {
            started.countDown();
            try {
              release.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        });
    shards.start();
    offer(shards, "gate");
    started.await();
    for (int i = 0; i < 5_000; i++) {
      offer(shards, "busy");
    }
    offer(shards, "quiet");
    release.countDown();
    settle(shards);
    assertThat(monitors.used.indexOf("quiet")).isBetween(1, 2);
    assertThat(monitors.used).hasSize(5_002);
    stop(shards);
  }

  @Test
  void listenersHearAscendingIdsAndMayThrow() throws Exception {
    List<Long> heard = Collections.synchronizedList(new ArrayList<>());
    PatientShards shards = shards(4, 4);
    shards.addListener(
        new Silent() {
          @Override
          public void alertsChanged(List<StoredAlertChange> changes) {
            throw new IllegalStateException("mine");
          }
        });
    shards.addListener(
        new Silent() {
          @Override
          public void alertsChanged(List<StoredAlertChange> changes) {
            changes.forEach(change -> heard.add(change.id()));
          }
        });
    shards.start();
    for (int i = 0; i < 2_000; i++) {
      offer(shards, "p" + i % 50);
    }
    settle(shards);
    stop(shards);
    assertThat(heard).hasSize(2_000).isSorted();
    assertThat(failures("listener")).isPositive();
  }

  private double failures(String kind) {
    return registry.get("carryover.ingest.shard.failures").tag("kind", kind).counter().count();
  }

  private static class Silent implements OutcomeListener {
    @Override
    public void alertsChanged(List<StoredAlertChange> changes) {}

    @Override
    public void assessed(List<Assessment> assessments) {}

    @Override
    public void progressed(List<SessionProgress> progress) {}
  }
}
