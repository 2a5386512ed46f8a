package health.carryover.deploy.bench.stores;

import health.carryover.analysis.port.Telemetry;
import health.carryover.analysis.port.Telemetry.Block;
import health.carryover.deploy.bench.BenchRow;
import health.carryover.deploy.bench.Rounds;
import health.carryover.deploy.bench.Rounds.Share;
import health.carryover.store.influx.InfluxAddress;
import health.carryover.store.influx.InfluxTelemetry;
import health.carryover.store.postgres.PostgresAddress;
import health.carryover.store.postgres.PostgresStore;
import health.carryover.store.sql.SqlStores;
import health.carryover.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How many messages and readings a second the stores keep durably, each in turn with the bare
 * driver that stores the same rows in tables of the same form with the same durability, or with
 * bare HTTP. Confined to one thread.
 */
public final class StoreBench {
  private static final int[] MESSAGES_AT_ONCE = {1, 50, 1_000};
  private static final int BLOCKS_AT_ONCE = 80;
  private static final String MESSAGES = "messages/s";
  private static final String READINGS = "readings/s";
  private static final String JOURNAL_SCHEMA = "carryover_journal";
  private static final String RECORDS_SCHEMA = "carryover_records";
  private static final String BARE_SCHEMA = "carryover_bench";

  private final Rounds rounds;
  private final Consumer<String> progress;

  /**
   * @param progress hears the name of each measurement before it begins
   */
  public StoreBench(Rounds rounds, Consumer<String> progress) {
    this.rounds = rounds;
    this.progress = progress;
  }

  /**
   * Measures the stores in files.
   *
   * @param folder empty, on the disk to be measured; what is left there can be deleted
   */
  public List<BenchRow> files(Path folder) throws SQLException {
    Path bare = folder.resolve("bare");
    SqliteStore.open(bare).close();
    Path own = folder.resolve("own");
    try (SqliteStore store = SqliteStore.open(own)) {
      InventedRows rows = new InventedRows();
      store.telemetry().append(rows.blocks(1));
      try (Connection written = file(own, "records");
          BareTables tables =
              new BareTables(
                  file(bare, "journal"),
                  "entries",
                  file(bare, "records"),
                  "heart_rate_blocks",
                  BareTables.readingsIn(written, "heart_rate_blocks"))) {
        return measure("sqlite", store, tables, rows);
      }
    }
  }

  private static Connection file(Path folder, String name) throws SQLException {
    Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(name + ".db"));
    try (Statement durable = connection.createStatement()) {
      durable.execute("PRAGMA synchronous = FULL");
    }
    return connection;
  }

  /**
   * Measures the stores in a PostgreSQL database, and leaves it empty.
   *
   * @throws SQLException if it holds a service's data already, or cannot be used
   */
  public List<BenchRow> postgres(PostgresAddress address) throws SQLException {
    try (Connection main = connect(address);
        Statement statement = main.createStatement()) {
      requireEmpty(statement);
      try (PostgresStore store = PostgresStore.open(address)) {
        statement.execute("CREATE SCHEMA " + BARE_SCHEMA);
        like(statement, JOURNAL_SCHEMA, "entries");
        like(statement, RECORDS_SCHEMA, "heart_rate_blocks");
        InventedRows rows = new InventedRows();
        store.telemetry().append(rows.blocks(1));
        try (BareTables tables =
            new BareTables(
                connect(address),
                BARE_SCHEMA + ".entries",
                connect(address),
                BARE_SCHEMA + ".heart_rate_blocks",
                BareTables.readingsIn(main, RECORDS_SCHEMA + ".heart_rate_blocks"))) {
          return measure("postgresql", store, tables, rows);
        }
      } finally {
        for (String schema : List.of(BARE_SCHEMA, JOURNAL_SCHEMA, RECORDS_SCHEMA)) {
          statement.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
        }
      }
    }
  }

  private static Connection connect(PostgresAddress address) throws SQLException {
    return DriverManager.getConnection(address.url(), address.user(), address.password());
  }

  private static void like(Statement statement, String schema, String table) throws SQLException {
    statement.execute(
        "CREATE TABLE %s.%s (LIKE %s.%s INCLUDING ALL)"
            .formatted(BARE_SCHEMA, table, schema, table));
  }

  /** The tables are dropped afterwards: they must be nobody's. */
  private static void requireEmpty(Statement statement) throws SQLException {
    try (ResultSet found =
        statement.executeQuery(
            "SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name IN ('%s','%s','%s')"
                .formatted(JOURNAL_SCHEMA, RECORDS_SCHEMA, BARE_SCHEMA))) {
      found.next();
      if (found.getInt(1) > 0) {
        throw new SQLException("the database holds data of a service: give an empty one");
      }
    }
  }

  private List<BenchRow> measure(
      String name, SqlStores store, BareTables bare, InventedRows invented) {
    List<BenchRow> rows = new ArrayList<>();
    for (int size : MESSAGES_AT_ONCE) {
      rows.addAll(
          inTurn(
              name + "-journal-" + size,
              "journal, commits of " + size,
              MESSAGES,
              () -> bare.append(invented.entries(size)),
              () -> append(store, invented, size)));
    }
    rows.addAll(
        inTurn(
            name + "-heart-rate",
            "heart rate with the records, commits of " + BLOCKS_AT_ONCE + " messages",
            READINGS,
            () -> bare.appendBlocks(invented.blocks(BLOCKS_AT_ONCE)),
            () -> append(store.telemetry(), invented.blocks(BLOCKS_AT_ONCE))));
    return rows;
  }

  /**
   * Measures heart rate in InfluxDB, in requests of {@value #BLOCKS_AT_ONCE} messages of a minute.
   *
   * @param address of a database whose heart rate may be overwritten; what is written stays there
   * @param folder for what belongs beside it; what is left there can be deleted
   * @throws IllegalStateException if it holds heart rate already
   */
  public List<BenchRow> influx(InfluxAddress address, Path folder) {
    try (SqliteStore store = SqliteStore.open(folder.resolve("beside"));
        InfluxTelemetry telemetry =
            new InfluxTelemetry(address, store.offsets(), store.telemetryRefusals())) {
      if (telemetry.points() > 0) {
        throw new IllegalStateException(
            "the InfluxDB database holds heart rate: give an empty one");
      }
      BareLines bare = new BareLines(address);
      InventedRows invented = new InventedRows();
      return inTurn(
          "influxdb-heart-rate",
          "heart rate in InfluxDB, requests of " + BLOCKS_AT_ONCE + " messages",
          READINGS,
          () -> bare.append(invented.blocks(BLOCKS_AT_ONCE)),
          () -> append(telemetry, invented.blocks(BLOCKS_AT_ONCE)));
    }
  }

  private List<BenchRow> inTurn(
      String name, String what, String unit, Rounds.Work bare, Rounds.Work own) {
    progress.accept(name);
    List<double[]> rates = rounds.perSecondInTurn(List.of(bare, own));
    String limit = name + "-bare";
    return List.of(
        BenchRow.ofRounds(limit, "the limit: bare driver, " + what, unit, rates.get(0)),
        BenchRow.ofRounds(name, what, unit, rates.get(1)).beside(limit));
  }

  private static Share append(SqlStores store, InventedRows invented, int size) {
    var entries = invented.entries(size);
    long before = System.nanoTime();
    int stored = store.journal().append(entries).size();
    return new Share(stored, System.nanoTime() - before, stored);
  }

  private static Share append(Telemetry telemetry, List<Block> blocks) {
    long readings = blocks.stream().mapToLong(block -> block.atMillis().length).sum();
    long before = System.nanoTime();
    telemetry.append(blocks);
    return new Share(readings, System.nanoTime() - before, readings);
  }
}
