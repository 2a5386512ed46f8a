package health.carryover.store.sql;

import health.carryover.analysis.event.Rejection;
import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.JournalEntry;
import health.carryover.store.sql.EntryFinder.Found;
import health.carryover.store.sql.EntryFinder.Held;
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
  private static final String AFTER =
      """
      SELECT sequence, received_at, channel, content_type, payload, identity, digest, patient,
             clock_shift_ms
      FROM entries WHERE sequence > ? ORDER BY sequence LIMIT ?""";
  private static final String THESE =
      """
      SELECT sequence, received_at, channel, content_type, payload, identity, digest, patient,
             clock_shift_ms
      FROM entries WHERE sequence IN\s""";
  private static final String BY_SEQUENCE = " ORDER BY sequence";
  private static final int READ_AT_ONCE = 512;
  private static final String REJECTIONS =
      """
      SELECT sequence, code, element, reason FROM rejections
      WHERE sequence > ? AND sequence <= ? ORDER BY sequence, place""";

  private static final String REJECTIONS_OF_THESE =
      "SELECT sequence, code, element, reason FROM rejections WHERE sequence IN ";
  private static final String BY_PLACE = " ORDER BY sequence, place";

  private final Database database;
  private final EntryFinder finder;

  private final ReceiptRule receipts;

  SqlJournal(Database database, EntryFinder finder, ReceiptRule receipts) {
    this.database = database;
    this.finder = finder;
    this.receipts = receipts;
  }

  @Override
  public List<Appended> append(List<JournalEntry> entries) {
    if (entries.isEmpty()) {
      return List.of();
    }
    Instant oldest =
        entries.stream().map(JournalEntry::receivedAt).min(Instant::compareTo).orElseThrow();
    return finder.alone(
        () -> {
          Batch batch =
              database.write(
                  connection -> {
                    receipts.require(connection, oldest);
                    return new Appending(
                            connection,
                            finder,
                            finder.held(connection, identities(entries)),
                            last(connection))
                        .append(entries);
                  });
          finder.appended(batch.added());
          return batch.results();
        });
  }

  /** What became of each entry, and those that are new. */
  private record Batch(List<Appended> results, List<Found> added) {}

  private static List<String> identities(List<JournalEntry> entries) {
    return entries.stream()
        .map(JournalEntry::identity)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  /**
   * One batch within its transaction: what is held decides, then everything new goes in at once.
   */
  private static final class Appending {
    private final SqlConnection connection;
    private final EntryFinder finder;
    private final Map<String, Held> held;
    private final List<Found> added = new ArrayList<>();
    private final PreparedStatement entries;
    private final PreparedStatement rejections;
    private long last;

    Appending(SqlConnection connection, EntryFinder finder, Map<String, Held> held, long last)
        throws SQLException {
      this.connection = connection;
      this.finder = finder;
      this.held = held;
      this.last = last;
      this.entries = connection.prepare(INSERT);
      this.rejections = connection.prepare(INSERT_REJECTION);
    }

    Batch append(List<JournalEntry> batch) throws SQLException {
      List<Appended> results = new ArrayList<>(batch.size());
      for (JournalEntry entry : batch) {
        results.add(append(entry));
      }
      entries.executeBatch();
      rejections.executeBatch();
      return new Batch(results, added);
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
        held.putAll(finder.held(connection, List.of(identity)));
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
      added.add(new Found(sequence, entry.identity(), entry.patient()));
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
    List<Long> places =
        finder.ofPatient(patient, afterSequence, Long.MAX_VALUE, Math.max(0, limit));
    List<StoredEntry> entries = new ArrayList<>(places.size());
    for (List<Long> some : Slices.of(places, READ_AT_ONCE)) {
      entries.addAll(
          database.read(
              connection -> {
                List<Row> rows = rows(ManyValues.ofNumbers(connection, THESE, some, BY_SEQUENCE));
                return with(
                    rows,
                    rejections(
                        ManyValues.ofNumbers(connection, REJECTIONS_OF_THESE, some, BY_PLACE)));
              }));
    }
    // Emptied since it was found: nobody's any more.
    entries.removeIf(entry -> !patient.equals(entry.entry().patient()));
    return entries;
  }

  private static List<StoredEntry> read(
      PreparedStatement select, PreparedStatement rejectionsBetween, long after)
      throws SQLException {
    List<Row> rows = rows(select);
    if (rows.isEmpty()) {
      return List.of();
    }
    // A message and its rejections were committed together and never change, so two queries agree.
    rejectionsBetween.setLong(1, after);
    rejectionsBetween.setLong(2, rows.get(rows.size() - 1).sequence());
    return with(rows, rejections(rejectionsBetween));
  }

  private static List<Row> rows(PreparedStatement select) throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        rows.add(Row.of(found));
      }
    }
    return rows;
  }

  private static List<StoredEntry> with(List<Row> rows, Map<Long, List<Rejection>> rejections) {
    return rows.stream()
        .map(row -> row.with(rejections.getOrDefault(row.sequence(), List.of())))
        .toList();
  }

  private static Map<Long, List<Rejection>> rejections(PreparedStatement select)
      throws SQLException {
    Map<Long, List<Rejection>> rejections = new HashMap<>();
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
