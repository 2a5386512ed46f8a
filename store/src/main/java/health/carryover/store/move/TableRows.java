package health.carryover.store.move;

import health.carryover.store.sql.Database;
import health.carryover.store.sql.SqlConnection;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table in one database, in the order of its key, which is the same in every
 * database: numbers by value, text by its bytes.
 *
 * @param condition which rows; SQL that both databases understand
 */
record TableRows(Database database, Table table, String condition) {

  /** A few rows. {@code bytes} is about what they take. */
  record Batch(List<@Nullable Object[]> rows, long bytes) {
    @Nullable Object @Nullable [] last() {
      return rows.isEmpty() ? null : rows.get(rows.size() - 1);
    }
  }

  /** How many rows, and what stands for all of them. */
  record Summary(long rows, String digest) {}

  /** The rows after {@code last}, or the first ones; none: there are no more. */
  Batch after(@Nullable Object @Nullable [] last, BatchSize most) {
    return database.read(connection -> after(connection, last, most));
  }

  private Batch after(SqlConnection connection, @Nullable Object @Nullable [] last, BatchSize most)
      throws SQLException {
    String beyond =
        last == null ? "" : " AND (%s) > (%s)".formatted(table.keyNames(), places(table.keys()));
    PreparedStatement select =
        connection.prepare(
            "SELECT %s FROM %s WHERE %s%s ORDER BY %s LIMIT %d"
                .formatted(
                    table.columnNames(),
                    table.name(),
                    condition,
                    beyond,
                    table.keyNames(),
                    most.rows()));
    for (int key = 0; last != null && key < table.keys(); key++) {
      table.columns().get(key).kind().bind(select, key + 1, last[key]);
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    long bytes = 0;
    try (ResultSet found = select.executeQuery()) {
      while (bytes < most.bytes() && found.next()) {
        @Nullable Object[] row = new @Nullable Object[table.columns().size()];
        for (int i = 0; i < row.length; i++) {
          row[i] = table.columns().get(i).kind().value(found, i + 1);
          bytes += row[i] instanceof byte[] content ? content.length : 0;
          bytes += row[i] instanceof String content ? content.length() : Long.BYTES;
        }
        rows.add(row);
      }
    }
    return new Batch(rows, bytes);
  }

  /** The key of the last row. */
  Optional<@Nullable Object[]> last() {
    return database.read(
        connection -> {
          String sql =
              "SELECT %s FROM %s WHERE %s ORDER BY %s LIMIT 1"
                  .formatted(table.keyNames(), table.name(), condition, table.keyNamesDescending());
          try (ResultSet found = connection.prepare(sql).executeQuery()) {
            if (!found.next()) {
              return Optional.empty();
            }
            @Nullable Object[] key = new @Nullable Object[table.keys()];
            for (int i = 0; i < key.length; i++) {
              key[i] = table.columns().get(i).kind().value(found, i + 1);
            }
            return Optional.of(key);
          }
        });
  }

  /** Adds rows in one durable transaction. */
  void add(Batch batch) {
    database.change(
        connection -> {
          PreparedStatement insert =
              connection.prepare(
                  "INSERT INTO %s (%s) VALUES (%s)"
                      .formatted(
                          table.name(), table.columnNames(), places(table.columns().size())));
          for (@Nullable Object[] row : batch.rows()) {
            for (int i = 0; i < row.length; i++) {
              table.columns().get(i).kind().bind(insert, i + 1, row[i]);
            }
            insert.addBatch();
          }
          insert.executeBatch();
        });
  }

  /** Reads all of it. */
  Summary summary(BatchSize most) {
    MessageDigest digest = sha256();
    long count = 0;
    @Nullable Object @Nullable [] last = null;
    for (Batch batch = after(last, most); batch.last() != null; batch = after(last, most)) {
      batch.rows().forEach(row -> digest(row, digest));
      count += batch.rows().size();
      last = batch.last();
    }
    return new Summary(count, HexFormat.of().formatHex(digest.digest()));
  }

  /** Adds a row, or its key, to {@code digest}. */
  void digest(@Nullable Object[] row, MessageDigest digest) {
    for (int i = 0; i < row.length; i++) {
      table.columns().get(i).kind().digest(row[i], digest);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String places(int count) {
    return "?" + ", ?".repeat(count - 1);
  }
}
