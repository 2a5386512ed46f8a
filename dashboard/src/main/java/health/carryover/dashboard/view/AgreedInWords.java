package health.carryover.dashboard.view;

import health.carryover.analysis.careplan.CarePlan;
import health.carryover.analysis.careplan.CarePlanField;
import java.util.ArrayList;
import java.util.List;

/** What was agreed about the amount, in the words of whoever looks. */
final class AgreedInWords {
  private AgreedInWords() {}

  /** Each agreement; empty if there is none. */
  static List<String> of(CarePlan plan, Viewer viewer) {
    Words words = viewer.words();
    List<String> said = new ArrayList<>();
    plan.value(CarePlanField.LOAD_LIMIT)
        .ifPresent(
            limit -> said.add(words.say("agreed.limit", viewer.number(Double.valueOf(limit)))));
    plan.value(CarePlanField.PROGRESSION)
        .filter("held"::equals)
        .ifPresent(held -> said.add(words.say("agreed.held")));
    plan.value(CarePlanField.HR_CEILING)
        .ifPresent(
            bpm -> said.add(words.say("agreed.ceiling", viewer.number(Double.valueOf(bpm)))));
    plan.value(CarePlanField.RESTRICTIONS).ifPresent(said::add);
    return said;
  }
}
