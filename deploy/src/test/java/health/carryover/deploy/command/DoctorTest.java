package health.carryover.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.JournalEntry;
import health.carryover.deploy.health.Diagnosis;
import health.carryover.store.sqlite.SqliteStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with clock and files is found and said with what to do. */
class DoctorTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

  @TempDir Path folder;

  @Test
  void filesThatAreSoundAreWellAlsoWhileAServiceHasThem() throws Exception {
    try (SqliteStore store = SqliteStore.open(folder.resolve("store"))) {
      append(store, Instant.EPOCH);
      CommandRun looked = doctor();
      assertThat(looked.out()).contains("well   store sqlite can be used", "well   clock says ");
      assertThat(looked.exit()).isZero();
    }
  }

  @Test
  void aFileThatIsDamagedIsNamed() throws Exception {
    try (SqliteStore store = SqliteStore.open(folder.resolve("store"))) {
      append(store, Instant.EPOCH);
    }
    Path journal = folder.resolve("store").resolve("journal.db");
    byte[] bytes = Files.readAllBytes(journal);
    for (int i = 5_000; i < bytes.length; i++) {
      bytes[i] = 0x55;
    }
    Files.write(journal, bytes);
    CommandRun looked = doctor();
    assertThat(looked.out())
        .contains("mend   store sqlite cannot be used: " + journal + " is damaged: ")
        .contains("restore a backup");
    assertThat(looked.exit()).isEqualTo(1);
  }

  @Test
  void aClockThatWentBackIsFoundOut() throws Exception {
    try (SqliteStore store = SqliteStore.open(folder.resolve("store"))) {
      append(store, Instant.now().plus(365, ChronoUnit.DAYS));
    }
    CommandRun looked = doctor();
    assertThat(looked.out()).contains("mend   clock says ", "set the clock");
    assertThat(looked.exit()).isEqualTo(1);
  }

  @Test
  void clocksMayBeHalfAMinuteApart() {
    assertThat(Diagnosis.ofClock(NOW, null, null).well()).isTrue();
    assertThat(Diagnosis.ofClock(NOW, NOW.plusSeconds(30), null).well()).isTrue();
    assertThat(Diagnosis.ofClock(NOW, NOW.plusSeconds(31), null).well()).isFalse();
    assertThat(Diagnosis.ofClock(NOW, null, Duration.ofSeconds(-30)).well()).isTrue();
    assertThat(Diagnosis.ofClock(NOW, null, Duration.ofSeconds(-31)).words())
        .contains("31 s apart");
  }

  private static void append(SqliteStore store, Instant at) {
    store
        .journal()
        .append(
            List.of(
                new JournalEntry(
                    at,
                    "channel",
                    null,
                    "{}".repeat(9_000).getBytes(StandardCharsets.UTF_8),
                    "id",
                    "digest",
                    null,
                    List.of())));
  }

  private CommandRun doctor() throws Exception {
    Path config = folder.resolve("doctor.properties");
    Files.writeString(
        config, "data.folder=" + folder + "\nbroker.port=0\ndashboard.port=0\nmanagement.port=0\n");
    return CommandRun.of(List.of("doctor", "--config", config.toString()));
  }
}
