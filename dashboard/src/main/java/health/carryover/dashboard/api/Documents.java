package health.carryover.dashboard.api;

import health.carryover.analysis.handling.AlertCondition;
import health.carryover.analysis.handling.AlertHandling;
import health.carryover.analysis.handling.HandlingAct;
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

  /** The second axis in full, as it stands at {@code now}. */
  static Map<String, @Nullable Object> handling(
      AlertStanding alert, AlertHandling handling, Instant now) {
    AlertCondition condition =
        new AlertCondition(alert.kind(), alert.severity(), alert.change(), alert.newestChangeId());
    HandlingAct snooze = handling.snooze(condition, now);
    HandlingAct resolution = handling.resolution(condition);
    HandlingAct escalation = handling.escalation();
    HandlingAct rating = handling.rating();
    Map<String, @Nullable Object> document = handling(alert);
    document.put("version", handling.version());
    document.put("snoozedUntil", snooze == null ? null : text(snooze.until()));
    document.put("snoozedBy", snooze == null ? null : snooze.person());
    document.put("wokenEarly", handling.wokenEarly(condition, now));
    document.put("assignedTo", handling.assignee());
    document.put("resolvedBy", resolution == null ? null : resolution.person());
    document.put("resolvedAt", resolution == null ? null : text(resolution.at()));
    document.put("escalatedAt", escalation == null ? null : text(escalation.at()));
    document.put("rating", rating == null ? null : rating.kind().code());
    document.put("acts", handling.acts().stream().map(Documents::of).toList());
    return document;
  }

  static Map<String, @Nullable Object> of(HandlingAct act) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("version", act.version());
    document.put("act", act.kind().code());
    document.put("person", act.person());
    document.put("at", act.at().toString());
    document.put("until", text(act.until()));
    document.put("assignee", act.assignee());
    document.put("text", act.text());
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
