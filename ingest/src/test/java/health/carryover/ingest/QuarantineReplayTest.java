package health.carryover.ingest;

import static health.carryover.ingest.House.send;
import static health.carryover.ingest.House.settle;
import static health.carryover.ingest.House.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.Quarantine.Item;
import health.carryover.analysis.port.Quarantine.Query;
import health.carryover.analysis.port.Quarantine.State;
import health.carryover.analysis.port.Quarantine.Step;
import health.carryover.analysis.port.QuarantineDesk;
import health.carryover.analysis.port.QuarantineDesk.Replayed;
import health.carryover.analysis.port.Repair;
import health.carryover.ingest.House.Sent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuarantineReplayTest {
  private final House house = new House();
  private final IngestService service = house.service();
  private final QuarantineDesk desk = service.quarantineDesk();

  @BeforeEach
  void start() throws Exception {
    service.start();
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(service.stop()).isTrue();
  }

  @Test
  void afterLateEnrolmentWhatADeviceSaidIsUsedOnce() throws Exception {
    deliver(
        up("d1", "heart-rate", "{\"at\":\"2026-03-02T10:00:00Z\",\"bpm\":90,\"id\":\"h1\"}"),
        up("d2", "heart-rate", "{\"at\":\"2026-03-02T10:00:01Z\",\"bpm\":91}"));
    assertThat(desk.replay(Query.ALL, "ann"))
        .isEqualTo(new Replayed(0, 2, Map.of("device.unknown", 2)));
    assertThat(house.memoryJournal.lastSequence()).isEqualTo(2);

    enrol("d1", "p1");
    Query ofDevice = new Query("device.unknown", "d1", null, null);
    assertThat(desk.replay(ofDevice, "ann")).isEqualTo(new Replayed(1, 0, Map.of()));
    assertThat(desk.replay(ofDevice, "ann")).isEqualTo(new Replayed(0, 0, Map.of()));
    used();
    assertThat(house.readings("p1")).extracting(r -> r.bpm()).containsExactly(90f);
    assertThat(house.memoryJournal.lastSequence()).isEqualTo(3);
    assertThat(house.memoryQuarantine.ofMessage(1))
        .extracting(Item::state)
        .containsExactly(State.REPLAYED);
    assertThat(house.memoryQuarantine.steps(1))
        .extracting(Step::person, Step::replayedAs)
        .containsExactly(tuple("ann", 3L));

    // The device sends it again itself: it is the same message.
    deliver(up("d1", "heart-rate", "{\"at\":\"2026-03-02T10:00:00Z\",\"bpm\":90,\"id\":\"h1\"}"));
    assertThat(house.memoryJournal.lastSequence()).isEqualTo(3);
  }

  @Test
  void aCrashBeforeTheStepWasNotedAddsNothing() throws Exception {
    deliver(up("d1", "heart-rate", "{\"at\":\"2026-03-02T10:00:00Z\",\"bpm\":90}"));
    enrol("d1", "p1");
    House other = new House();
    other.memoryJournal.append(entries(house));
    other.enrol("d1", "p1");
    assertThat(desk.replay(Query.ALL, "ann").replayed()).isEqualTo(1);
    // The other journal holds the copy, but nobody noted what became of the first.
    other.memoryJournal.append(entries(house).subList(1, 2));
    IngestService again = other.service();
    again.start();
    assertThat(again.quarantineDesk().replay(Query.ALL, "bob").replayed()).isEqualTo(1);
    assertThat(other.memoryJournal.lastSequence()).isEqualTo(2);
    assertThat(other.memoryQuarantine.steps(1)).extracting(Step::replayedAs).containsExactly(2L);
    assertThat(again.stop()).isTrue();
    assertThat(other.readings("p1")).hasSize(1);
  }

  @Test
  void ofAPartlyGoodMessageOnlyTheRejectedElementsTravel() throws Exception {
    enrol("d1", "p1");
    deliver(
        up(
            "d1",
            "heart-rate",
            "{\"samples\":[[\"2026-03-02T10:00:00Z\",90],[\"2026-03-02T10:00:01\",91],"
                + "[\"2026-03-02T10:00:02Z\",0],[\"2026-03-02T10:00:03\",93]]}"));
    used();
    assertThat(house.readings("p1")).hasSize(1);
    assertThat(desk.replay(Query.ALL, "ann"))
        .isEqualTo(new Replayed(0, 3, Map.of("time.no-offset", 3)));
    Query noOffset = new Query("time.no-offset", null, null, null);
    assertThat(desk.repair(noOffset, offset("+01:00"), "ann")).isEqualTo(2);
    assertThat(desk.repair(noOffset, offset("Z"), "ann")).isEqualTo(2);
    assertThat(desk.replay(Query.ALL, "ann"))
        .isEqualTo(new Replayed(2, 1, Map.of("heart-rate.implausible", 1)));
    used();
    assertThat(house.readings("p1")).extracting(r -> r.bpm()).containsExactly(90f, 91f, 93f);
    assertThat(house.memoryQuarantine.ofMessage(1))
        .extracting(Item::state)
        .containsExactly(State.REPLAYED, State.OPEN, State.REPLAYED);
    long entries = house.memoryJournal.lastSequence();
    assertThat(desk.replay(Query.ALL, "ann").replayed()).isZero();
    assertThat(house.memoryJournal.lastSequence()).isEqualTo(entries);
    assertThat(desk.dismiss(new Query("heart-rate.implausible", null, null, null), "ann"))
        .isEqualTo(1);
    assertThat(house.memoryQuarantine.counts().get("heart-rate.implausible"))
        .isEqualTo(Map.of(State.DISMISSED, 1L));
  }

  @Test
  void fieldsValuesAndClocksAreRepaired() throws Exception {
    enrol("d1", "p1");
    deliver(
        up("d1", "pain", "{\"when\":\"2026-03-02T10:00:00Z\",\"nrs\":4,\"slot\":\"morgens\"}"),
        up("d1", "heart-rate", "{\"at\":\"2036-03-02T10:00:00Z\",\"bpm\":88}"));
    assertThat(desk.replay(Query.ALL, "ann").replayed()).isZero();
    desk.repair(
        new Query(null, null, null, 1L),
        new Repair(
            Map.of("when", "at"), Map.of("slot", Map.of("morgens", "next-morning")), null, null),
        "ann");
    desk.repair(
        new Query("time.absurd", null, null, null),
        new Repair(Map.of(), Map.of(), null, Duration.ofDays(-3653)),
        "ann");
    assertThat(desk.replay(Query.ALL, "ann")).isEqualTo(new Replayed(2, 0, Map.of()));
    used();
    assertThat(house.readings("p1"))
        .extracting(r -> java.time.Instant.ofEpochMilli(r.atMillis()).toString())
        .containsExactly("2026-03-02T10:00:00Z");
  }

  @Test
  void aConflictCannotBeReplayed() throws Exception {
    enrol("d1", "p1");
    String tail = ",\"id\":\"h1\"}";
    for (int delivery = 0; delivery < 3; delivery++) {
      deliver(
          up("d1", "heart-rate", "{\"at\":\"2026-03-02T10:00:00Z\",\"bpm\":90" + tail),
          up("d1", "heart-rate", "{\"at\":\"2026-03-02T10:00:01Z\",\"bpm\":99" + tail));
    }
    assertThat(house.memoryJournal.lastSequence()).isEqualTo(2);
    assertThat(house.memoryQuarantine.newest(10))
        .extracting(Item::code)
        .containsExactly("identity.conflict");
    assertThat(desk.replay(Query.ALL, "ann"))
        .isEqualTo(new Replayed(0, 1, Map.of("identity.conflict", 1)));
  }

  @Test
  void aBluetoothReadingKeepsTheTimeOfItsFirstReceipt() throws Exception {
    Sent frame = up("d1", "heart-rate-ble", "\u0000H");
    deliver(frame);
    house.now = House.START.plus(Duration.ofHours(3));
    enrol("d1", "p1");
    assertThat(desk.replay(Query.ALL, "ann").replayed()).isEqualTo(1);
    used();
    assertThat(house.readings("p1"))
        .extracting(r -> r.atMillis())
        .containsExactly(House.START.toEpochMilli());
  }

  private static Repair offset(@Nullable String offset) {
    return new Repair(Map.of(), Map.of(), offset, null);
  }

  private static List<JournalEntry> entries(House house) {
    return house.memoryJournal.read(0, 100).stream().map(Journal.StoredEntry::entry).toList();
  }

  private void enrol(String device, String patient) {
    house.enrol(device, patient);
    service.enrolmentsChanged();
  }

  private void deliver(Sent... messages) throws Exception {
    for (Sent message : messages) {
      send(service, message);
    }
    settle(service, List.of(messages));
  }

  private void used() {
    House.await(() -> service.waiting() == 0);
  }
}
