package health.carryover.store.sql;

import health.carryover.analysis.event.Rejection;
import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.JournalEntry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The journal in a database of its own. */
final class SqlJournal implements Journal {
  private static final String LAST = "SELECT COALESCE(MAX(sequence), 0) FROM entries";
  private static final String INSERT =
      """
      INSERT INTO entries
        (sequence, received_at, channel, content_type, payload, identity, digest, patient,
         clock_shift_ms)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String INSERT_REJECTION =
      "INSERT INTO rejections (sequence, place, code, element, reason) VALUES (?, ?, ?, ?, ?)";
  private static final String BY_IDENTITY =
      "SELECT identity, sequence, digest FROM entries WHERE identity IN ";
  private static final int MOST_ASKED = 128;
  private static final String AFTER =
      """
      SELECT sequence, received_at, channel, content_type, payload, identity, digest, patient,
             clock_shift_ms
      FROM entries WHERE sequence > ? ORDER BY sequence LIMIT ?""";
  private static final String OF_PATIENT =
      """
      SELECT sequence, received_at, channel, content_type, payload, identity, digest, patient,
             clock_shift_ms
      FROM entries WHERE patient = ? AND sequence > ? ORDER BY sequence LIMIT ?""";
  private static final String REJECTIONS =
      """
      SELECT sequence, code, element, reason FROM rejections
      WHERE sequence > ? AND sequence <= ? ORDER BY sequence, place""";
  private static final String REJECTIONS_OF_PATIENT =
      """
      SELECT r.sequence, r.code, r.element, r.reason
      FROM entries e JOIN rejections r ON r.sequence = e.sequence
      WHERE e.sequence > ? AND e.sequence <= ? AND e.patient = ? ORDER BY r.sequence, r.place""";

  private final Database database;

  SqlJournal(Database database) {
    this.database = database;
  }

  @Override
  public List<Appended> append(List<JournalEntry> entries) {
    if (entries.isEmpty()) {
      return List.of();
    }
    return database.write(
        connection ->
            new Appending(connection, held(connection, identities(entries)), last(connection))
                .append(entries));
  }

  private static List<String> identities(List<JournalEntry> entries) {
    return entries.stream()
        .map(JournalEntry::identity)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  /** Which of {@code identities} are held, asked in few round trips. */
  private static Map<String, Held> held(SqlConnection connection, List<String> identities)
      throws SQLException {
    Map<String, Held> held = new HashMap<>();
    for (int from = 0; from < identities.size(); from += MOST_ASKED) {
      List<String> asked = identities.subList(from, Math.min(identities.size(), from + MOST_ASKED));
      // A power of two, so that a handful of texts serves every batch; the last fills it up.
      int places = Integer.highestOneBit(2 * asked.size() - 1);
      PreparedStatement select =
          connection.prepare(BY_IDENTITY + "(?" + ", ?".repeat(places - 1) + ")");
      for (int place = 0; place < places; place++) {
        select.setString(place + 1, asked.get(Math.min(place, asked.size() - 1)));
      }
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          held.put(found.getString(1), new Held(found.getLong(2), found.getString(3)));
        }
      }
    }
    return held;
  }

  private record Held(long sequence, String digest) {}

  /**
   * One batch within its transaction: what is held decides, then everything new goes in at once.
   */
  private static final class Appending {
    private final SqlConnection connection;
    private final Map<String, Held> held;
    private final PreparedStatement entries;
    private final PreparedStatement rejections;
    private long last;

    Appending(SqlConnection connection, Map<String, Held> held, long last) throws SQLException {
      this.connection = connection;
      this.held = held;
      this.last = last;
      this.entries = connection.prepare(INSERT);
      this.rejections = connection.prepare(INSERT_REJECTION);
    }

    List<Appended> append(List<JournalEntry> batch) throws SQLException {
      List<Appended> results = new ArrayList<>(batch.size());
      for (JournalEntry entry : batch) {
        results.add(append(entry));
      }
      entries.executeBatch();
      rejections.executeBatch();
      return results;
    }

    private Appended append(JournalEntry entry) throws SQLException {
      Held earlier = entry.identity() == null ? null : held.get(entry.identity());
      if (earlier == null) {
        return new Appended.Stored(add(entry));
      }
      if (earlier.digest().equals(entry.digest())) {
        return new Appended.Duplicate(earlier.sequence());
      }
      JournalEntry conflict = entry.inConflict();
      String identity = String.valueOf(conflict.identity());
      if (!held.containsKey(identity)) {
        held.putAll(SqlJournal.held(connection, List.of(identity)));
      }
      Held copy = held.get(identity);
      return copy == null
          ? new Appended.Conflict(add(conflict))
          : new Appended.Duplicate(copy.sequence());
    }

    private long add(JournalEntry entry) throws SQLException {
      long sequence = ++last;
      entries.setLong(1, sequence);
      entries.setLong(2, entry.receivedAt().toEpochMilli());
      entries.setString(3, entry.channel());
      entries.setString(4, entry.contentType());
      entries.setBytes(5, entry.payload());
      entries.setString(6, entry.identity());
      entries.setString(7, entry.digest());
      entries.setString(8, entry.patient());
      Duration shift = entry.clockShift();
      if (shift == null) {
        entries.setNull(9, Types.BIGINT);
      } else {
        entries.setLong(9, shift.toMillis());
      }
      entries.addBatch();
      for (int place = 0; place < entry.rejections().size(); place++) {
        Rejection rejection = entry.rejections().get(place);
        rejections.setLong(1, sequence);
        rejections.setInt(2, place);
        rejections.setString(3, rejection.code());
        rejections.setInt(4, rejection.element());
        rejections.setString(5, rejection.reason());
        rejections.addBatch();
      }
      if (entry.identity() != null) {
        held.put(entry.identity(), new Held(sequence, entry.digest()));
      }
      return sequence;
    }
  }

  @Override
  public List<StoredEntry> read(long afterSequence, int limit) {
    return database.read(
        connection -> {
          PreparedStatement select = connection.prepare(AFTER);
          select.setLong(1, afterSequence);
          select.setInt(2, Math.max(0, limit));
          return read(select, connection.prepare(REJECTIONS), afterSequence);
        });
  }

  @Override
  public List<StoredEntry> readOf(String patient, long afterSequence, int limit) {
    return database.read(
        connection -> {
          PreparedStatement select = connection.prepare(OF_PATIENT);
          select.setString(1, patient);
          select.setLong(2, afterSequence);
          select.setInt(3, Math.max(0, limit));
          PreparedStatement rejections = connection.prepare(REJECTIONS_OF_PATIENT);
          rejections.setString(3, patient);
          return read(select, rejections, afterSequence);
        });
  }

  private static List<StoredEntry> read(
      PreparedStatement select, PreparedStatement rejectionsBetween, long after)
      throws SQLException {
    List<Row> rows = new ArrayList<>();
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
        rejections(rejectionsBetween, after, rows.get(rows.size() - 1).sequence());
    return rows.stream()
        .map(row -> row.with(rejections.getOrDefault(row.sequence(), List.of())))
        .toList();
  }

  private static Map<Long, List<Rejection>> rejections(
      PreparedStatement select, long after, long last) throws SQLException {
    Map<Long, List<Rejection>> rejections = new HashMap<>();
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
    return database.read(SqlJournal::last);
  }

  private static long last(SqlConnection connection) throws SQLException {
    try (ResultSet found = connection.prepare(LAST).executeQuery()) {
      found.next();
      return found.getLong(1);
    }
  }

  @Override
  public void close() {
    database.close();
  }

  private record Row(
      long sequence,
      Instant receivedAt,
      String channel,
      @Nullable String contentType,
      byte[] payload,
      @Nullable String identity,
      String digest,
      @Nullable String patient,
      @Nullable Duration clockShift) {
    static Row of(ResultSet found) throws SQLException {
      byte[] payload = found.getBytes(5);
      long shiftMillis = found.getLong(9);
      Duration shift = found.wasNull() ? null : Duration.ofMillis(shiftMillis);
      return new Row(
          found.getLong(1),
          Instant.ofEpochMilli(found.getLong(2)),
          found.getString(3),
          found.getString(4),
          payload == null ? new byte[0] : payload,
          found.getString(6),
          found.getString(7),
          found.getString(8),
          shift);
    }

    StoredEntry with(List<Rejection> rejections) {
      return new StoredEntry(
          sequence,
          new JournalEntry(
              receivedAt,
              channel,
              contentType,
              payload,
              identity,
              digest,
              patient,
              rejections,
              clockShift));
    }
  }
}
