package health.carryover.analysis.document;

import health.carryover.analysis.event.PainSlot;
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
  public Map<String, @Nullable Object> assessment(Assessment a) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("type", "assessment");
    document.put("patient", a.patient());
    document.put("session", a.session());
    document.put("revision", a.revision());
    document.put("final", a.settled());
    document.put("knownAt", a.knownAt().toString());
    document.put("start", a.start().toString());
    document.put("end", a.end().toString());
    document.put("duplicateOf", a.duplicateOf());
    document.put("activeMinutes", a.activeMinutes());
    document.put("meanHr", a.meanBpm());
    document.put("maxHr", a.maxBpm());
    document.put("coverage", a.coverage());
    document.put("load", load(a.load()));
    document.put("pain", pain(a.pain()));
    document.put("slots", slots(a.slots()));
    document.put("relief", a.relief());
    document.put("rebound", a.rebound());
    document.put("carryOver", a.carryOver());
    document.put("flare", a.flare());
    document.put("pattern", a.pattern());
    document.put("tolerance", a.tolerance() == null ? null : tolerance(a.tolerance()));
    document.put("mechanisms", a.mechanisms() == null ? null : mechanisms(a.mechanisms()));
    document.put("guidance", a.guidance() == null ? null : guidance(a.guidance()));
    document.put("completeness", a.completeness());
    return document;
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
    document.put("reason", c.reason());
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

  private static Map<String, @Nullable Object> load(Assessment.Load load) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("currency", load.currency().code());
    document.put("formula", load.formula());
    document.put("value", load.value());
    document.put("quality", load.quality());
    document.put("banister", load.banister());
    document.put("edwards", load.edwards());
    document.put("sessionRpe", load.sessionRpe());
    return document;
  }

  private static Map<String, @Nullable Object> pain(Assessment.Pain pain) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("before", pain.before());
    document.put("during", pain.during());
    document.put("after", pain.after());
    document.put("evening", pain.evening());
    document.put("nextMorning", pain.nextMorning());
    return document;
  }

  private static Map<String, @Nullable Object> slots(Map<PainSlot, Assessment.SlotState> slots) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    for (PainSlot slot : PainSlot.values()) {
      Assessment.SlotState state = slots.get(slot);
      if (state != null) {
        document.put(slot.code(), state.code());
      }
    }
    return document;
  }

  private static Map<String, @Nullable Object> tolerance(Assessment.Tolerance tolerance) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("pFlare", tolerance.pFlare());
    document.put("pFlareLow", tolerance.pFlareLow());
    document.put("pFlareHigh", tolerance.pFlareHigh());
    document.put("pOverTolerance", tolerance.pOverTolerance());
    document.put("pLoadIndependent", tolerance.pLoadIndependent());
    document.put("low", tolerance.low());
    document.put("median", tolerance.median());
    document.put("high", tolerance.high());
    document.put("toleratedLoad", tolerance.toleratedLoad());
    document.put("sessions", tolerance.sessions());
    document.put("enough", tolerance.enough());
    return document;
  }

  private static Map<String, @Nullable Object> mechanisms(Assessment.Mechanisms mechanisms) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("loadToleranceExceeded", mechanisms.loadToleranceExceeded());
    document.put("deconditioningFatigue", mechanisms.deconditioningFatigue());
    document.put("sensitivityRebound", mechanisms.sensitivityRebound());
    document.put("incompleteRecovery", mechanisms.incompleteRecovery());
    document.put("leading", mechanisms.leading());
    document.put("evidence", mechanisms.evidence());
    document.put("questions", mechanisms.questions());
    return document;
  }

  private static Map<String, @Nullable Object> guidance(Assessment.Guidance guidance) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("action", guidance.action());
    document.put("volumeChange", guidance.volumeChange());
    document.put("frequency", guidance.frequency());
    document.put("nextLoadMax", guidance.nextLoadMax());
    document.put("text", guidance.text());
    return document;
  }
}
