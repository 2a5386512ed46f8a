package health.carryover.deploy.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.analysis.MonitorSettings;
import health.carryover.analysis.PatientMonitor;
import health.carryover.analysis.document.OutcomeDocument;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.JournalEntry;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.ingest.IngestSettings;
import health.carryover.ingest.codec.MessageCodec;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;

/** A database that services share, looked at from beside them. */
final class SharedDatabase {
  private final DataSource source;
  private final MonitorSettings monitors;
  private final MessageCodec codec = new MessageCodec(IngestSettings.ofCores(1).codec());
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param environment settings of the services
   */
  SharedDatabase(DataSource source, Map<String, String> environment) throws Exception {
    this.source = source;
    Settings.Monitor monitor = SettingsReader.fromEnvironment(environment).monitor();
    this.monitors =
        new MonitorSettings(
            monitor.allowedLateness(),
            monitor.allowedLateness().plus(Duration.ofDays(3)),
            monitor.silenceEndsSession(),
            monitor.longestSession(),
            monitor.liveAlertDelay());
  }

  private interface Row<T> {
    T of(ResultSet found) throws SQLException;
  }

  private <T> List<T> rows(String sql, Row<T> row) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      List<T> rows = new ArrayList<>();
      while (found.next()) {
        rows.add(row.of(found));
      }
      return rows;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** How many shares each service has that has any. */
  List<Long> holders() {
    return rows(
        "SELECT COUNT(*) FROM carryover_records.leases WHERE holder IS NOT NULL AND share < 64"
            + " GROUP BY holder ORDER BY holder",
        found -> found.getLong(1));
  }

  long journalled() {
    return rows("SELECT COUNT(*) FROM carryover_journal.entries", found -> found.getLong(1)).get(0);
  }

  /**
   * Whether of each patient is stored, number by number, what one monitor says that is given the
   * whole journal at once. More may be stored, of time that passed since.
   */
  boolean isAsInOneGo() {
    Map<String, List<JsonNode>> stored = new TreeMap<>();
    rows(
        "SELECT patient, document FROM carryover_records.outcomes ORDER BY patient, ordinal",
        found ->
            stored
                .computeIfAbsent(found.getString(1), patient -> new ArrayList<>())
                .add(parsed(found.getString(2))));
    return inOneGo().entrySet().stream()
        .allMatch(
            said -> {
              List<JsonNode> own = stored.getOrDefault(said.getKey(), List.of());
              return own.size() >= said.getValue().size()
                  && own.subList(0, said.getValue().size()).equals(said.getValue());
            });
  }

  private Map<String, List<JsonNode>> inOneGo() {
    Map<String, PatientMonitor> monitorOf = new TreeMap<>();
    Map<String, List<JsonNode>> said = new TreeMap<>();
    rows(
            "SELECT received_at, channel, content_type, payload, identity, digest, patient,"
                + " clock_shift_ms FROM carryover_journal.entries ORDER BY sequence",
            SharedDatabase::entry)
        .forEach(
            entry -> {
              String patient = String.valueOf(entry.patient());
              PatientMonitor monitor =
                  monitorOf.computeIfAbsent(
                      patient, unknown -> PatientMonitor.start(unknown, monitors));
              List<JsonNode> own = said.computeIfAbsent(patient, unknown -> new ArrayList<>());
              codec
                  .decode(entry)
                  .receivedAt(entry.receivedAt())
                  .forEach(event -> monitor.accept(event).forEach(each -> add(each, own)));
            });
    return said;
  }

  private void add(NumberedOutcome numbered, List<JsonNode> to) {
    if (!(numbered.outcome() instanceof SessionProgress)) {
      try {
        to.add(parsed(json.writeValueAsString(OutcomeDocument.of(numbered.outcome()))));
      } catch (JsonProcessingException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static JournalEntry entry(ResultSet found) throws SQLException {
    long millis = found.getLong(8);
    Duration shift = found.wasNull() ? null : Duration.ofMillis(millis);
    return new JournalEntry(
        Instant.ofEpochMilli(found.getLong(1)),
        found.getString(2),
        found.getString(3),
        found.getBytes(4),
        found.getString(5),
        found.getString(6),
        found.getString(7),
        List.of(),
        shift);
  }

  private JsonNode parsed(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** Every alert change that is stored. */
  Set<String> alerts() {
    return new TreeSet<>(
        rows(
            "SELECT o.document FROM carryover_records.alert_changes c JOIN"
                + " carryover_records.outcomes o ON o.patient = c.patient AND o.ordinal = c.ordinal",
            found -> key(found.getString(1))));
  }

  /** What tells an alert change from others. */
  String key(String document) {
    JsonNode node = parsed(document);
    return node.path("alert").asText()
        + " "
        + node.path("change").asText()
        + " "
        + node.path("knownAt").asText();
  }

  /** How things stand, for a test that waits in vain. */
  @Override
  public String toString() {
    return "shares "
        + holders()
        + ", journalled "
        + journalled()
        + ", stored "
        + rows(
            "SELECT patient || ' ' || COUNT(*) FROM carryover_records.outcomes GROUP BY patient"
                + " ORDER BY patient",
            found -> found.getString(1));
  }
}
