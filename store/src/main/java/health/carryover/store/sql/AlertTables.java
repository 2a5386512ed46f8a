package health.carryover.store.sql;

import health.carryover.analysis.handling.HandlingAct;
import health.carryover.analysis.handling.HandlingRequest;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.port.OutcomeRecords.Act;
import health.carryover.analysis.port.OutcomeRecords.AlertFilter;
import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements about alerts; each runs within a transaction or reading of its caller. */
final class AlertTables {
  /** What was removed took its number with it, so that no cursor ever meets it again. */
  private static final String LAST_CHANGE =
      """
      SELECT MAX(number) FROM (
        SELECT COALESCE(MAX(id), 0) AS number FROM alert_changes
        UNION ALL
        SELECT COALESCE(MAX(head), 0) FROM stream_heads WHERE stream = 'alert-changes') AS numbers""";

  /** Keeps the highest number that was given; to be run before changes are removed. */
  static final String KEEP_LAST_CHANGE =
      """
      INSERT INTO stream_heads (stream, head)
      SELECT 'alert-changes', COALESCE(MAX(id), 0) FROM alert_changes WHERE TRUE
      ON CONFLICT (stream) DO UPDATE SET head = excluded.head
      WHERE excluded.head > stream_heads.head""";

  private static final String INSERT_CHANGE =
      "INSERT INTO alert_changes (id, patient, ordinal, alert, change) VALUES (?, ?, ?, ?, ?)";
  private static final String PUT_ALERT =
      """
      INSERT INTO alerts
        (alert, patient, kind, severity, open, event_at, raised_at, known_at, newest_change)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (alert) DO UPDATE SET patient = excluded.patient, kind = excluded.kind,
        severity = excluded.severity, open = excluded.open, event_at = excluded.event_at,
        known_at = excluded.known_at, newest_change = excluded.newest_change""";
  private static final String CHANGES =
      """
      SELECT c.id, c.patient, c.change, o.document FROM alert_changes c
      JOIN outcomes o ON o.patient = c.patient AND o.ordinal = c.ordinal
      """;
  private static final String CHANGES_AFTER = CHANGES + "WHERE c.id > ? ORDER BY c.id LIMIT ?";
  private static final String LIFE = CHANGES + "WHERE c.alert = ? ORDER BY c.id";
  private static final String STANDINGS =
      """
      SELECT a.alert, a.patient, a.kind, a.severity, c.change, a.open, a.event_at, a.raised_at,
        a.known_at, h.acknowledged_by, h.acknowledged_at, a.newest_change, o.document
      FROM alerts a
      JOIN alert_changes c ON c.id = a.newest_change
      JOIN outcomes o ON o.patient = c.patient AND o.ordinal = c.ordinal
      LEFT JOIN handling h ON h.alert = a.alert
      WHERE\s""";
  private static final String STANDING = STANDINGS + "a.alert = ?";
  private static final String NEWEST_EVENT_FIRST =
      " ORDER BY a.event_at DESC, a.newest_change DESC LIMIT ?";
  private static final String ACTS =
      "SELECT happened_at, person, action FROM audit WHERE subject = ? ORDER BY id";

  private static final Map<String, AlertChange.Kind> KINDS =
      byCode(AlertChange.Kind.values(), AlertChange.Kind::code);
  private static final Map<String, AlertChange.Severity> SEVERITIES =
      byCode(AlertChange.Severity.values(), AlertChange.Severity::code);
  private static final Map<String, AlertChange.Change> CHANGE_STEPS =
      byCode(AlertChange.Change.values(), AlertChange.Change::code);

  private AlertTables() {}

  /** Adds {@code change} to the stream and to its alert; returns its id. */
  static long insert(SqlConnection connection, long ordinal, AlertChange change)
      throws SQLException {
    long id = lastChange(connection) + 1;
    PreparedStatement insert = connection.prepare(INSERT_CHANGE);
    insert.setLong(1, id);
    insert.setString(2, change.patient());
    insert.setLong(3, ordinal);
    insert.setString(4, change.alert());
    insert.setString(5, change.change().code());
    insert.executeUpdate();

    PreparedStatement put = connection.prepare(PUT_ALERT);
    put.setString(1, change.alert());
    put.setString(2, change.patient());
    put.setString(3, change.kind().code());
    put.setString(4, change.severity().code());
    put.setBoolean(5, change.change().leavesOpen());
    put.setLong(6, change.eventAt().toEpochMilli());
    put.setLong(7, change.knownAt().toEpochMilli());
    put.setLong(8, change.knownAt().toEpochMilli());
    put.setLong(9, id);
    put.executeUpdate();
    return id;
  }

  static long lastChange(SqlConnection connection) throws SQLException {
    try (ResultSet found = connection.prepare(LAST_CHANGE).executeQuery()) {
      found.next();
      return found.getLong(1);
    }
  }

  static List<StoredAlertChange> changesAfter(SqlConnection connection, long afterId, int limit)
      throws SQLException {
    PreparedStatement select = connection.prepare(CHANGES_AFTER);
    select.setLong(1, afterId);
    select.setInt(2, Math.max(0, limit));
    return changes(select);
  }

  static List<StoredAlertChange> life(SqlConnection connection, String alert) throws SQLException {
    PreparedStatement select = connection.prepare(LIFE);
    select.setString(1, alert);
    return changes(select);
  }

  private static List<StoredAlertChange> changes(PreparedStatement select) throws SQLException {
    List<StoredAlertChange> changes = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        changes.add(
            new StoredAlertChange(
                found.getLong(1),
                found.getString(2),
                known(CHANGE_STEPS, found.getString(3)),
                DocumentText.parse(found.getString(4))));
      }
    }
    return changes;
  }

  static Optional<AlertStanding> standing(SqlConnection connection, String alert)
      throws SQLException {
    PreparedStatement select = connection.prepare(STANDING);
    select.setString(1, alert);
    return standings(select).stream().findFirst();
  }

  static List<AlertStanding> standings(SqlConnection connection, AlertFilter filter, int limit)
      throws SQLException {
    PreparedStatement select = connection.prepare(STANDINGS + where(filter) + NEWEST_EVENT_FIRST);
    int place = 0;
    if (filter.patient() != null) {
      select.setString(++place, filter.patient());
    }
    if (filter.kind() != null) {
      select.setString(++place, filter.kind().code());
    }
    select.setInt(++place, Math.max(0, limit));
    return standings(select);
  }

  /** One of twelve texts, so that each can use its index. */
  private static String where(AlertFilter filter) {
    String condition =
        switch (filter.condition()) {
          case ANY -> "TRUE";
          case OPEN -> "a.open";
          case CLOSED -> "NOT a.open";
        };
    return condition
        + (filter.patient() == null ? "" : " AND a.patient = ?")
        + (filter.kind() == null ? "" : " AND a.kind = ?");
  }

  private static List<AlertStanding> standings(PreparedStatement select) throws SQLException {
    List<AlertStanding> standings = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        standings.add(standing(found));
      }
    }
    return standings;
  }

  private static AlertStanding standing(ResultSet found) throws SQLException {
    @Nullable String acknowledgedBy = found.getString(10);
    return new AlertStanding(
        found.getString(1),
        found.getString(2),
        known(KINDS, found.getString(3)),
        known(SEVERITIES, found.getString(4)),
        known(CHANGE_STEPS, found.getString(5)),
        found.getBoolean(6),
        Instant.ofEpochMilli(found.getLong(7)),
        Instant.ofEpochMilli(found.getLong(8)),
        Instant.ofEpochMilli(found.getLong(9)),
        acknowledgedBy,
        acknowledgedBy == null ? null : Instant.ofEpochMilli(found.getLong(11)),
        found.getLong(12),
        DocumentText.parse(found.getString(13)));
  }

  /** Marks the alert as seen unless it is. */
  static Optional<AlertStanding> acknowledge(
      SqlConnection connection, String alert, String person, Instant at) throws SQLException {
    SqlAlertActs.act(
        connection, alert, HandlingRequest.of(HandlingAct.Kind.ACKNOWLEDGE, person, at));
    return standing(connection, alert);
  }

  static List<Act> acts(SqlConnection connection, String alert) throws SQLException {
    PreparedStatement select = connection.prepare(ACTS);
    select.setString(1, alert);
    List<Act> acts = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        acts.add(
            new Act(
                Instant.ofEpochMilli(found.getLong(1)), found.getString(2), found.getString(3)));
      }
    }
    return acts;
  }

  /** The severity of that name. */
  static AlertChange.Severity severity(String code) {
    return known(SEVERITIES, code);
  }

  /** The kind of that name. */
  static AlertChange.Kind kind(String code) {
    return known(KINDS, code);
  }

  private static <E> Map<String, E> byCode(E[] values, Function<E, String> code) {
    return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(code, Function.identity()));
  }

  private static <E> E known(Map<String, E> byCode, String code) {
    E value = byCode.get(code);
    if (value == null) {
      throw new IllegalStateException("a stored code that this program does not know: " + code);
    }
    return value;
  }
}
