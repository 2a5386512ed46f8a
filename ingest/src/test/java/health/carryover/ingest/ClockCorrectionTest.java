package health.carryover.ingest;

import static health.carryover.ingest.House.settle;
import static health.carryover.ingest.House.up;
import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.Journal.StoredEntry;
import health.carryover.analysis.port.Quarantine.Item;
import health.carryover.analysis.port.Quarantine.Query;
import health.carryover.analysis.port.QuarantineDesk;
import health.carryover.analysis.port.QuarantineDesk.Replayed;
import health.carryover.analysis.port.Repair;
import health.carryover.analysis.port.Telemetry.Reading;
import health.carryover.ingest.House.Sent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClockCorrectionTest {
  private static final Duration AHEAD = Duration.ofSeconds(90);
  private final House house = new House();

  /** Sends a reading that the device measures now, by a clock that is ahead. */
  private void live(IngestService service, Duration ahead, int bpm) throws Exception {
    house.now = house.now.plusSeconds(15);
    deliver(service, "d1", reading(house.now.plus(ahead), bpm));
  }

  private static String reading(Instant at, int bpm) {
    return "{\"at\":\"" + at + "\",\"bpm\":" + bpm + "}";
  }

  private void deliver(IngestService service, String device, String payload) throws Exception {
    Sent sent = up(device, "heart-rate", payload);
    House.send(service, sent);
    settle(service, List.of(sent));
  }

  @Test
  void aClockThatIsAheadIsCorrectedAndItsOwnTimesAreKept() throws Exception {
    house.enrol("d1", "p1");
    IngestService service = house.service();
    service.start();
    for (int i = 0; i < 10; i++) {
      live(service, AHEAD, 90 + i);
    }
    assertThat(service.clocks().of("c1", "d1").ahead()).contains(AHEAD);
    List<StoredEntry> entries = house.memoryJournal.read(0, 100);
    Duration shift = entries.get(9).entry().clockShift();
    assertThat(shift).isEqualTo(AHEAD.negated());
    assertThat(new String(entries.get(9).entry().payload(), StandardCharsets.UTF_8))
        .isEqualTo(reading(house.now.plus(AHEAD), 99));
    assertThat(house.readings("p1"))
        .filteredOn(reading -> reading.bpm() == 99)
        .extracting(Reading::atMillis)
        .containsExactly(house.now.toEpochMilli());
    assertThat(house.registry.get("carryover.ingest.clock.corrected").counter().count())
        .isEqualTo(entries.stream().filter(e -> e.entry().clockShift() != null).count());
    assertThat(service.stop()).isTrue();

    // Whoever reads the journal anew sees the same, and the clock is known at once.
    List<Reading> before = house.readings("p1");
    House again = new House();
    again.now = house.now;
    again.memoryJournal.append(entries.stream().map(StoredEntry::entry).toList());
    again.enrol("d1", "p1");
    IngestService restarted = again.service();
    restarted.start();
    House.await(() -> restarted.waiting() == 0);
    assertThat(again.readings("p1")).isEqualTo(before);
    assertThat(restarted.clocks().of("c1", "d1").ahead()).contains(AHEAD);
    assertThat(restarted.stop()).isTrue();
  }

  @Test
  void aRightClockBehindALateBurstIsLeftAlone() throws Exception {
    house.enrol("d1", "p1");
    IngestService service = house.service();
    service.start();
    for (int i = 0; i < 200; i++) {
      house.now = house.now.plusMillis(20);
      deliver(service, "d1", reading(house.now.minusSeconds(20_000 - i * 60L), 80));
    }
    for (int i = 0; i < 8; i++) {
      live(service, Duration.ZERO, 90 + i);
    }
    assertThat(house.memoryJournal.read(0, 1_000))
        .allSatisfy(stored -> assertThat(stored.entry().clockShift()).isNull());
    assertThat(service.stop()).isTrue();
  }

  @Test
  void timesThatCannotBeAreQuarantinedWithAProposalThatOneCallTakes() throws Exception {
    house.enrol("d1", "p1");
    house.enrol("d2", "p2");
    IngestService service = house.service();
    service.start();
    Duration ahead = Duration.ofDays(3_650);
    // The first two were kept for a while and came late; one clock explains all three.
    Instant first = house.now;
    house.now = house.now.plusSeconds(600);
    deliver(service, "d1", boot(first.plus(ahead), 90));
    deliver(service, "d1", boot(first.plusSeconds(60).plus(ahead), 91));
    deliver(service, "d1", boot(house.now.plus(ahead).minusMillis(400), 92));
    deliver(service, "d2", "{\"at\":\"2026-03-02T14:09:55\",\"bpm\":80}");
    // One wrong time among right ones is no clock.
    deliver(
        service, "d2", "{\"samples\":[[\"2036-02-07T00:00:00Z\",81],[\"" + house.now + "\",82]]}");

    QuarantineDesk desk = service.quarantineDesk();
    Map<Item, Repair> proposals = desk.proposals(house.memoryQuarantine.newest(100));
    assertThat(proposals.keySet())
        .extracting(item -> item.sequence() + " " + item.code())
        .containsExactlyInAnyOrder(
            "1 time.absurd", "2 time.absurd", "3 time.absurd", "4 time.no-offset");
    assertThat(proposals.values())
        .filteredOn(repair -> repair.shift() != null)
        .extracting(Repair::shift)
        .containsOnly(ahead.negated());
    assertThat(proposals.values()).extracting(Repair::offset).containsOnlyOnce("+02:00");

    assertThat(desk.accept(new Query(null, "d1", null, null), "ann"))
        .isEqualTo(new Replayed(3, 0, Map.of()));
    assertThat(desk.accept(new Query("time.no-offset", null, null, null), "ann"))
        .isEqualTo(new Replayed(1, 0, Map.of()));
    House.await(() -> service.waiting() == 0);
    assertThat(house.readings("p1"))
        .extracting(Reading::atMillis)
        .containsExactly(
            first.toEpochMilli(),
            first.plusSeconds(60).toEpochMilli(),
            house.now.toEpochMilli() - 400);
    assertThat(desk.accept(new Query(null, "d1", null, null), "ann").replayed()).isZero();
    assertThat(service.stop()).isTrue();
  }

  private static String boot(Instant at, int bpm) {
    return "{\"boot\":\"b\",\"seq\":" + bpm + ",\"at\":\"" + at + "\",\"bpm\":" + bpm + "}";
  }
}
