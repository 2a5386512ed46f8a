package health.carryover.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.analysis.port.PersonErasure;
import health.carryover.analysis.port.PersonErasureContract;
import health.carryover.analysis.port.PersonTraces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqlitePersonErasureTest extends PersonErasureContract {
  private static final int PEOPLE = 30;
  private static final int MESSAGES = 60;

  @RegisterExtension final OpenStore open = new OpenStore();

  @Override
  protected Stores create() {
    SqliteStore store = open.store();
    return new Stores(
        store.journal(),
        store.quarantine(),
        store.outcomeRecords(),
        store.monitorSnapshots(),
        store.telemetry(),
        store.enrolments(),
        store.patientDirectory(),
        store.deviceCredentials(),
        store.deviceCursors(),
        store.telemetryRefusals(),
        store.personErasure());
  }

  @Test
  void theBytesAreGoneFromTheFilesAndTheirLogs() throws Exception {
    // Rows in changing order divide pages, which leave copies behind.
    for (int message = 0; message < MESSAGES; message++) {
      List<JournalEntry> entries = new ArrayList<>();
      for (int i = 0; i < PEOPLE; i++) {
        int who = (i * 7 + message) % PEOPLE;
        entries.add(entry("someone-" + who, "their-watch-" + who, message));
      }
      open.store().journal().append(entries);
    }
    for (int i = PEOPLE; i > 0; i--) {
      String who = "someone-" + (i * 11 % PEOPLE);
      open.store()
          .patientDirectory()
          .put(new Patient(who, "clinic", "Name-of-" + who, Instant.EPOCH));
      open.store()
          .enrolments()
          .enrol("clinic", "their-watch-" + (i * 11 % PEOPLE), who, Instant.EPOCH);
    }
    List<String> marks = List.of("someone-17", "their-watch-17", "Name-of-someone-17");
    assertThat(found(marks)).as("there was something to remove").hasSize(marks.size());

    PersonErasure erasure = open.store().personErasure();
    PersonTraces traces = erasure.traces("someone-17");
    PersonErasure.Note note = new PersonErasure.Note("e-1", Instant.EPOCH, "salt", "digest");
    erasure.begin(note, traces, "admin");
    erasure.eraseJournal(traces, open.store().journal().lastSequence());
    erasure.eraseRecords(traces);
    erasure.finish(note.id());

    assertThat(found(marks)).isEmpty();
    assertThat(found(List.of("someone-18", "their-watch-18", "Name-of-someone-18"))).hasSize(3);
    assertThat(open.reopen().journal().lastSequence()).isEqualTo((long) PEOPLE * MESSAGES);
  }

  @Test
  void tablesThatAreAddedLaterAreSearchedAndEmptiedToo() throws Exception {
    String file = "jdbc:sqlite:" + open.folder().resolve("records.db");
    try (Connection connection = DriverManager.getConnection(file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE told (alert TEXT, patient TEXT)");
      statement.execute("INSERT INTO told VALUES ('a-1', 'someone'), ('a-2', 'another')");
    }
    PersonErasure erasure = open.store().personErasure();
    PersonTraces traces = erasure.traces("someone");
    assertThat(erasure.left(traces, 0)).containsExactly(Map.entry("records.told", 1L));
    assertThat(erasure.eraseRecords(traces)).containsExactly(Map.entry("records.told", 1L));
    assertThat(erasure.left(traces, 0)).isEmpty();
    assertThat(erasure.left(erasure.traces("another"), 0)).isNotEmpty();
  }

  private static JournalEntry entry(String patient, String device, int message) {
    String payload = "{\"of\":\"" + patient + "\",\"n\":" + message + ",\"x\":\"";
    return new JournalEntry(
        Instant.EPOCH,
        "carryover/v1/clinic/" + device + "/up/pain",
        null,
        (payload + "-".repeat(message * 13) + "\"}").getBytes(StandardCharsets.UTF_8),
        "clinic/" + device + "/" + message,
        "digest",
        patient,
        List.of());
  }

  /** Which of {@code marks} stand in any file of the folder. */
  private List<String> found(List<String> marks) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(open.folder())) {
      for (Path file : files.toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return marks.stream().filter(mark -> all.indexOf(mark) >= 0).toList();
  }
}
