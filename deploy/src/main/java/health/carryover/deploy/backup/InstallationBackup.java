package health.carryover.deploy.backup;

import health.carryover.deploy.config.Settings;
import health.carryover.deploy.service.StoreChoice;
import health.carryover.store.move.BatchSize;
import health.carryover.store.move.MoveListener;
import health.carryover.store.move.MoveRefusedException;
import health.carryover.store.move.StoreMove;
import health.carryover.store.postgres.PostgresSnapshot;
import health.carryover.store.postgres.PostgresStore;
import health.carryover.store.sql.StoreOpenException;
import health.carryover.store.sqlite.BackupFailedException;
import health.carryover.store.sqlite.SqliteBackup;
import health.carryover.store.sqlite.SqliteStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Backs up what an installation keeps, and puts it back. Every table is compared on both sides, by
 * number of rows and SHA-256, before a copy from or to a database counts. Confined to one thread.
 */
public final class InstallationBackup {
  private final Settings settings;
  private final Consumer<String> lines;

  /**
   * @param lines hears of each table that was copied and compared, for the operator
   */
  public InstallationBackup(Settings settings, Consumer<String> lines) {
    this.settings = settings;
    this.lines = lines;
  }

  /**
   * Copies everything into the new folder {@code backup}, which appears when all of it is on the
   * disk. The service may be at work.
   *
   * @throws StoreOpenException if the database cannot be used
   */
  public void make(Path backup) throws BackupFailedException {
    switch (settings.store().kind()) {
      case SQLITE -> SqliteBackup.make(StoreChoice.folder(settings), backup);
      case POSTGRESQL -> fromDatabase(backup);
    }
  }

  private void fromDatabase(Path backup) throws BackupFailedException {
    Path part;
    try (PostgresSnapshot from = PostgresSnapshot.open(StoreChoice.address(settings.store()))) {
      part = SqliteBackup.begin(backup);
      try (SqliteStore to = SqliteStore.openForMove(part)) {
        StoreMove copy =
            new StoreMove(from, to, StoreMove.HeartRate.MOVED, BatchSize.STANDARD, new Told());
        copy.copy();
        copy.end();
      }
    } catch (MoveRefusedException refused) {
      throw new BackupFailedException(
          "The copy is not what the database holds: " + refused.getMessage(), refused);
    }
    SqliteBackup.seal(part, backup);
  }

  /**
   * Puts {@code backup} back where nothing is kept yet. A run after one that was killed goes on.
   *
   * @throws BackupFailedException if something is kept there, or if the backup is damaged
   * @throws StoreOpenException if a service has the place, or if it cannot be used
   */
  public void restore(Path backup) throws BackupFailedException {
    switch (settings.store().kind()) {
      case SQLITE -> SqliteBackup.restore(backup, StoreChoice.folder(settings));
      case POSTGRESQL -> toDatabase(backup);
    }
  }

  private void toDatabase(Path backup) throws BackupFailedException {
    // A copy, because an older one is brought up to date before it is read.
    Path copy = settings.dataFolder().resolve("restore.part");
    try {
      remove(copy);
      SqliteBackup.restore(backup, copy);
      try (SqliteStore from = SqliteStore.open(copy);
          PostgresStore to = PostgresStore.openForMove(StoreChoice.address(settings.store()))) {
        StoreMove move =
            new StoreMove(from, to, StoreMove.HeartRate.MOVED, BatchSize.STANDARD, new Told());
        move.copy();
        move.end();
      }
      remove(copy);
    } catch (MoveRefusedException refused) {
      throw new BackupFailedException(String.valueOf(refused.getMessage()), refused);
    } catch (IOException | UncheckedIOException failed) {
      throw new BackupFailedException(
          copy + " cannot be used to restore: " + failed.getMessage(), failed);
    }
  }

  private static void remove(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : List.copyOf(files.sorted(Comparator.reverseOrder()).toList())) {
        Files.delete(file);
      }
    }
  }

  private final class Told implements MoveListener {
    @Override
    public void copied(String table, long rows) {}

    @Override
    public void checked(String table, long rows, String digest) {
      if (rows > 0) {
        lines.accept("checked     %s: %d rows, sha256 %.16s".formatted(table, rows, digest));
      }
    }
  }
}
