package health.carryover.dashboard.api;

import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import health.carryover.analysis.port.PatientDirectory.Patient;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The outside form of what the ports hold. */
final class Documents {
  private Documents() {}

  static Map<String, @Nullable Object> of(AlertStanding alert) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("alert", alert.alert());
    document.put("patient", alert.patient());
    document.put("kind", alert.kind().code());
    document.put("severity", alert.severity().code());
    document.put("change", alert.change().code());
    document.put("open", alert.open());
    document.put("eventAt", alert.eventAt().toString());
    document.put("raisedAt", alert.raisedAt().toString());
    document.put("knownAt", alert.knownAt().toString());
    document.putAll(handling(alert));
    document.put("newestChangeId", alert.newestChangeId());
    document.put("newest", alert.newest());
    return document;
  }

  /** What people did about it: the second axis. */
  static Map<String, @Nullable Object> handling(AlertStanding alert) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("alert", alert.alert());
    document.put("handling", alert.acknowledgedBy() == null ? "unacknowledged" : "acknowledged");
    document.put("acknowledgedBy", alert.acknowledgedBy());
    document.put("acknowledgedAt", text(alert.acknowledgedAt()));
    return document;
  }

  static Map<String, @Nullable Object> of(Patient patient) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("patient", patient.id());
    document.put("displayName", patient.displayName());
    document.put("addedAt", patient.addedAt().toString());
    return document;
  }

  static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }
}
