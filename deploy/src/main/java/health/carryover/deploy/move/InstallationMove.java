package health.carryover.deploy.move;

import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.erasure.ErasureNotes;
import health.carryover.deploy.service.StoreChoice;
import health.carryover.store.move.BatchSize;
import health.carryover.store.move.MoveListener;
import health.carryover.store.move.MoveRefusedException;
import health.carryover.store.move.StoreMove;
import health.carryover.store.sql.SqlStores;
import health.carryover.store.sql.StoreOpenException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Everything that a stopped installation keeps, copied to where its new settings keep it. What is
 * copied stays where it was. A run after one that was killed goes on. Confined to one thread.
 */
public final class InstallationMove {
  private static final long LINE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int DIGEST_SHOWN = 16;

  private final Settings from;
  private final Settings to;
  private final Consumer<String> lines;

  /**
   * @param lines hears how it goes on, for the operator
   */
  public InstallationMove(Settings from, Settings to, Consumer<String> lines) {
    this.from = from;
    this.to = to;
    this.lines = lines;
  }

  /**
   * Copies, compares, and lets services use the new stores.
   *
   * @throws MoveRefusedException if it cannot begin, or if the copy is not the same
   * @throws StoreOpenException if a service has one of the stores, or if one cannot be used
   * @throws StoreUnavailableException if one is away; the next run goes on
   */
  public void run() throws MoveRefusedException {
    refuseNonsense();
    boolean elsewhere = HeartRateMove.isElsewhere(from, to);
    try (SqlStores source = StoreChoice.open(from, () -> false);
        SqlStores target = StoreChoice.openForMove(to)) {
      StoreMove move =
          new StoreMove(
              source,
              target,
              elsewhere ? StoreMove.HeartRate.LEFT_OUT : StoreMove.HeartRate.MOVED,
              BatchSize.STANDARD,
              new Told());
      switch (move.copy()) {
        case AT_ONCE -> {}
        case AFTER_AN_EARLIER_RUN -> lines.accept("went on after an earlier run");
        case ALL_THERE_BEFORE -> lines.accept("everything was there before");
      }
      if (elsewhere) {
        long last = target.journal().lastSequence();
        HeartRateMove heartRate =
            new HeartRateMove(
                target,
                place ->
                    lines.accept(
                        format("copying  heart rate: journal entry %,d of %,d", place, last)));
        lines.accept(format("checked  heart rate: %,d readings", heartRate.copy(to)));
      }
      // Before services may start there: whoever is on the list must not come back by a backup.
      new ErasureNotes(to.dataFolder().resolve(ErasureNotes.FILE))
          .add(new ErasureNotes(from.dataFolder().resolve(ErasureNotes.FILE)).read());
      move.end();
    } catch (IOException unnoted) {
      throw new MoveRefusedException("The erasures are not noted: " + unnoted.getMessage());
    }
  }

  private void refuseNonsense() throws MoveRefusedException {
    boolean files = from.store().kind() == Settings.StoreKind.SQLITE;
    if (files && Files.notExists(StoreChoice.folder(from).resolve("journal.db"))) {
      throw new MoveRefusedException("There is nothing to move in " + StoreChoice.folder(from));
    }
    boolean same =
        from.store().kind() == to.store().kind()
            && (files
                ? StoreChoice.folder(from).equals(StoreChoice.folder(to))
                : from.store().url().equals(to.store().url()));
    if (same) {
      throw new MoveRefusedException("Both settings keep journal and records in the same place");
    }
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }

  /** A line for each table when it begins, and now and then while it lasts. */
  private final class Told implements MoveListener {
    private String table = "";
    private long toldAt;

    @Override
    public void copied(String name, long rows) {
      if (!name.equals(table) || System.nanoTime() - toldAt > LINE_EVERY_NANOS) {
        table = name;
        toldAt = System.nanoTime();
        lines.accept(format("copying  %s: %,d rows", name, rows));
      }
    }

    @Override
    public void checked(String name, long rows, String digest) {
      lines.accept(
          format(
              "checked  %s: %,d rows, sha256 %s", name, rows, digest.substring(0, DIGEST_SHOWN)));
    }
  }
}
