package health.carryover.store.sql;

import health.carryover.analysis.handling.AlertCondition;
import health.carryover.analysis.handling.AlertHandling;
import health.carryover.analysis.handling.Decision;
import health.carryover.analysis.handling.HandlingAct;
import health.carryover.analysis.handling.HandlingRequest;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.port.AlertActs;
import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Acts on alerts in the records. */
final class SqlAlertActs implements AlertActs {
  private static final String ACTS =
      """
      SELECT x.alert, x.version, x.act, x.person, x.happened_at, x.until_at, x.assignee, x.words,
        x.severity, x.change_id
      FROM alert_acts x
      """;
  private static final String OF_ALERT = ACTS + "WHERE x.alert = ? ORDER BY x.version";
  private static final String OF_OPEN =
      ACTS + "JOIN alerts a ON a.alert = x.alert WHERE a.open ORDER BY x.alert, x.version";
  private static final String OF_PATIENT =
      ACTS + "JOIN alerts a ON a.alert = x.alert WHERE a.patient = ? ORDER BY x.alert, x.version";
  private static final String TAKEN_BEFORE =
      "SELECT COUNT(*) FROM alert_acts WHERE alert = ? AND request = ?";
  private static final String INSERT =
      """
      INSERT INTO alert_acts (id, alert, version, act, person, happened_at, until_at, assignee,
        words, severity, change_id, request)
      SELECT COALESCE(MAX(id), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM alert_acts""";
  private static final String SEEN =
      """
      INSERT INTO handling (alert, acknowledged_by, acknowledged_at) VALUES (?, ?, ?)
      ON CONFLICT (alert) DO NOTHING""";
  private static final String WORTH =
      """
      SELECT a.kind, x.act, COUNT(*) FROM alert_acts x JOIN alerts a ON a.alert = x.alert
      WHERE x.version = (SELECT MAX(y.version) FROM alert_acts y
        WHERE y.alert = x.alert AND y.act IN ('useful', 'not-useful'))
      GROUP BY a.kind, x.act""";

  private final Database database;

  SqlAlertActs(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Answer> act(String alert, HandlingRequest request) {
    return database.write(connection -> act(connection, alert, request));
  }

  static Optional<Answer> act(SqlConnection connection, String alert, HandlingRequest request)
      throws SQLException {
    Optional<AlertStanding> standing = AlertTables.standing(connection, alert);
    if (standing.isEmpty()) {
      return Optional.empty();
    }
    AlertHandling handling = handling(connection, alert);
    if (request.id() != null && takenBefore(connection, alert, request.id())) {
      return Optional.of(new Answer(new Decision.Unchanged(), handling));
    }
    Decision decision = handling.decide(request, condition(standing.get()));
    boolean byPerson = request.kind() != HandlingAct.Kind.ESCALATE;
    if (decision instanceof Decision.Taken || byPerson) {
      // Whoever came second tried too.
      AuditTable.add(connection, request.at(), request.person(), request.kind().code(), alert);
    }
    if (!(decision instanceof Decision.Taken taken)) {
      return Optional.of(new Answer(decision, handling));
    }
    insert(connection, alert, taken.act(), request.id());
    AlertHandling after = handling.with(taken.act());
    HandlingAct seen = after.acknowledgement();
    if (seen != null && handling.acknowledgement() == null) {
      PreparedStatement mark = connection.prepare(SEEN);
      mark.setString(1, alert);
      mark.setString(2, seen.person());
      mark.setLong(3, seen.at().toEpochMilli());
      mark.executeUpdate();
    }
    return Optional.of(new Answer(decision, after));
  }

  private static AlertCondition condition(AlertStanding alert) {
    return new AlertCondition(
        alert.kind(), alert.severity(), alert.change(), alert.newestChangeId());
  }

  private static boolean takenBefore(SqlConnection connection, String alert, String request)
      throws SQLException {
    PreparedStatement select = connection.prepare(TAKEN_BEFORE);
    select.setString(1, alert);
    select.setString(2, request);
    try (ResultSet found = select.executeQuery()) {
      found.next();
      return found.getInt(1) > 0;
    }
  }

  private static void insert(
      SqlConnection connection, String alert, HandlingAct act, @Nullable String request)
      throws SQLException {
    PreparedStatement insert = connection.prepare(INSERT);
    insert.setString(1, alert);
    insert.setInt(2, act.version());
    insert.setString(3, act.kind().code());
    insert.setString(4, act.person());
    insert.setLong(5, act.at().toEpochMilli());
    if (act.until() == null) {
      insert.setNull(6, Types.BIGINT);
    } else {
      insert.setLong(6, act.until().toEpochMilli());
    }
    insert.setString(7, act.assignee());
    insert.setString(8, act.text());
    insert.setString(9, act.severity().code());
    insert.setLong(10, act.changeId());
    insert.setString(11, request);
    insert.executeUpdate();
  }

  @Override
  public AlertHandling handling(String alert) {
    return database.read(connection -> handling(connection, alert));
  }

  private static AlertHandling handling(SqlConnection connection, String alert)
      throws SQLException {
    PreparedStatement select = connection.prepare(OF_ALERT);
    select.setString(1, alert);
    return byAlert(select).getOrDefault(alert, AlertHandling.NONE);
  }

  @Override
  public Map<String, AlertHandling> ofOpen() {
    return database.read(connection -> byAlert(connection.prepare(OF_OPEN)));
  }

  @Override
  public Map<String, AlertHandling> ofPatient(String patient) {
    return database.read(
        connection -> {
          PreparedStatement select = connection.prepare(OF_PATIENT);
          select.setString(1, patient);
          return byAlert(select);
        });
  }

  private static Map<String, AlertHandling> byAlert(PreparedStatement select) throws SQLException {
    Map<String, List<HandlingAct>> acts = new LinkedHashMap<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        acts.computeIfAbsent(found.getString(1), first -> new ArrayList<>()).add(act(found));
      }
    }
    Map<String, AlertHandling> handled = new LinkedHashMap<>();
    acts.forEach((alert, done) -> handled.put(alert, new AlertHandling(done)));
    return handled;
  }

  private static HandlingAct act(ResultSet found) throws SQLException {
    long until = found.getLong(6);
    @Nullable Instant end = found.wasNull() ? null : Instant.ofEpochMilli(until);
    return new HandlingAct(
        found.getInt(2),
        kind(found.getString(3)),
        found.getString(4),
        Instant.ofEpochMilli(found.getLong(5)),
        end,
        found.getString(7),
        found.getString(8),
        AlertTables.severity(found.getString(9)),
        found.getLong(10));
  }

  private static HandlingAct.Kind kind(String code) {
    return HandlingAct.Kind.ofCode(code)
        .orElseThrow(
            () ->
                new IllegalStateException("a stored act that this program does not know: " + code));
  }

  @Override
  public Map<AlertChange.Kind, Worth> worth() {
    return database.read(
        connection -> {
          Map<AlertChange.Kind, Worth> worth = new EnumMap<>(AlertChange.Kind.class);
          try (ResultSet found = connection.prepare(WORTH).executeQuery()) {
            while (found.next()) {
              int count = found.getInt(3);
              boolean useful = kind(found.getString(2)) == HandlingAct.Kind.USEFUL;
              worth.merge(
                  AlertTables.kind(found.getString(1)),
                  useful ? new Worth(count, 0) : new Worth(0, count),
                  (a, b) -> new Worth(a.useful() + b.useful(), a.notUseful() + b.notUseful()));
            }
          }
          return worth;
        });
  }
}
