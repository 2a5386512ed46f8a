package health.carryover.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.analysis.port.PersonErasure;
import health.carryover.store.sqlite.SqliteStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person is erased while the service is stopped, and stays erased where the data move to. */
class StoppedEraseTest {
  @TempDir Path folder;

  @BeforeEach
  void fill() {
    try (SqliteStore store = open("here")) {
      for (String patient : List.of("p1", "p2")) {
        store.patientDirectory().put(new Patient(patient, "clinic", "Name", Instant.EPOCH));
        store.enrolments().enrol("clinic", "watch-" + patient, patient, Instant.EPOCH);
        store
            .journal()
            .append(
                List.of(
                    new JournalEntry(
                        Instant.EPOCH,
                        "carryover/v1/clinic/watch-" + patient + "/up/pain",
                        null,
                        "{}".getBytes(StandardCharsets.UTF_8),
                        "id-" + patient,
                        "digest",
                        patient,
                        List.of())));
      }
    }
  }

  @Test
  void aPersonIsErasedFromTheStoresOfAStoppedService() throws Exception {
    CommandRun erased = run("erase", "--config", config("here"), "p1", "--yes", "--stopped");
    assertThat(erased.err()).isEmpty();
    assertThat(erased.out())
        .contains("removed  journal.entries", "Erased: every store was searched, 0 left");
    assertThat(erased.exit()).isZero();
    assertThat(run("erase", "--config", config("here"), "p1", "--yes", "--stopped").err())
        .contains("nothing is kept of that patient");
    try (SqliteStore store = open("here")) {
      PersonErasure people = store.personErasure();
      assertThat(people.people()).containsExactly("p2");
      assertThat(people.finished()).hasSize(1);
      assertThat(run("erase", "--config", config("here"), "p2", "--yes", "--stopped").err())
          .contains("in use by another service");
    }
  }

  @Test
  void whoWasErasedIsKnownWhereTheDataMoveTo() throws Exception {
    assertThat(run("erase", "--config", config("here"), "p1", "--yes", "--stopped").exit())
        .isZero();
    CommandRun moved = run("migrate-store", "--from", config("here"), "--to", config("there"));
    assertThat(moved.err()).isEmpty();
    assertThat(moved.exit()).isZero();
    assertThat(folder.resolve("there").resolve("erasures.jsonl"))
        .hasSameTextualContentAs(folder.resolve("here").resolve("erasures.jsonl"))
        .content()
        .hasLineCount(1);
  }

  private SqliteStore open(String data) {
    return SqliteStore.open(folder.resolve(data).resolve("store"));
  }

  private String config(String data) throws Exception {
    Path config = folder.resolve(data + ".properties");
    Files.writeString(config, "data.folder=" + folder.resolve(data) + "\n");
    return config.toString();
  }

  private static CommandRun run(String... arguments) throws Exception {
    return CommandRun.of(List.of(arguments));
  }
}
