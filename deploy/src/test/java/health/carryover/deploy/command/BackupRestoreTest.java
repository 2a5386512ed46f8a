package health.carryover.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.store.sqlite.SqliteStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is backed up while it changes comes back whole. */
class BackupRestoreTest {
  @TempDir Path folder;
  private Path backup;

  @BeforeEach
  void nameBackup() {
    backup = folder.resolve("backups").resolve("one");
  }

  @Test
  void aBackupMadeUnderLoadHoldsEverythingFromBeforeItAndTheRecordsAreNeverAhead()
      throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    AtomicLong written = new AtomicLong();
    long before;
    long after;
    try (SqliteStore store = SqliteStore.open(folder.resolve("data").resolve("store"))) {
      store.patientDirectory().put(new Patient("p1", "clinic", "Zoë", Instant.EPOCH));
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              () -> {
                while (!enough.get()) {
                  written.set(append(store, written.get()));
                }
              });
      while (written.get() < 2_000) {
        Thread.onSpinWait();
      }
      before = written.get();
      CommandRun made = run("backup", "data");
      after = written.get();
      enough.set(true);
      writing.get();
      assertThat(made.err()).isEmpty();
      assertThat(made.exit()).isZero();
    }
    assertThat(run("restore", "elsewhere").exit()).isZero();
    try (SqliteStore restored = SqliteStore.open(folder.resolve("elsewhere").resolve("store"))) {
      long last = restored.journal().lastSequence();
      System.out.printf("backed up %d entries, between %d and %d%n", last, before, after + 20);
      assertThat(last).isBetween(before, after + 20);
      assertThat(restored.journal().read(0, Integer.MAX_VALUE)).hasSize((int) last);
      assertThat(restored.offsets().of("projection")).isBetween(before - 20, last);
      assertThat(restored.patientDirectory().patient("p1").orElseThrow().displayName())
          .isEqualTo("Zoë");
    }
  }

  /** Twenty entries, and then a projection of them. */
  private static long append(SqliteStore store, long last) {
    List<JournalEntry> entries = new ArrayList<>();
    for (long i = last + 1; i <= last + 20; i++) {
      entries.add(
          new JournalEntry(
              Instant.EPOCH,
              "channel",
              null,
              ("entry " + i).getBytes(StandardCharsets.UTF_8),
              "id-" + i,
              "digest-" + i,
              "p1",
              List.of()));
    }
    store.journal().append(entries);
    store.offsets().advance("projection", last + 20);
    return last + 20;
  }

  @Test
  void nothingIsOverwritten() throws Exception {
    SqliteStore.open(folder.resolve("data").resolve("store")).close();
    assertThat(run("backup", "data").exit()).isZero();
    assertThat(run("backup", "data"))
        .satisfies(
            again -> {
              assertThat(again.exit()).isEqualTo(1);
              assertThat(again.err()).contains("is there already: name a new folder");
            });
    assertThat(run("restore", "data").err()).contains("holds data already");
  }

  @Test
  void whatIsNoBackupOrIsDamagedIsRefusedAndNothingIsLeftBehind() throws Exception {
    assertThat(run("backup", "data").err()).contains("There is nothing to back up in");
    assertThat(run("restore", "data").err()).contains("There is no backup in");
    SqliteStore.open(folder.resolve("data").resolve("store")).close();
    assertThat(run("backup", "data").exit()).isZero();
    Path journal = backup.resolve("journal.db");
    byte[] bytes = Files.readAllBytes(journal);
    for (int i = 5_000; i < bytes.length; i++) {
      bytes[i] = 0x55;
    }
    Files.write(journal, bytes);
    CommandRun refused = run("restore", "elsewhere");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).containsAnyOf("damaged", "not restored").hasLineCount(1);
    assertThat(folder.resolve("elsewhere").resolve("store").resolve("journal.db")).doesNotExist();
    assertThat(folder.resolve("elsewhere").resolve("store").resolve("records.db")).doesNotExist();
  }

  private CommandRun run(String command, String data) throws Exception {
    Path config = folder.resolve(data + ".properties");
    Files.writeString(config, "data.folder=" + folder.resolve(data) + "\n");
    return CommandRun.of(List.of(command, "--config", config.toString(), backup.toString()));
  }
}
