package health.carryover.analysis.document;

import health.carryover.analysis.WhatIf;
import health.carryover.analysis.WhatIf.ChangedAssessment;
import health.carryover.analysis.outcome.AlertChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The document of what other settings would have said. */
public final class WhatIfDocument {
  private WhatIfDocument() {}

  /** The document; the map is new and may be changed. */
  public static Map<String, @Nullable Object> of(String patient, WhatIf found) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("type", "what-if");
    document.put("patient", patient);
    document.put("gained", alerts(found.gained()));
    document.put("lost", alerts(found.lost()));
    document.put("retracted", alerts(found.retracted()));
    document.put("changed", found.changed().stream().map(WhatIfDocument::changed).toList());
    document.put("trimmedMessages", found.trimmed());
    return document;
  }

  private static List<Map<String, @Nullable Object>> alerts(List<AlertChange> alerts) {
    return alerts.stream().map(OutcomeDocument::of).toList();
  }

  private static Map<String, @Nullable Object> changed(ChangedAssessment changed) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("session", changed.before().session());
    document.put("start", changed.before().start().toString());
    document.put("before", OutcomeDocument.of(changed.before()));
    document.put("after", OutcomeDocument.of(changed.after()));
    return document;
  }
}
