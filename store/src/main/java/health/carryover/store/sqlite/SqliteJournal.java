package health.carryover.store.sqlite;

import health.carryover.analysis.event.Rejection;
import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.JournalEntry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The journal in its own file. */
final class SqliteJournal implements Journal {
  private static final String LAST = "SELECT COALESCE(MAX(sequence), 0) FROM entries";
  private static final String INSERT =
      """
      INSERT INTO entries
        (sequence, received_at, channel, content_type, payload, identity, digest, patient)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (identity) WHERE identity IS NOT NULL DO NOTHING""";
  private static final String INSERT_REJECTION =
      "INSERT INTO rejections (sequence, place, code, element, reason) VALUES (?, ?, ?, ?, ?)";
  private static final String BY_IDENTITY =
      "SELECT sequence, digest FROM entries WHERE identity = ?";
  private static final String AFTER =
      """
      SELECT sequence, received_at, channel, content_type, payload, identity, digest, patient
      FROM entries WHERE sequence > ? ORDER BY sequence LIMIT ?""";
  private static final String REJECTIONS =
      """
      SELECT sequence, code, element, reason FROM rejections
      WHERE sequence > ? AND sequence <= ? ORDER BY sequence, place""";

  private final SqliteFile file;

  SqliteJournal(SqliteFile file) {
    this.file = file;
  }

  @Override
  public List<Appended> append(List<JournalEntry> entries) {
    if (entries.isEmpty()) {
      return List.of();
    }
    return file.write(
        connection -> {
          List<Appended> results = new ArrayList<>(entries.size());
          long last = last(connection);
          for (JournalEntry entry : entries) {
            Appended result = append(connection, last + 1, entry);
            if (!(result instanceof Appended.Duplicate)) {
              last++;
            }
            results.add(result);
          }
          return results;
        });
  }

  private static Appended append(SqliteConnection connection, long sequence, JournalEntry entry)
      throws SQLException {
    if (insert(connection, sequence, entry)) {
      return new Appended.Stored(sequence);
    }
    Held held = held(connection, entry);
    if (held.digest().equals(entry.digest())) {
      return new Appended.Duplicate(held.sequence());
    }
    JournalEntry conflict = entry.inConflict();
    return insert(connection, sequence, conflict)
        ? new Appended.Conflict(sequence)
        : new Appended.Duplicate(held(connection, conflict).sequence());
  }

  private record Held(long sequence, String digest) {}

  private static Held held(SqliteConnection connection, JournalEntry entry) throws SQLException {
    PreparedStatement byIdentity = connection.prepare(BY_IDENTITY);
    byIdentity.setString(1, entry.identity());
    try (ResultSet earlier = byIdentity.executeQuery()) {
      if (!earlier.next()) {
        throw new IllegalStateException("an identity is neither free nor held");
      }
      return new Held(earlier.getLong(1), earlier.getString(2));
    }
  }

  /** Whether it was inserted: false if its identity is held. */
  private static boolean insert(SqliteConnection connection, long sequence, JournalEntry entry)
      throws SQLException {
    PreparedStatement insert = connection.prepare(INSERT);
    insert.setLong(1, sequence);
    insert.setLong(2, entry.receivedAt().toEpochMilli());
    insert.setString(3, entry.channel());
    insert.setString(4, entry.contentType());
    insert.setBytes(5, entry.payload());
    insert.setString(6, entry.identity());
    insert.setString(7, entry.digest());
    insert.setString(8, entry.patient());
    if (insert.executeUpdate() == 0) {
      return false;
    }
    for (int place = 0; place < entry.rejections().size(); place++) {
      Rejection rejection = entry.rejections().get(place);
      PreparedStatement statement = connection.prepare(INSERT_REJECTION);
      statement.setLong(1, sequence);
      statement.setInt(2, place);
      statement.setString(3, rejection.code());
      statement.setInt(4, rejection.element());
      statement.setString(5, rejection.reason());
      statement.executeUpdate();
    }
    return true;
  }

  @Override
  public List<StoredEntry> read(long afterSequence, int limit) {
    return file.read(connection -> read(connection, afterSequence, Math.max(0, limit)));
  }

  private static List<StoredEntry> read(SqliteConnection connection, long after, int limit)
      throws SQLException {
    List<Row> rows = new ArrayList<>();
    PreparedStatement select = connection.prepare(AFTER);
    select.setLong(1, after);
    select.setInt(2, limit);
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        rows.add(Row.of(found));
      }
    }
    if (rows.isEmpty()) {
      return List.of();
    }
    // A message and its rejections were committed together and never change, so two queries agree.
    Map<Long, List<Rejection>> rejections =
        rejections(connection, after, rows.get(rows.size() - 1).sequence());
    return rows.stream()
        .map(row -> row.with(rejections.getOrDefault(row.sequence(), List.of())))
        .toList();
  }

  private static Map<Long, List<Rejection>> rejections(
      SqliteConnection connection, long after, long last) throws SQLException {
    Map<Long, List<Rejection>> rejections = new HashMap<>();
    PreparedStatement select = connection.prepare(REJECTIONS);
    select.setLong(1, after);
    select.setLong(2, last);
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        rejections
            .computeIfAbsent(found.getLong(1), sequence -> new ArrayList<>())
            .add(new Rejection(found.getString(2), found.getInt(3), found.getString(4)));
      }
    }
    return rejections;
  }

  @Override
  public long lastSequence() {
    return file.read(SqliteJournal::last);
  }

  private static long last(SqliteConnection connection) throws SQLException {
    try (ResultSet found = connection.prepare(LAST).executeQuery()) {
      found.next();
      return found.getLong(1);
    }
  }

  @Override
  public void close() {
    file.close();
  }

  private record Row(
      long sequence,
      Instant receivedAt,
      String channel,
      @Nullable String contentType,
      byte[] payload,
      @Nullable String identity,
      String digest,
      @Nullable String patient) {
    static Row of(ResultSet found) throws SQLException {
      byte[] payload = found.getBytes(5);
      return new Row(
          found.getLong(1),
          Instant.ofEpochMilli(found.getLong(2)),
          found.getString(3),
          found.getString(4),
          payload == null ? new byte[0] : payload,
          found.getString(6),
          found.getString(7),
          found.getString(8));
    }

    StoredEntry with(List<Rejection> rejections) {
      return new StoredEntry(
          sequence,
          new JournalEntry(
              receivedAt, channel, contentType, payload, identity, digest, patient, rejections));
    }
  }
}
