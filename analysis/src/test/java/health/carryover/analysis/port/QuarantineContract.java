package health.carryover.analysis.port;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.event.Rejection;
import health.carryover.analysis.port.Journal.Appended;
import health.carryover.analysis.port.Quarantine.Item;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
        .containsExactly(item(newer, whole), item(older, second), item(older, first));
    assertThat(quarantine.newest(2)).containsExactly(item(newer, whole), item(older, second));
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

  private static Item item(long sequence, Rejection why) {
    return new Item(sequence, RECEIVED, "channel", why.code(), why.element(), why.reason());
  }
}
