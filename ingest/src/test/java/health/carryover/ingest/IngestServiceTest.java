package health.carryover.ingest;

import static health.carryover.ingest.House.START;
import static health.carryover.ingest.House.await;
import static health.carryover.ingest.House.send;
import static health.carryover.ingest.House.settle;
import static health.carryover.ingest.House.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.MemoryQuarantine;
import health.carryover.analysis.port.SeededRandom;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.ingest.House.Sent;
import health.carryover.ingest.journal.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IngestServiceTest {
  private final House house = new House();

  private static String heartRate(int minute, int bpm) {
    return "{\"start\":\""
        + START.minus(Duration.ofHours(5)).plus(Duration.ofMinutes(minute))
        + "\",\"intervalMs\":1000,\"bpm\":["
        + bpm
        + ",null,0,"
        + (bpm + 1)
        + "]}";
  }

  private static String pain(int minute, int nrs) {
    return "{\"at\":\""
        + START.minus(Duration.ofHours(5)).plus(Duration.ofMinutes(minute))
        + "\",\"nrs\":"
        + nrs
        + "}";
  }

  @Test
  void nothingIsAcknowledgedBeforeItIsDurable() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Journal inner = house.journal();
    Journal blocking = new BlockingJournal(inner, entered, release);
    house.enrol("d1", "p1");
    IngestService service = house.service(blocking, House.SETTINGS);
    service.start();
    List<Sent> sent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sent.add(up("d1", "pain", pain(i, 3)));
      send(service, sent.get(i));
    }
    entered.await();
    assertThat(sent).allMatch(s -> s.acknowledged.get() == 0);
    assertThat(house.memoryJournal.lastSequence()).isZero();
    release.countDown();
    settle(service, sent);
    assertThat(sent).allMatch(s -> s.acknowledged.get() == 1);
    assertThat(house.memoryJournal.lastSequence()).isEqualTo(20);
    assertThat(service.stop()).isTrue();
  }

  private record BlockingJournal(Journal inner, CountDownLatch entered, CountDownLatch release)
      implements Journal {
    @Override
    public List<Appended> append(List<JournalEntry> entries) {
      entered.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return inner.append(entries);
    }

    @Override
    public List<StoredEntry> read(long afterSequence, int limit) {
      return inner.read(afterSequence, limit);
    }

    @Override
    public List<StoredEntry> readOf(String patient, long afterSequence, int limit) {
      return inner.readOf(patient, afterSequence, limit);
    }

    @Override
    public long lastSequence() {
      return inner.lastSequence();
    }

    @Override
    public void close() {}
  }

  @Test
  void whileTheJournalIsAwayTheQueueFillsAndTheSendersKeepTheRest() throws Exception {
    house.enrol("d1", "p1");
    IngestService service = house.service();
    house.journalFailures.fail(Integer.MAX_VALUE);
    service.start();
    List<Sent> taken = new ArrayList<>();
    Sent refused = up("d1", "pain", pain(0, 1));
    for (int i = 0; i < 10_000; i++) {
      Sent sent = up("d1", "pain", pain(i % 200, i / 200 % 10));
      if (!service.offer(sent, Duration.ZERO)) {
        refused = sent;
        break;
      }
      taken.add(sent);
    }
    assertThat(taken).hasSizeBetween(1_000, 1_050);
    await(() -> house.registry.get("carryover.ingest.journal.failures").counter().count() > 0);
    assertThat(taken).allMatch(s -> s.acknowledged.get() == 0);
    house.journalFailures.fail(0);
    settle(service, taken);
    assertThat(taken).allMatch(s -> s.acknowledged.get() == 1);
    assertThat(refused.acknowledged).hasValue(0);
    assertThat(service.stop()).isTrue();
  }

  /** One whose sender can keep it elsewhere. */
  private static final class GivenBack extends Sent {
    final AtomicInteger failed = new AtomicInteger();

    GivenBack(String payload) {
      super("carryover/v1/c1/d1/up/pain", payload);
    }

    @Override
    public AfterFailure failed(StoreUnavailableException why) {
      failed.incrementAndGet();
      return AfterFailure.GIVE_UP;
    }
  }

  @Test
  void whileTheJournalIsAwayWhatCanBeKeptElsewhereGoesBackAtOnce() throws Exception {
    house.enrol("d1", "p1");
    IngestService service = house.service();
    house.journalFailures.fail(Integer.MAX_VALUE);
    service.start();
    Sent stays = up("d1", "pain", pain(0, 1));
    assertThat(service.offer(stays, Duration.ZERO)).isTrue();
    await(() -> house.registry.get("carryover.ingest.journal.failures").counter().count() > 0);
    assertThat(service.takeNow(new GivenBack(pain(1, 1)))).as("the journal is away").isFalse();
    GivenBack behind = new GivenBack(pain(2, 1));
    assertThat(service.offer(behind, Duration.ZERO)).isTrue();
    await(() -> behind.failed.get() > 0);
    house.journalFailures.fail(0);
    settle(service, List.of(stays));
    GivenBack after = new GivenBack(pain(3, 1));
    await(() -> service.takeNow(after));
    settle(service, List.of(after));
    assertThat(stays.acknowledged).hasValue(1);
    assertThat(after.acknowledged).hasValue(1);
    assertThat(behind.failed).hasValue(1);
    assertThat(behind.acknowledged).hasValue(0);
    assertThat(house.memoryJournal.lastSequence()).isEqualTo(2);
    assertThat(service.stop()).isTrue();
  }

  @Test
  void everyMessageHasExactlyOneFate() throws Exception {
    Random random = SeededRandom.of("fates");
    house.enrol("d1", "p1");
    house.enrol("d2", "p2");
    house.enrol("d3", "p3");
    IngestService service = house.service();
    List<Delivery> deliveries = Collections.synchronizedList(new ArrayList<>());
    service.addListener(deliveries::addAll);
    service.start();
    List<Sent> sent = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      Sent next = any(random, sent);
      sent.add(next);
      if (random.nextInt(50) == 0) {
        house.journalFailures.fail(random.nextInt(3));
        house.telemetryFailures.fail(random.nextInt(3));
        house.outcomeFailures.fail(random.nextInt(3));
        house.snapshotFailures.fail(random.nextInt(3));
      }
      house.now = house.now.plusMillis(random.nextInt(200));
      send(service, next);
    }
    settle(service, sent);
    assertThat(service.stop()).isTrue();
    assertThat(sent).allMatch(s -> s.acknowledged.get() == 1);
    double accepted = house.count("carryover.ingest.messages", "fate", "accepted");
    double duplicates = house.count("carryover.ingest.messages", "fate", "duplicate");
    double quarantined = house.count("carryover.ingest.messages", "fate", "quarantined");
    assertThat(accepted).isPositive();
    assertThat(duplicates).isPositive();
    assertThat(quarantined).isPositive();
    assertThat(accepted + duplicates + quarantined).isEqualTo(sent.size());
    assertThat(house.memoryJournal.lastSequence()).isEqualTo((long) (accepted + quarantined));
    assertThat(deliveries).hasSize(sent.size());
    assertThat(house.memorySnapshots.checkpoint()).isEqualTo(house.memoryJournal.lastSequence());
    assertThat(house.count("carryover.ingest.rejections", "code", "device.unknown")).isPositive();
    assertThat(new MemoryQuarantine(house.memoryJournal).countsByCode())
        .containsKeys("device.unknown", "json.malformed", "heart-rate.implausible");
  }

  private static Sent any(Random random, List<Sent> before) {
    String device = "d" + (1 + random.nextInt(4));
    int minute = random.nextInt(250);
    return switch (random.nextInt(7)) {
      case 0 -> before.isEmpty() ? up(device, "pain", "{") : copy(before, random);
      case 1 ->
          up(device, "pain", "{\"at\":\"2026-03-02T10:00:00\",\"nrs\":" + random.nextInt() + "}");
      case 2 -> up(device, "tea", "{\"cup\":" + random.nextInt() + "}");
      case 3 -> up(device, "pain", "not json " + random.nextInt());
      case 4 ->
          up(
              device,
              "recovery",
              "{\"at\":\"2026-03-02T10:00:00Z\",\"stress\":"
                  + random.nextInt(10)
                  + ",\"boot\":1,\"seq\":"
                  + random.nextInt(50)
                  + "}");
      case 5 -> up(device, "pain", pain(minute, random.nextInt(11)));
      default -> up(device, "heart-rate", heartRate(minute, 60 + random.nextInt(60)));
    };
  }

  private static Sent copy(List<Sent> before, Random random) {
    Sent old = before.get(random.nextInt(before.size()));
    return new Sent(
        old.channel(), new String(old.payload(), java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void dataOfADeviceNobodyEnrolledCanComeAgainAfterwards() throws Exception {
    IngestService service = house.service();
    service.start();
    Sent early = up("d1", "heart-rate", heartRate(1, 90));
    Sent copy = up("d1", "heart-rate", heartRate(1, 90));
    send(service, early);
    settle(service, List.of(early));
    send(service, copy);
    settle(service, List.of(copy));
    assertThat(house.readings("p1")).isEmpty();
    assertThat(house.memoryJournal.lastSequence()).isEqualTo(1);
    house.enrol("d1", "p1");
    Sent again = up("d1", "heart-rate", heartRate(1, 90));
    Sent twice = up("d1", "heart-rate", heartRate(1, 90));
    send(service, again);
    send(service, twice);
    settle(service, List.of(again, twice));
    assertThat(house.readings("p1")).hasSize(2);
    assertThat(house.memoryJournal.lastSequence()).isEqualTo(2);
    assertThat(service.stop()).isTrue();
  }

  @Test
  void aDeviceSpeaksForWhoeverWoreItAtTheTime() throws Exception {
    house.enrolments.enrol("c1", "d1", "p1", Instant.EPOCH);
    house.enrolments.enrol("c1", "d1", "p2", START.minus(Duration.ofHours(4)));
    IngestService service = house.service();
    service.start();
    List<Sent> sent =
        List.of(
            up("d1", "heart-rate", heartRate(90, 90)), up("d1", "heart-rate", heartRate(10, 70)));
    for (Sent one : sent) {
      send(service, one);
    }
    settle(service, sent);
    assertThat(house.readings("p1")).extracting(r -> r.bpm()).containsExactly(70f, 71f);
    assertThat(house.readings("p2")).extracting(r -> r.bpm()).containsExactly(90f, 91f);
    assertThat(service.stop()).isTrue();
  }

  @Test
  void otherContentUnderAnIdentityIsKeptButNotUsed() throws Exception {
    house.enrol("d1", "p1");
    IngestService service = house.service();
    service.start();
    String tail = ",\"id\":\"h1\"}";
    List<Sent> sent =
        List.of(
            up("d1", "heart-rate", "{\"at\":\"2026-03-02T10:00:00Z\",\"bpm\":90" + tail),
            up("d1", "heart-rate", "{\"at\":\"2026-03-02T10:00:01Z\",\"bpm\":99" + tail));
    for (Sent one : sent) {
      send(service, one);
    }
    settle(service, sent);
    service.stop();
    assertThat(house.readings("p1")).hasSize(1);
    assertThat(house.memoryJournal.lastSequence()).isEqualTo(2);
    assertThat(house.count("carryover.ingest.rejections", "code", "identity.conflict"))
        .isEqualTo(1);
    // A replay of everything does not use it either.
    House other = new House();
    other.memoryJournal.append(
        house.memoryJournal.read(0, 10).stream().map(Journal.StoredEntry::entry).toList());
    IngestService replaying = other.service();
    replaying.start();
    assertThat(replaying.stop()).isTrue();
    assertThat(other.readings("p1")).hasSize(1);
  }

  @Test
  void theTimeOfReceiptNeverGoesBack() throws Exception {
    house.enrol("d1", "p1");
    Random random = SeededRandom.of("clock");
    for (int run = 0; run < 3; run++) {
      IngestService service = house.service();
      service.start();
      for (int i = 0; i < 30; i++) {
        house.now = START.plusSeconds(random.nextInt(100) - 50 - 100L * run);
        Sent sent = up("d1", "pain", pain(i, run));
        send(service, sent);
        settle(service, List.of(sent));
      }
      assertThat(service.stop()).isTrue();
    }
    List<Instant> received =
        house.memoryJournal.read(0, 1_000).stream().map(e -> e.entry().receivedAt()).toList();
    assertThat(received).hasSize(90).isSorted();
  }

  @Test
  void presenceNeedsNoEnrolment() throws Exception {
    IngestService service = house.service();
    service.start();
    Sent status = new Sent("carryover/v1/c1/d9/status", "{\"state\":\"ready\",\"battery\":81}");
    send(service, status);
    settle(service, List.of(status));
    assertThat(house.count("carryover.ingest.messages", "fate", "accepted")).isEqualTo(1);
    assertThat(service.stop()).isTrue();
  }

  @Test
  void aProfileTakesTheSameWay() throws Exception {
    IngestService service = house.service();
    service.start();
    ProfileChange change =
        new ProfileChange(
            START,
            ZoneId.of("Europe/Berlin"),
            null,
            1969,
            60.0,
            170.0,
            null,
            null,
            LoadCurrency.EDWARDS,
            null,
            null);
    service.profile("c1", "p1", change).toCompletableFuture().get();
    JournalEntry entry = house.memoryJournal.read(0, 10).get(0).entry();
    assertThat(entry.channel()).isEqualTo("service/profile/c1/p1");
    assertThat(entry.patient()).isEqualTo("p1");
    assertThat(entry.rejections()).isEmpty();

    house.journalFailures.fail(Integer.MAX_VALUE);
    CompletableFuture<Void> away = service.profile("c1", "p1", change).toCompletableFuture();
    assertThat(catchThrowable(away::get)).hasCauseInstanceOf(StoreUnavailableException.class);
    house.journalFailures.fail(0);
    ProfileChange absurd =
        new ProfileChange(
            START.plus(Duration.ofDays(3)),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    assertThat(
            catchThrowable(() -> service.profile("c1", "p1", absurd).toCompletableFuture().get()))
        .hasCauseInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("time.absurd");
    assertThat(service.stop()).isTrue();
    assertThat(house.memoryJournal.lastSequence()).isEqualTo(1);
    CompletableFuture<Void> stopped = service.profile("c1", "p1", change).toCompletableFuture();
    assertThat(catchThrowable(stopped::get)).hasCauseInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void noMeterNamesAPatientADeviceOrASession() throws Exception {
    house.enrol("canary-device", "canary-patient");
    IngestService service = house.service();
    service.start();
    List<Sent> sent =
        List.of(
            up("canary-device", "heart-rate", heartRate(1, 90)),
            up("canary-device", "pain", pain(1, 99)),
            up("canary-other", "pain", pain(1, 1)));
    for (Sent one : sent) {
      send(service, one);
    }
    settle(service, sent);
    assertThat(service.stop()).isTrue();
    assertThat(house.registry.getMeters()).isNotEmpty();
    assertThat(house.registry.getMeters())
        .allSatisfy(meter -> assertThat(meter.getId().toString()).doesNotContain("canary"));
  }

  @Test
  void aStopWithoutAStoreEndsAndTheNextStartContinues() throws Exception {
    house.enrol("d1", "p1");
    IngestSettings hasty =
        new IngestSettings(
            House.SETTINGS.codec(),
            House.SETTINGS.writer(),
            House.SETTINGS.shards(),
            House.SETTINGS.monitors(),
            House.SETTINGS.clocks(),
            Duration.ofMillis(50));
    house.telemetryFailures.fail(Integer.MAX_VALUE);
    IngestService service = house.service(house.journal(), hasty);
    service.start();
    Sent sent = up("d1", "heart-rate", heartRate(1, 90));
    send(service, sent);
    await(() -> sent.acknowledged.get() == 1);
    assertThat(service.stop()).isFalse();
    assertThat(service.alive()).isFalse();
    assertThat(house.readings("p1")).isEmpty();
    house.telemetryFailures.fail(0);
    IngestService next = house.service();
    next.start();
    assertThat(next.stop()).isTrue();
    assertThat(house.readings("p1")).hasSize(2);
    assertThat(house.memorySnapshots.checkpoint()).isEqualTo(1);
  }
}
