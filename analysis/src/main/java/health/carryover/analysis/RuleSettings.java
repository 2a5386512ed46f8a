package health.carryover.analysis;

import health.carryover.analysis.alert.SessionAlertRules;
import health.carryover.analysis.event.Condition;
import health.carryover.analysis.mechanism.LikelihoodTable;
import health.carryover.analysis.response.ConditionMonitoring;
import health.carryover.analysis.response.ConditionMonitoring.Rule;
import health.carryover.analysis.response.PainMonitoring;
import health.carryover.analysis.tolerance.ToleranceGrid;
import health.carryover.analysis.tolerance.ToleranceModel;
import java.util.EnumMap;
import java.util.Map;

/**
 * The rules a clinic may want to try out: what is believed of tolerance, when an alert is raised,
 * and which pain-monitoring rule a condition follows.
 *
 * @param tolerance the tolerance model with its tables; shared by all patients
 * @param nearShare share of the tolerated load from which a running session is near it, above 0, at
 *     most 1
 * @param urgentProbability probability of a flare from which a load above the tolerated one is
 *     urgent, 0 to 1
 * @param mechanisms likelihood ratios of the explanations
 * @param monitoring the pain-monitoring rule of each condition
 */
public record RuleSettings(
    ToleranceGrid tolerance,
    double nearShare,
    double urgentProbability,
    LikelihoodTable mechanisms,
    Map<Condition, ConditionMonitoring> monitoring) {

  /** The rules in use. */
  public static final RuleSettings DEFAULTS =
      new RuleSettings(
          ToleranceGrid.of(ToleranceModel.standard()),
          SessionAlertRules.NEAR,
          SessionAlertRules.URGENT_PROBABILITY,
          LikelihoodTable.standard(),
          standardMonitoring());

  public RuleSettings {
    monitoring = Map.copyOf(monitoring);
    if (!(nearShare > 0 && nearShare <= 1)) {
      throw new IllegalArgumentException("near is a share above 0 and at most 1");
    }
    if (!(urgentProbability >= 0 && urgentProbability <= 1)) {
      throw new IllegalArgumentException("a probability lies within 0 and 1");
    }
    for (Condition condition : Condition.values()) {
      if (!monitoring.containsKey(condition)) {
        throw new IllegalArgumentException("every condition needs a monitoring rule");
      }
    }
  }

  /** The same rules with another tolerance model. */
  public RuleSettings with(ToleranceModel model) {
    return new RuleSettings(
        ToleranceGrid.of(model), nearShare, urgentProbability, mechanisms, monitoring);
  }

  /** The rule of a condition. */
  ConditionMonitoring monitoringOf(Condition condition) {
    ConditionMonitoring rule = monitoring.get(condition);
    if (rule == null) {
      throw new IllegalStateException("every condition has a monitoring rule");
    }
    return rule;
  }

  /**
   * The one table: condition, rule, bounds. Tendons follow the pain-monitoring model, joints the
   * 24-hour rule, the others the zones of the model by default. After an injury or an operation the
   * bounds are stricter; that is a product choice.
   */
  private static Map<Condition, ConditionMonitoring> standardMonitoring() {
    ConditionMonitoring model =
        new ConditionMonitoring(Rule.PAIN_MONITORING_MODEL, PainMonitoring.standard());
    ConditionMonitoring strict =
        new ConditionMonitoring(Rule.PAIN_MONITORING_MODEL, new PainMonitoring(2, 3, 1, 1));
    ConditionMonitoring joint =
        new ConditionMonitoring(Rule.TWENTY_FOUR_HOURS, PainMonitoring.standard());
    Map<Condition, ConditionMonitoring> table = new EnumMap<>(Condition.class);
    table.put(Condition.TENDINOPATHY, model);
    table.put(Condition.OSTEOARTHRITIS, joint);
    table.put(Condition.LOW_BACK_PAIN, model);
    table.put(Condition.NECK_SHOULDER, model);
    table.put(Condition.OTHER, model);
    table.put(Condition.POST_INJURY, strict);
    table.put(Condition.POST_SURGICAL, strict);
    return table;
  }
}
