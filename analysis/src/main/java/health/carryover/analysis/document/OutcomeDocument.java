package health.carryover.analysis.document;

import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.Outcome;
import health.carryover.analysis.outcome.SessionProgress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns an outcome into the document that other programs read: maps in the order of the contract,
 * lists, text, numbers, booleans and nulls. Times are RFC 3339 in UTC.
 */
public final class OutcomeDocument implements Outcome.Visitor<Map<String, @Nullable Object>> {

  private OutcomeDocument() {}

  /** The document of {@code outcome}; the map is new and may be changed. */
  public static Map<String, @Nullable Object> of(Outcome outcome) {
    return outcome.accept(new OutcomeDocument());
  }

  @Override
  public Map<String, @Nullable Object> assessment(Assessment assessment) {
    return AssessmentDocument.of(assessment);
  }

  @Override
  public Map<String, @Nullable Object> alert(AlertChange c) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("type", "alert");
    document.put("alert", c.alert());
    document.put("patient", c.patient());
    document.put("kind", c.kind().code());
    document.put("severity", c.severity().code());
    document.put("change", c.change().code());
    document.put("provisional", c.provisional());
    document.put("eventAt", c.eventAt().toString());
    document.put("knownAt", c.knownAt().toString());
    document.put("session", c.session());
    document.put("load", c.load());
    document.put("toleratedLoad", c.toleratedLoad());
    document.put("probability", c.probability());
    document.put("completeness", c.completeness());
    document.put("late", c.late());
    document.put("reason", c.reason().english());
    document.put(
        "reasonParts",
        c.reason().parts().stream()
            .map(part -> Map.of("code", part.sentence().code(), "values", part.values()))
            .toList());
    document.put("rule", c.rule());
    return document;
  }

  @Override
  public Map<String, @Nullable Object> progress(SessionProgress p) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("type", "progress");
    document.put("patient", p.patient());
    document.put("session", p.session());
    document.put("knownAt", p.knownAt().toString());
    document.put("at", p.at().toString());
    document.put("bpm", p.bpm());
    document.put("load", p.load());
    document.put("toleratedLoad", p.toleratedLoad());
    document.put("pFlare", p.pFlare());
    document.put("ended", p.ended());
    return document;
  }
}
