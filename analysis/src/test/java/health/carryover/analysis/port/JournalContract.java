package health.carryover.analysis.port;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.event.Rejection;
import health.carryover.analysis.port.Journal.Appended;
import health.carryover.analysis.port.Journal.StoredEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Journal} does. */
public abstract class JournalContract {
  private static final Instant RECEIVED = Instant.parse("2026-03-02T08:00:00.123Z");

  private Journal journal;

  /** A new, empty journal. */
  protected abstract Journal create() throws Exception;

  /** The same journal after it was closed and opened again. */
  protected abstract Journal reopen(Journal open) throws Exception;

  @BeforeEach
  final void createJournal() throws Exception {
    journal = create();
  }

  @Test
  void anEmptyJournalHasNothingToRead() {
    assertThat(journal.lastSequence()).isZero();
    assertThat(journal.read(0, 10)).isEmpty();
    assertThat(journal.append(List.of())).isEmpty();
    assertThat(journal.lastSequence()).isZero();
  }

  @Test
  void onePatientsEntriesAreReadAlone() {
    List<JournalEntry> entries = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      entries.add(
          new JournalEntry(
              RECEIVED.plusSeconds(i),
              "service/profile",
              null,
              new byte[] {(byte) i},
              "id-" + i,
              "digest-" + i,
              i % 3 == 2 ? null : "p-" + i % 3,
              i == 3 ? List.of(new Rejection("heart-rate.implausible", 1, "No.")) : List.of()));
    }
    journal.append(entries);
    List<StoredEntry> all = journal.read(0, 10);
    List<StoredEntry> first = journal.readOf("p-0", 0, 10);
    assertThat(first)
        .extracting(StoredEntry::sequence)
        .containsExactly(all.get(0).sequence(), all.get(3).sequence(), all.get(6).sequence());
    assertSame(first.get(1).entry(), entries.get(3));
    assertThat(journal.readOf("p-0", all.get(0).sequence(), 1))
        .extracting(StoredEntry::sequence)
        .containsExactly(all.get(3).sequence());
    assertThat(journal.readOf("p-1", all.get(7).sequence(), 10)).isEmpty();
    assertThat(journal.readOf("p-9", 0, 10)).isEmpty();
  }

  @Test
  void entriesComeBackAsTheyWere() throws Exception {
    JournalEntry full =
        new JournalEntry(
            RECEIVED,
            "carryover/v1/klinik-ü/d-1/up/heart-rate",
            "application/json; charset=\"utf-8\"",
            "{\"a\":\"ü 😀 \u0000 '\"}".getBytes(StandardCharsets.UTF_8),
            "id'; --😀",
            "digest-1",
            "p-1",
            List.of(
                new Rejection("heart-rate.implausible", 3, "Kein Messwert – “0”."),
                new Rejection("time.no-offset", Rejection.WHOLE_MESSAGE, "No offset.")),
            Duration.ofMillis(-90_001));
    JournalEntry bare =
        new JournalEntry(RECEIVED, "service/profile", null, new byte[0], null, "", null, List.of());
    journal.append(List.of(full, bare));

    assertSame(journal.read(0, 10).get(0).entry(), full);
    assertSame(journal.read(0, 10).get(1).entry(), bare);
    journal = reopen(journal);
    assertSame(journal.read(0, 10).get(0).entry(), full);
    assertSame(journal.read(0, 10).get(1).entry(), bare);
    assertThat(journal.append(List.of(full)))
        .containsExactly(new Appended.Duplicate(journal.read(0, 1).get(0).sequence()));
  }

  @Test
  void everyByteAndALargePayloadAreKept() {
    byte[] payload = new byte[3 * 1024 * 1024 + 1];
    for (int i = 0; i < payload.length; i++) {
      payload[i] = (byte) (i ^ i >> 8);
    }
    JournalEntry large =
        new JournalEntry(RECEIVED, "t", null, payload, "large", "d", null, List.of());
    journal.append(List.of(large));
    assertSame(journal.read(0, 1).get(0).entry(), large);
  }

  @Test
  void sequencesRiseAndReadingResumesAfterAny() throws Exception {
    long first = sequence(journal.append(List.of(entry("a", "1"))).get(0));
    assertThat(first).isPositive();
    journal.append(List.of(entry("b", "1"), entry("c", "1")));
    journal = reopen(journal);
    journal.append(List.of(entry("d", "1")));

    List<StoredEntry> all = journal.read(0, 10);
    assertThat(all)
        .extracting(stored -> stored.entry().identity())
        .containsExactly("a", "b", "c", "d");
    assertThat(all).extracting(StoredEntry::sequence).isSorted().doesNotHaveDuplicates();
    assertThat(journal.lastSequence()).isEqualTo(all.get(3).sequence());
    for (int after = 0; after < 4; after++) {
      assertThat(journal.read(all.get(after).sequence(), 2))
          .extracting(StoredEntry::sequence)
          .isEqualTo(
              all.subList(after + 1, Math.min(4, after + 3)).stream()
                  .map(StoredEntry::sequence)
                  .toList());
    }
    assertThat(journal.read(0, 0)).isEmpty();
    assertThat(journal.read(journal.lastSequence() + 100, 5)).isEmpty();
  }

  @Test
  void aCopyIsCountedOnceWithinABatchAndAcrossBatches() throws Exception {
    List<Appended> first =
        journal.append(List.of(entry("a", "1"), entry("a", "1"), entry("b", "1")));
    long a = sequence(first.get(0));
    assertThat(first.get(1)).isEqualTo(new Appended.Duplicate(a));
    assertThat(first.get(2)).isInstanceOf(Appended.Stored.class);
    assertThat(journal.append(List.of(entry("a", "1")))).containsExactly(new Appended.Duplicate(a));
    journal = reopen(journal);
    assertThat(journal.append(List.of(entry("a", "1")))).containsExactly(new Appended.Duplicate(a));
    assertThat(journal.read(0, 10)).hasSize(2);
  }

  @Test
  void otherContentUnderAUsedIdentityIsKeptOnceAndSaysSo() throws Exception {
    long a = sequence(journal.append(List.of(entry("a", "1"))).get(0));
    Appended other = journal.append(List.of(entry("a", "2"))).get(0);
    assertThat(other).isInstanceOf(Appended.Conflict.class);
    assertThat(sequence(other)).isGreaterThan(a);

    StoredEntry kept = journal.read(a, 1).get(0);
    assertThat(kept.sequence()).isEqualTo(sequence(other));
    assertThat(kept.entry().rejections()).containsExactly(Rejection.IDENTITY_CONFLICT);
    assertThat(kept.entry().quarantinedWhole()).isTrue();
    assertThat(kept.entry().digest()).isEqualTo("2");
    assertThat(journal.append(List.of(entry("a", "1")))).containsExactly(new Appended.Duplicate(a));
    journal = reopen(journal);
    assertThat(journal.append(List.of(entry("a", "2"), entry("a", "2"))))
        .containsOnly(new Appended.Duplicate(sequence(other)));
    assertThat(journal.append(List.of(entry("a", "3"), entry("a", "3"))))
        .extracting(Object::getClass)
        .containsExactly(Appended.Conflict.class, Appended.Duplicate.class);
    assertThat(journal.read(0, 10)).hasSize(3);
  }

  @Test
  void withoutAnIdentityEveryCopyIsStored() {
    List<Appended> results = journal.append(List.of(entry(null, "1"), entry(null, "1")));
    assertThat(results).hasOnlyElementsOfType(Appended.Stored.class);
    assertThat(journal.read(0, 10)).hasSize(2);
  }

  @Test
  void readersFollowTheWriterWithoutGapsOrRepeats() throws Exception {
    int batches = 60;
    int perBatch = 10;
    int total = batches * perBatch;
    var readers = Executors.newFixedThreadPool(6);
    try {
      List<Future<List<Long>>> followed = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        int limit = 1 + i * 7;
        followed.add(readers.submit((Callable<List<Long>>) () -> follow(total, limit)));
      }
      List<Long> appended = new ArrayList<>();
      for (int batch = 0; batch < batches; batch++) {
        List<JournalEntry> entries = new ArrayList<>();
        for (int i = 0; i < perBatch; i++) {
          entries.add(entry(batch + "-" + i, "1"));
        }
        journal.append(entries).forEach(result -> appended.add(sequence(result)));
      }
      for (Future<List<Long>> reader : followed) {
        assertThat(reader.get()).isEqualTo(appended);
      }
    } finally {
      readers.shutdownNow();
    }
  }

  private List<Long> follow(int total, int limit) {
    List<Long> seen = new ArrayList<>();
    long after = 0;
    while (seen.size() < total && !Thread.currentThread().isInterrupted()) {
      for (StoredEntry entry : journal.read(after, limit)) {
        after = entry.sequence();
        seen.add(after);
      }
    }
    return seen;
  }

  @Test
  void anyCourseOfEventsGivesWhatTheReferenceGives() throws Exception {
    Random random = SeededRandom.of("journal against the reference");
    Journal reference = new MemoryJournal();
    List<Long> sequences = new ArrayList<>();
    List<Long> referenceSequences = new ArrayList<>();
    for (int step = 0; step < 120; step++) {
      List<JournalEntry> batch = new ArrayList<>();
      for (int i = random.nextInt(8); i > 0; i--) {
        String identity = random.nextInt(5) == 0 ? null : "id-" + random.nextInt(60);
        batch.add(entry(identity, "digest-" + random.nextInt(2)));
      }
      List<Appended> actual = journal.append(batch);
      List<Appended> expected = reference.append(batch);
      assertThat(actual)
          .extracting(Object::getClass)
          .isEqualTo(expected.stream().map(Object::getClass).toList());
      actual.forEach(result -> note(result, sequences));
      expected.forEach(result -> note(result, referenceSequences));
      for (int i = 0; i < actual.size(); i++) {
        assertThat(sequences.indexOf(sequence(actual.get(i))))
            .isEqualTo(referenceSequences.indexOf(sequence(expected.get(i))));
      }
      if (random.nextInt(30) == 0) {
        journal = reopen(journal);
      }
    }
    List<StoredEntry> all = journal.read(0, Integer.MAX_VALUE);
    List<StoredEntry> expected = reference.read(0, Integer.MAX_VALUE);
    assertThat(all).extracting(StoredEntry::sequence).isEqualTo(sequences);
    assertThat(all).hasSameSizeAs(expected);
    for (int i = 0; i < all.size(); i++) {
      assertSame(all.get(i).entry(), expected.get(i).entry());
    }
  }

  private static void note(Appended result, List<Long> sequences) {
    if (!(result instanceof Appended.Duplicate)) {
      sequences.add(sequence(result));
    }
  }

  private static JournalEntry entry(@Nullable String identity, String digest) {
    byte[] payload = (identity + digest).getBytes(StandardCharsets.UTF_8);
    return new JournalEntry(
        RECEIVED, "channel", "application/json", payload, identity, digest, "p-1", List.of());
  }

  private static long sequence(Appended result) {
    if (result instanceof Appended.Stored stored) {
      return stored.sequence();
    }
    if (result instanceof Appended.Duplicate duplicate) {
      return duplicate.sequence();
    }
    return ((Appended.Conflict) result).sequence();
  }

  private static void assertSame(JournalEntry actual, JournalEntry expected) {
    assertThat(actual.payload()).isEqualTo(expected.payload());
    // Records compare arrays by identity, so the rest is compared with one payload in both.
    JournalEntry withExpectedPayload =
        new JournalEntry(
            actual.receivedAt(),
            actual.channel(),
            actual.contentType(),
            expected.payload(),
            actual.identity(),
            actual.digest(),
            actual.patient(),
            actual.rejections(),
            actual.clockShift());
    assertThat(withExpectedPayload).isEqualTo(expected);
  }
}
