package health.carryover.analysis.document;

import health.carryover.analysis.event.PainSlot;
import health.carryover.analysis.outcome.Assessment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The document of an assessment. */
final class AssessmentDocument {
  private AssessmentDocument() {}

  static Map<String, @Nullable Object> of(Assessment a) {
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
    BackgroundDocument.addTo(document, a.background());
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
    document.put("restSource", load.restSource());
    document.put("maxSource", load.maxSource());
    document.put("low", load.low());
    document.put("high", load.high());
    document.put("restBpm", load.restBpm());
    document.put("maxBpm", load.maxBpm());
    return document;
  }

  private static Map<String, @Nullable Object> pain(Assessment.Pain pain) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("before", pain.before());
    document.put("during", pain.during());
    document.put("after", pain.after());
    document.put("evening", pain.evening());
    document.put("nextMorning", pain.nextMorning());
    document.put("worstDuring", pain.worstDuring());
    document.put("after24Hours", pain.after24Hours());
    document.put("after48Hours", pain.after48Hours());
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
    document.put("urgency", guidance.urgency());
    return document;
  }
}
