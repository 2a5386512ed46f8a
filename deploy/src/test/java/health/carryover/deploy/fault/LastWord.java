package health.carryover.deploy.fault;

import health.carryover.analysis.MonitorSettings;
import health.carryover.analysis.PatientMonitor;
import health.carryover.analysis.port.MonitorSnapshots.MonitorSnapshot;
import health.carryover.analysis.port.OutcomeRecords.AlertFilter;
import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import health.carryover.analysis.port.OutcomeRecords.Condition;
import health.carryover.store.sqlite.SqliteStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was last said of every session and every alert that stands, without when it became known and
 * how often it was said, after all that was expected has come or is too late.
 */
record LastWord(Map<String, Map<String, Object>> assessments, Map<String, String> alerts) {
  private static final Duration ALL_IS_LATE = Duration.ofDays(10);
  private static final int MOST_DIFFERENCES = 20;

  /** Of everything the stores hold; the service must be stopped. */
  static LastWord in(SqliteStore store, List<String> patients, Instant end) {
    for (String patient : patients) {
      MonitorSnapshot snapshot = store.monitorSnapshots().load(patient).orElseThrow();
      PatientMonitor monitor = PatientMonitor.restore(snapshot.state(), MonitorSettings.DEFAULTS);
      store.outcomeRecords().save(new ArrayList<>(monitor.advanceTo(end.plus(ALL_IS_LATE))));
    }
    Map<String, Map<String, Object>> assessments = new TreeMap<>();
    for (String patient : patients) {
      for (Map<String, Object> found :
          store.outcomeRecords().assessments(patient, Instant.EPOCH, end)) {
        Map<String, Object> document = new LinkedHashMap<>(found);
        document.remove("revision");
        document.remove("knownAt");
        assessments.put(patient + " " + document.get("session"), document);
      }
    }
    Map<String, String> alerts = new TreeMap<>();
    for (AlertStanding alert :
        store.outcomeRecords().alerts(new AlertFilter(null, null, Condition.OPEN), 1_000_000)) {
      Map<String, Object> newest = alert.newest();
      alerts.put(
          alert.alert(),
          "%s %s %s %s %s %s %s"
              .formatted(
                  alert.kind().code(),
                  newest.get("session"),
                  alert.severity(),
                  alert.eventAt(),
                  newest.get("load"),
                  newest.get("toleratedLoad"),
                  newest.get("probability")));
    }
    return new LastWord(assessments, alerts);
  }

  /** What differs from {@code other}: the fields alone, at most a few lines; empty if nothing. */
  List<String> differences(LastWord other) {
    List<String> found = new ArrayList<>();
    TreeSet<String> keys = new TreeSet<>(assessments.keySet());
    keys.addAll(other.assessments.keySet());
    for (String key : keys) {
      differences(
          key,
          assessments.getOrDefault(key, Map.of()),
          other.assessments.getOrDefault(key, Map.of()),
          found);
    }
    differences("alert", alerts, other.alerts, found);
    return found.subList(0, Math.min(MOST_DIFFERENCES, found.size()));
  }

  private static void differences(
      String where, Map<?, ?> one, Map<?, ?> other, List<String> found) {
    Set<Object> fields = new LinkedHashSet<>(one.keySet());
    fields.addAll(other.keySet());
    for (Object field : fields) {
      Object mine = one.get(field);
      Object theirs = other.get(field);
      if (mine instanceof Map<?, ?> a && theirs instanceof Map<?, ?> b) {
        differences(where + "." + field, a, b, found);
      } else if (!Objects.equals(mine, theirs)) {
        found.add("%s.%s: %s / %s".formatted(where, field, mine, theirs));
      }
    }
  }
}
