package health.carryover.store.move;

import health.carryover.store.sql.Database;
import health.carryover.store.sql.SqlStores;
import health.carryover.store.sql.UnfinishedMove;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every row of the stores of a stopped service, copied to empty stores of any kind.
 *
 * <p>Rows go in the order of their keys, in batches that are each durable, so that a run after one
 * that was killed goes on after the highest key. From before the first row until {@link #end} the
 * new stores carry a mark with which no service opens them. Confined to one thread; both stores
 * stay open as long.
 */
public final class StoreMove {
  private static final String EVERY_ROW = "1 = 1";
  private static final String NO_ROW = "1 = 0";

  /** Where heart rate is kept elsewhere, neither it nor how far it was copied is moved. */
  private static final Map<String, String> WITHOUT_HEART_RATE =
      Map.of(
          "heart_rate_blocks",
          NO_ROW,
          "refused_readings",
          NO_ROW,
          "consumer_offsets",
          "consumer NOT IN ('telemetry-feed', 'influx', 'influx-minutes', 'telemetry-move')");

  private final SqlStores to;
  private final BatchSize batch;
  private final MoveListener heard;
  private final List<Pair> pairs = new ArrayList<>();

  /** What happens to heart rate that is kept with the records. */
  public enum HeartRate {
    /** It is copied like everything else. */
    MOVED,
    /** It is left out: another store has it, or will have. */
    LEFT_OUT
  }

  /** What a run found. */
  public enum Begin {
    AT_ONCE,
    AFTER_AN_EARLIER_RUN,
    ALL_THERE_BEFORE
  }

  /**
   * Nothing is copied yet.
   *
   * @throws MoveRefusedException if the two are not of the same version
   */
  public StoreMove(
      SqlStores from, SqlStores to, HeartRate heartRate, BatchSize batch, MoveListener heard)
      throws MoveRefusedException {
    this.to = to;
    this.batch = batch;
    this.heard = heard;
    for (String name : List.of(SqlStores.JOURNAL, SqlStores.RECORDS)) {
      Database source = Objects.requireNonNull(from.databases().get(name));
      Database target = Objects.requireNonNull(to.databases().get(name));
      List<Table> tables = source.read(Table::all);
      if (!tables.equals(target.read(Table::all))) {
        throw new MoveRefusedException(
            "The " + name + " was written by another version: use the program of that version");
      }
      for (Table table : tables) {
        String condition =
            switch (heartRate) {
              case MOVED -> EVERY_ROW;
              case LEFT_OUT -> WITHOUT_HEART_RATE.getOrDefault(table.name(), EVERY_ROW);
            };
        pairs.add(
            new Pair(
                name + "." + table.name(),
                new TableRows(source, table, condition),
                new TableRows(target, table, condition)));
      }
    }
  }

  /** A table on both sides. */
  private record Pair(String name, TableRows source, TableRows target) {}

  /**
   * Copies what is not there yet, then reads both sides again and compares them.
   *
   * @throws MoveRefusedException if the target holds anything else, or does not hold the same in
   *     the end
   */
  public Begin copy() throws MoveRefusedException {
    String source = lastKeys(pairs.stream().map(Pair::source).toList());
    Optional<String> mark = UnfinishedMove.source(records());
    Begin begin;
    if (mark.isPresent()) {
      if (!mark.orElseThrow().equals(source)) {
        throw new MoveRefusedException(
            "The new stores hold the beginning of another move, or the installation worked since"
                + " this one began: use an empty place");
      }
      begin = Begin.AFTER_AN_EARLIER_RUN;
    } else if (targetIsEmpty()) {
      UnfinishedMove.begin(records(), source);
      begin = Begin.AT_ONCE;
    } else if (lastKeys(pairs.stream().map(Pair::target).toList()).equals(source)) {
      begin = Begin.ALL_THERE_BEFORE;
    } else {
      throw new MoveRefusedException(
          "The new stores hold other data already: use an empty database or folder");
    }
    for (Pair pair : pairs) {
      copy(pair);
    }
    for (Pair pair : pairs) {
      check(pair);
    }
    return begin;
  }

  /** Lets services open the new stores. */
  public void end() {
    if (UnfinishedMove.source(records()).isPresent()) {
      UnfinishedMove.end(records());
    }
  }

  private Database records() {
    return Objects.requireNonNull(to.databases().get(SqlStores.RECORDS));
  }

  private boolean targetIsEmpty() {
    return pairs.stream().allMatch(pair -> whole(pair.target()).last().isEmpty());
  }

  private static TableRows whole(TableRows rows) {
    return new TableRows(rows.database(), rows.table(), EVERY_ROW);
  }

  /** Stands for the state of stores that only ever get rows with higher keys or other content. */
  private static String lastKeys(List<TableRows> tables) {
    MessageDigest digest = TableRows.sha256();
    for (TableRows rows : tables) {
      Optional<@Nullable Object[]> last = rows.last();
      digest.update((byte) (last.isPresent() ? 1 : 0));
      last.ifPresent(key -> rows.digest(key, digest));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private void copy(Pair pair) {
    @Nullable Object @Nullable [] last = pair.target().last().orElse(null);
    long copied = 0;
    for (TableRows.Batch rows = pair.source().after(last, batch);
        rows.last() != null;
        rows = pair.source().after(last, batch)) {
      pair.target().add(rows);
      last = rows.last();
      copied += rows.rows().size();
      heard.copied(pair.name(), copied);
    }
  }

  private void check(Pair pair) throws MoveRefusedException {
    TableRows.Summary source = pair.source().summary(batch);
    TableRows.Summary target = pair.target().summary(batch);
    if (!source.equals(target)) {
      throw new MoveRefusedException(
          "%s differs: %d rows with digest %s there, %d with %s here"
              .formatted(
                  pair.name(), source.rows(), source.digest(), target.rows(), target.digest()));
    }
    heard.checked(pair.name(), source.rows(), source.digest());
  }
}
