package health.carryover.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.Journal.Appended;
import health.carryover.analysis.port.Journal.StoredEntry;
import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.PersonErasure;
import health.carryover.analysis.port.PersonTraces;
import health.carryover.store.sql.EntryFinder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code JournalContract} says holds for entries that are filed, too, and after accidents. */
final class EntryIndexFileTest {
  /** More than are filed together, and some that are not. */
  private static final int ENTRIES = 70_000;

  private static final int PATIENTS = 7;
  private static final int AT_ONCE = 1_000;
  private static final long PATIENCE_SECONDS = 60;

  @RegisterExtension final OpenStore open = new OpenStore();

  @Test
  void copiesAndPatientsAreFoundAmongWhatIsFiledAndWhatIsNot() throws Exception {
    fill();

    assertCopies();
    assertThat(sequencesOf(open.store().journal(), "someone-3"))
        .isEqualTo(
            LongStream.rangeClosed(1, ENTRIES).filter(n -> n % PATIENTS == 3).boxed().toList());
    assertThat(open.store().personErasure().people()).hasSize(PATIENTS);
    open.reopen();
    assertCopies();
    assertThat(open.store().journal().append(List.of(entry(ENTRIES + 1L))))
        .containsExactly(new Appended.Stored(ENTRIES + 1L));
  }

  @Test
  void whatIsNewIsToldWithoutTheFileOnceItWasReadAndWhatIsFiledIsNot() throws Exception {
    fill();
    open.reopen();
    EntryIndexFile index = open.store().index();
    long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (index.isLearning()) {
      assertThat(System.nanoTime()).as("learnt in time").isLessThan(giveUpAt);
      Thread.onSpinWait();
    }
    execute(EntryIndexFile.FILE, "ALTER TABLE identities RENAME TO away");

    assertThat(held("watch-1/new", "watch-2/new", "watch-3/new")).isEmpty();
    assertThatThrownBy(() -> held("watch-5/5")).isInstanceOf(IllegalStateException.class);
    execute(EntryIndexFile.FILE, "ALTER TABLE away RENAME TO identities");
    assertThat(held("watch-5/5", "watch-1/new"))
        .containsExactly(Map.entry("watch-5/5", new EntryFinder.Held(5, "digest-5")));
  }

  private Map<String, EntryFinder.Held> held(String... identities) {
    return open.store()
        .journalFile()
        .read(connection -> open.store().index().held(connection, List.of(identities)));
  }

  @Test
  void otherContentUnderAFiledIdentityIsAConflict() throws Exception {
    fill();
    JournalEntry other = entry(5, "other");

    assertThat(open.store().journal().append(List.of(other)))
        .containsExactly(new Appended.Conflict(ENTRIES + 1L));
    assertThat(open.store().journal().append(List.of(other)))
        .containsExactly(new Appended.Duplicate(ENTRIES + 1L));
  }

  @Test
  void theFileIsMadeAnewWhereItIsMissingOrDoesNotFitTheJournal() throws Exception {
    fill();
    Path file = open.folder().resolve(EntryIndexFile.FILE);
    open.store().close();
    Path kept = Files.copy(file, open.folder().resolve("kept"));
    EntryIndexFile.delete(open.folder());

    open.reopen();
    assertCopies();

    // The journal of an earlier day beside the index of a later one.
    open.store().close();
    Files.move(kept, file, StandardCopyOption.REPLACE_EXISTING);
    execute("journal.db", "DELETE FROM entries WHERE sequence > 3000");
    open.reopen();
    assertThat(open.store().journal().append(List.of(entry(3_001), entry(9), entry(3_000))))
        .containsExactly(
            new Appended.Stored(3_001), new Appended.Duplicate(9), new Appended.Duplicate(3_000));
  }

  @Test
  void anIndexThatLeadsToAnotherEntryLosesNothing() throws Exception {
    fill();
    open.store().close();
    execute(EntryIndexFile.FILE, "UPDATE identities SET sequence = sequence + 1");
    open.reopen();

    assertThat(open.store().journal().append(List.of(entry(17), entry(ENTRIES))))
        .containsExactly(new Appended.Stored(ENTRIES + 1L), new Appended.Duplicate(ENTRIES));
  }

  @Test
  void nothingOfAnErasedPersonIsLeftInTheFile() throws Exception {
    fill();
    PersonErasure erasure = open.store().personErasure();
    PersonTraces traces = erasure.traces("someone-3");
    PersonErasure.Note note = new PersonErasure.Note("e-1", Instant.EPOCH, "salt", "digest");
    erasure.begin(note, traces, "admin");
    assertThat(erasure.left(traces, ENTRIES)).containsKey("journal-index.owners");

    erasure.eraseJournal(traces, ENTRIES);

    assertThat(erasure.left(traces, ENTRIES)).isEmpty();
    erasure.finish(note.id());
    for (String file : List.of(EntryIndexFile.FILE, EntryIndexFile.FILE + "-wal")) {
      String bytes = Files.readString(open.folder().resolve(file), StandardCharsets.ISO_8859_1);
      assertThat(bytes).doesNotContain("someone-3").doesNotContain("watch-3/");
    }
    assertThat(open.store().journal().append(List.of(entry(3), entry(4))))
        .containsExactly(new Appended.Stored(ENTRIES + 1L), new Appended.Duplicate(4));
  }

  @Test
  void anErasureThatBrokeOffBeforeTheFileIsFinishedAfterTheStart() throws Exception {
    fill();
    PersonErasure erasure = open.store().personErasure();
    PersonTraces traces = erasure.traces("someone-3");
    erasure.begin(new PersonErasure.Note("e-1", Instant.EPOCH, "salt", "digest"), traces, "admin");
    open.store().close();
    execute(
        "journal.db",
        "UPDATE entries SET identity = NULL, patient = NULL, digest = '' WHERE patient = 'someone-3'");

    open.reopen();

    awaitFiled();
    assertThat(count("SELECT COUNT(*) FROM owners WHERE patient = 'someone-3'")).isZero();
    assertThat(count("SELECT COUNT(*) FROM identities WHERE identity LIKE 'watch-3/%'")).isZero();
    assertThat(count("SELECT COUNT(*) FROM owners")).isPositive();
  }

  /** Appends all entries and waits until some of them are filed. */
  private void fill() throws Exception {
    for (int from = 1; from <= ENTRIES; from += AT_ONCE) {
      open.store().journal().append(entries(from));
    }
    awaitFiled();
    assertThat(count("SELECT through FROM filed")).isBetween(1L, ENTRIES - 1L);
  }

  private void awaitFiled() throws Exception {
    long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (count("SELECT COUNT(*) FROM filed") == 0) {
      assertThat(System.nanoTime()).as("filed in time").isLessThan(giveUpAt);
      Thread.onSpinWait();
    }
  }

  private void assertCopies() {
    for (int from = 1; from <= ENTRIES; from += AT_ONCE) {
      List<Appended> expected =
          LongStream.range(from, from + AT_ONCE)
              .<Appended>mapToObj(Appended.Duplicate::new)
              .toList();
      assertThat(open.store().journal().append(entries(from))).isEqualTo(expected);
    }
  }

  private static List<JournalEntry> entries(long from) {
    return LongStream.range(from, from + AT_ONCE).mapToObj(EntryIndexFileTest::entry).toList();
  }

  private static JournalEntry entry(long number) {
    return entry(number, "digest-" + number);
  }

  private static JournalEntry entry(long number, String digest) {
    String device = "watch-" + number % PATIENTS;
    return new JournalEntry(
        Instant.ofEpochMilli(1_000_000 + number),
        "carryover/v1/clinic/" + device + "/up/heart-rate",
        null,
        new byte[] {1},
        device + "/" + number,
        digest,
        "someone-" + number % PATIENTS,
        List.of());
  }

  private static List<Long> sequencesOf(Journal journal, String patient) {
    List<Long> sequences = new ArrayList<>();
    List<StoredEntry> page = journal.readOf(patient, 0, AT_ONCE);
    while (!page.isEmpty()) {
      page.forEach(entry -> sequences.add(entry.sequence()));
      page = journal.readOf(patient, sequences.get(sequences.size() - 1), AT_ONCE);
    }
    return sequences;
  }

  private void execute(String file, String sql) throws SQLException {
    try (Connection connection = connect(file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long count(String sql) throws SQLException, IOException {
    try (Connection connection = connect(EntryIndexFile.FILE);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      return found.next() ? found.getLong(1) : 0;
    }
  }

  private Connection connect(String file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + open.folder().resolve(file));
  }
}
