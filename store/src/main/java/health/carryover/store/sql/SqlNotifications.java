package health.carryover.store.sql;

import health.carryover.analysis.outcome.AlertChange.Severity;
import health.carryover.analysis.port.Notifications;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Notifications in the records. */
final class SqlNotifications implements Notifications {
  static final String CONSUMER = "notifications";
  private static final String INSERT =
      """
      INSERT INTO notifications (id, change_id, channel, alert, patient, severity, decided_at,
        reason, state, due_at, step, attempts)
      SELECT COALESCE(MAX(id), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0 FROM notifications
      WHERE true
      ON CONFLICT (change_id, channel, step) DO NOTHING""";
  private static final String COLUMNS =
      """
      SELECT id, change_id, channel, alert, patient, severity, decided_at, reason, state, due_at,
        attempts, done_at, failure, step
      FROM notifications""";
  private static final String OF_ALERT = COLUMNS + " WHERE alert = ? AND channel = ? ORDER BY id";
  private static final String DUE =
      COLUMNS + " WHERE channel = ? AND state = 'waiting' AND due_at <= ? ORDER BY id LIMIT ?";
  private static final String NEWEST = COLUMNS + " ORDER BY id DESC LIMIT ?";
  private static final String FAILED =
      """
      UPDATE notifications SET attempts = attempts + 1, failure = ?, due_at = ?
      WHERE id = ? AND state = 'waiting'""";
  private static final String ENDED =
      """
      UPDATE notifications SET state = ?, failure = ?, done_at = ?
      WHERE id = ? AND state = 'waiting'""";

  private final Database database;

  SqlNotifications(Database database) {
    this.database = database;
  }

  @Override
  public long decidedThrough() {
    return database.read(connection -> SqlOffsets.of(connection, CONSUMER));
  }

  @Override
  public void decided(List<Note> notes, long through) {
    database.change(
        connection -> {
          PreparedStatement insert = connection.prepare(INSERT);
          for (Note note : notes) {
            insert.setLong(1, note.change());
            insert.setString(2, note.channel().code());
            insert.setString(3, note.alert());
            insert.setString(4, note.patient());
            insert.setString(5, note.severity().code());
            insert.setLong(6, note.decidedAt().toEpochMilli());
            insert.setString(7, note.reason());
            insert.setString(8, note.state().code());
            Instant dueAt = note.dueAt();
            if (dueAt == null) {
              insert.setNull(9, Types.BIGINT);
            } else {
              insert.setLong(9, dueAt.toEpochMilli());
            }
            insert.setString(10, note.step().code());
            insert.executeUpdate();
          }
          SqlOffsets.advance(connection, CONSUMER, through);
        });
  }

  @Override
  public List<Entry> ofAlert(Channel channel, String alert) {
    return database.read(
        connection -> {
          PreparedStatement select = connection.prepare(OF_ALERT);
          select.setString(1, alert);
          select.setString(2, channel.code());
          return entries(select);
        });
  }

  @Override
  public List<Entry> due(Channel channel, Instant now, int limit) {
    return database.read(
        connection -> {
          PreparedStatement select = connection.prepare(DUE);
          select.setString(1, channel.code());
          select.setLong(2, now.toEpochMilli());
          select.setInt(3, limit);
          return entries(select);
        });
  }

  @Override
  public List<Entry> newest(int limit) {
    return database.read(
        connection -> {
          PreparedStatement select = connection.prepare(NEWEST);
          select.setInt(1, limit);
          return entries(select);
        });
  }

  @Override
  public void sent(Collection<Long> places, Instant at) {
    end(places, State.SENT, null, at);
  }

  @Override
  public void ended(Collection<Long> places, State state, String why, Instant at) {
    end(places, state, why, at);
  }

  private void end(Collection<Long> places, State state, @Nullable String why, Instant at) {
    database.change(
        connection -> {
          PreparedStatement update = connection.prepare(ENDED);
          for (long place : places) {
            update.setString(1, state.code());
            update.setString(2, why);
            update.setLong(3, at.toEpochMilli());
            update.setLong(4, place);
            update.executeUpdate();
          }
        });
  }

  @Override
  public void failed(Collection<Long> places, String failure, Instant again) {
    database.change(
        connection -> {
          PreparedStatement update = connection.prepare(FAILED);
          for (long place : places) {
            update.setString(1, failure);
            update.setLong(2, again.toEpochMilli());
            update.setLong(3, place);
            update.executeUpdate();
          }
        });
  }

  private static List<Entry> entries(PreparedStatement select) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        entries.add(
            new Entry(
                found.getLong(1),
                new Note(
                    found.getLong(2),
                    Step.valueOf(found.getString(14).toUpperCase(Locale.ROOT)),
                    Channel.valueOf(found.getString(3).toUpperCase(Locale.ROOT)),
                    found.getString(4),
                    found.getString(5),
                    Severity.valueOf(found.getString(6).toUpperCase(Locale.ROOT)),
                    Instant.ofEpochMilli(found.getLong(7)),
                    found.getString(8),
                    State.ofCode(found.getString(9)),
                    instant(found, 10)),
                found.getInt(11),
                instant(found, 12),
                found.getString(13)));
      }
    }
    return entries;
  }

  private static @Nullable Instant instant(ResultSet found, int column) throws SQLException {
    long millis = found.getLong(column);
    return found.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
