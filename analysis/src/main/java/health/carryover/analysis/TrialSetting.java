package health.carryover.analysis;

import health.carryover.analysis.event.Condition;
import health.carryover.analysis.response.ConditionMonitoring;
import health.carryover.analysis.response.PainMonitoring;
import health.carryover.analysis.tolerance.ToleranceModel;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The rules a clinician may try out on a patient's past, each by one number. */
public enum TrialSetting {
  /** Share of the tolerated load from which a running session is near it. */
  NEAR_SHARE("nearShare", 0.5, 1) {
    @Override
    RuleSettings in(RuleSettings rules, double value) {
      return new RuleSettings(
          rules.tolerance(),
          value,
          rules.urgentProbability(),
          rules.mechanisms(),
          rules.monitoring());
    }
  },
  /** Probability of a flare from which a load above the tolerated one is urgent. */
  URGENT_PROBABILITY("urgentProbability", 0, 1) {
    @Override
    RuleSettings in(RuleSettings rules, double value) {
      return new RuleSettings(
          rules.tolerance(), rules.nearShare(), value, rules.mechanisms(), rules.monitoring());
    }
  },
  /** Probability of a flare that is acceptable: the larger, the larger the tolerated load. */
  ACCEPTABLE_RISK("acceptableRisk", 0.05, 0.6) {
    @Override
    RuleSettings in(RuleSettings rules, double value) {
      return rules.with(model(rules).withAcceptable(value, model(rules).acceptableDoubt()));
    }
  },
  /** How sure the tolerated load must be: the largest doubt that the risk is acceptable. */
  ACCEPTABLE_DOUBT("acceptableDoubt", 0.01, 0.5) {
    @Override
    RuleSettings in(RuleSettings rules, double value) {
      return rules.with(model(rules).withAcceptable(model(rules).acceptableRisk(), value));
    }
  },
  /** Highest pain of the safe zone, whatever the condition. */
  SAFE_PAIN("safePain", 0, 9) {
    @Override
    RuleSettings in(RuleSettings rules, double value) {
      return bounds(
          rules,
          b ->
              new PainMonitoring(
                  value, Math.max(b.acceptableTo(), value + 1), b.allowance(), b.weekRise()));
    }
  },
  /** Highest pain of the acceptable zone, whatever the condition. */
  ACCEPTABLE_PAIN("acceptablePain", 1, 10) {
    @Override
    RuleSettings in(RuleSettings rules, double value) {
      return bounds(
          rules,
          b ->
              new PainMonitoring(
                  Math.min(b.safeTo(), value - 1), value, b.allowance(), b.weekRise()));
    }
  };

  private final String code;
  private final double lowest;
  private final double highest;

  TrialSetting(String code, double lowest, double highest) {
    this.code = code;
    this.lowest = lowest;
    this.highest = highest;
  }

  /** The name used in messages. */
  public String code() {
    return code;
  }

  /** The smallest value that can be tried, inclusive. */
  public double lowest() {
    return lowest;
  }

  /** The largest value that can be tried, inclusive. */
  public double highest() {
    return highest;
  }

  /** Whether the value can be tried. */
  public boolean allows(double value) {
    return value >= lowest && value <= highest;
  }

  /** The setting of that name, or empty. */
  public static Optional<TrialSetting> ofCode(String code) {
    return Arrays.stream(values()).filter(setting -> setting.code.equals(code)).findFirst();
  }

  abstract RuleSettings in(RuleSettings rules, double value);

  /**
   * The rules with {@code values} instead of their own.
   *
   * @throws IllegalArgumentException if a value is not {@link #allows allowed}
   */
  public static RuleSettings applied(RuleSettings inUse, Map<TrialSetting, Double> values) {
    RuleSettings rules = inUse;
    for (Map.Entry<TrialSetting, Double> setting : new TreeMap<>(values).entrySet()) {
      if (!setting.getKey().allows(setting.getValue())) {
        throw new IllegalArgumentException(setting.getKey().code + " is out of its range");
      }
      rules = setting.getKey().in(rules, setting.getValue());
    }
    return rules;
  }

  private static ToleranceModel model(RuleSettings rules) {
    return rules.tolerance().model();
  }

  private static RuleSettings bounds(RuleSettings rules, UnaryOperator<PainMonitoring> change) {
    Map<Condition, ConditionMonitoring> monitoring = new EnumMap<>(Condition.class);
    rules
        .monitoring()
        .forEach(
            (condition, rule) ->
                monitoring.put(
                    condition, new ConditionMonitoring(rule.rule(), change.apply(rule.bounds()))));
    return new RuleSettings(
        rules.tolerance(),
        rules.nearShare(),
        rules.urgentProbability(),
        rules.mechanisms(),
        monitoring);
  }
}
