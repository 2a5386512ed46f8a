package health.carryover.analysis.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import health.carryover.analysis.event.Rejection;
import health.carryover.analysis.port.Journal.Appended;
import health.carryover.analysis.port.Quarantine.Item;
import health.carryover.analysis.port.Quarantine.Query;
import health.carryover.analysis.port.Quarantine.State;
import health.carryover.analysis.port.Quarantine.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Quarantine} does with what its {@link Journal} holds. */
public abstract class QuarantineContract {
  private static final Instant RECEIVED = Instant.parse("2026-03-02T08:00:00.123Z");

  private Journal journal;
  private Quarantine quarantine;

  /** A new, empty journal. */
  protected abstract Journal createJournal() throws Exception;

  /** The quarantine of the journal made last. */
  protected abstract Quarantine quarantine() throws Exception;

  @BeforeEach
  final void create() throws Exception {
    journal = createJournal();
    quarantine = quarantine();
  }

  @Test
  void nothingIsRejectedAtFirst() {
    journal.append(List.of(entry("a", "1")));
    assertThat(quarantine.newest(10)).isEmpty();
    assertThat(quarantine.countsByCode()).isEmpty();
  }

  @Test
  void theNewestMessageComesFirstAndItsElementsInTheirOrder() {
    Rejection second = new Rejection("heart-rate.implausible", 7, "Kein Messwert – “0”.");
    Rejection first = new Rejection("heart-rate.implausible", 2, "No reading.");
    Rejection whole = new Rejection("time.no-offset", Rejection.WHOLE_MESSAGE, "No offset.");
    long older = stored(journal.append(List.of(entry("a", "1", second, first))).get(0));
    long newer = stored(journal.append(List.of(entry("b", "1"), entry("c", "1", whole))).get(1));

    assertThat(quarantine.newest(10))
        .containsExactly(item(newer, 0, whole), item(older, 0, second), item(older, 1, first));
    assertThat(quarantine.newest(2)).containsExactly(item(newer, 0, whole), item(older, 0, second));
    assertThat(quarantine.newest(0)).isEmpty();
    assertThat(quarantine.countsByCode())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("heart-rate.implausible", 2L, "time.no-offset", 1L));
  }

  @Test
  void copiesCountOnceAndAConflictTellsItselfFirst() {
    Rejection why = new Rejection("device.unknown", Rejection.WHOLE_MESSAGE, "Not enrolled.");
    journal.append(List.of(entry("a", "1", why), entry("a", "1", why)));
    for (int delivery = 0; delivery < 3; delivery++) {
      journal.append(List.of(entry("a", "2", why)));
    }
    assertThat(quarantine.newest(10))
        .extracting(Item::code)
        .containsExactly("identity.conflict", "device.unknown", "device.unknown");
    assertThat(quarantine.countsByCode())
        .isEqualTo(Map.of("device.unknown", 2L, "identity.conflict", 1L));
  }

  @Test
  void whatBecameOfAnElementIsKeptAndWhatIsSettledStays() {
    Rejection one = new Rejection("heart-rate.implausible", 2, "No reading.");
    Rejection two = new Rejection("heart-rate.implausible", 7, "No reading.");
    long a = stored(journal.append(List.of(entry("a", "1", one, two))).get(0));
    Step repaired = step(a, 1, State.REPAIRED, "{\"how\":1}", null);
    Step replayed = step(a, 1, State.REPLAYED, null, 77L);
    assertThat(quarantine.take(List.of(repaired))).containsExactly(repaired);
    assertThat(quarantine.ofMessage(a))
        .extracting(Item::state, Item::repair)
        .containsExactly(tuple(State.OPEN, null), tuple(State.REPAIRED, "{\"how\":1}"));
    assertThat(quarantine.take(List.of(replayed, step(a, 1, State.DISMISSED, null, null))))
        .containsExactly(replayed);
    assertThat(
            quarantine.take(
                List.of(
                    step(a, 9, State.DISMISSED, null, null),
                    step(a + 9, 0, State.OPEN, null, null))))
        .isEmpty();
    assertThat(quarantine.steps(a)).containsExactly(repaired, replayed);
    assertThat(quarantine.steps(a + 1)).isEmpty();
    assertThat(quarantine.ofMessage(a).get(1).repair()).isEqualTo("{\"how\":1}");
    assertThat(quarantine.counts())
        .isEqualTo(Map.of("heart-rate.implausible", Map.of(State.OPEN, 1L, State.REPLAYED, 1L)));
    assertThat(quarantine.countsByCode()).isEqualTo(Map.of("heart-rate.implausible", 2L));
  }

  @Test
  void oneAsksByCodeDeviceStateAndMessage() {
    Rejection unknown = new Rejection("device.unknown", Rejection.WHOLE_MESSAGE, "Not enrolled.");
    Rejection other = new Rejection("time.no-offset", Rejection.WHOLE_MESSAGE, "No offset.");
    long a = stored(journal.append(List.of(from("d1", "a", unknown))).get(0));
    long b = stored(journal.append(List.of(from("d2", "b", unknown))).get(0));
    long c = stored(journal.append(List.of(from("d1", "c", other))).get(0));
    quarantine.take(List.of(step(a, 0, State.DISMISSED, null, null)));

    assertThat(asked(new Query("device.unknown", null, null, null))).containsExactly(b, a);
    assertThat(asked(new Query(null, "d1", null, null))).containsExactly(c, a);
    assertThat(asked(new Query(null, "d1", State.OPEN, null))).containsExactly(c);
    assertThat(asked(new Query(null, null, State.DISMISSED, null))).containsExactly(a);
    assertThat(asked(new Query(null, null, null, b))).containsExactly(b);
    assertThat(asked(new Query("time.no-offset", "d2", null, null))).isEmpty();
    assertThat(quarantine.newest(new Query("device.unknown", null, null, null), 1)).hasSize(1);
    assertThat(quarantine.messages(Query.ALL, 0, 2)).containsExactly(a, b);
    assertThat(quarantine.messages(Query.ALL, a, 9)).containsExactly(b, c);
    assertThat(quarantine.messages(new Query(null, "d1", State.OPEN, null), 0, 9))
        .containsExactly(c);
  }

  private List<Long> asked(Query query) {
    return quarantine.newest(query, 100).stream().map(Item::sequence).toList();
  }

  private static JournalEntry from(String device, String identity, Rejection why) {
    return new JournalEntry(
        RECEIVED,
        "carryover/v1/c1/" + device + "/up/pain",
        null,
        new byte[] {1},
        identity,
        "1",
        null,
        List.of(why));
  }

  private static Step step(
      long sequence, int place, State state, @Nullable String repair, @Nullable Long as) {
    return new Step(sequence, place, RECEIVED, "someone", state, repair, as);
  }

  @Test
  void anyCourseOfEventsGivesWhatTheReferenceGives() {
    Random random = SeededRandom.of("quarantine against the reference");
    Quarantine reference = new MemoryQuarantine(journal);
    for (int step = 0; step < 40; step++) {
      List<Rejection> why = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        why.add(new Rejection("code." + random.nextInt(3), random.nextInt(9) - 1, "why " + i));
      }
      String identity = "id-" + random.nextInt(20);
      String digest = "digest-" + random.nextInt(2);
      journal.append(List.of(entry(identity, digest, why.toArray(Rejection[]::new))));
      int limit = random.nextInt(30);
      assertThat(quarantine.newest(limit)).isEqualTo(reference.newest(limit));
      assertThat(quarantine.countsByCode()).isEqualTo(reference.countsByCode());
    }
  }

  private static long stored(Appended result) {
    return ((Appended.Stored) result).sequence();
  }

  private static JournalEntry entry(String identity, String digest, Rejection... why) {
    return new JournalEntry(
        RECEIVED, "channel", null, new byte[] {1}, identity, digest, null, List.of(why));
  }

  private static Item item(long sequence, int place, Rejection why) {
    return new Item(
        sequence,
        place,
        RECEIVED,
        "channel",
        why.code(),
        why.element(),
        why.reason(),
        State.OPEN,
        null);
  }
}
