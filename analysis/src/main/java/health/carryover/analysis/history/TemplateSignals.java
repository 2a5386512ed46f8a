package health.carryover.analysis.history;

import health.carryover.analysis.outcome.Background.Measure;
import health.carryover.analysis.signal.FatigueSignature;
import health.carryover.analysis.signal.FatigueSignature.Finding;
import health.carryover.analysis.signal.HeartRateCost;
import health.carryover.analysis.signal.HeartRateDrift;
import health.carryover.analysis.signal.HeartRateRecovery;
import health.carryover.analysis.signal.HeartRateRecovery.Stop;
import health.carryover.analysis.signal.RobustBaseline;
import health.carryover.analysis.signal.Signal;
import health.carryover.analysis.signal.Signal.Lack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Drift, recovery and cost of a session against the patient's own earlier sessions of the same
 * template. Pure.
 *
 * @param drift percent
 * @param recovery beats per minute over 60 s
 * @param cost mean beats per minute of the steady part
 * @param fatigue what the last 3 sessions of the template say together
 */
public record TemplateSignals(Measure drift, Measure recovery, Measure cost, Finding fatigue) {
  /** How many earlier sessions with a value make a baseline; a product choice. */
  private static final int BASELINE = 10;

  private static final int COST_BASELINE = 6;
  private static final int SIGNATURES = 3;

  /**
   * The signals of a session.
   *
   * @param measures its own
   * @param earlier those of the earlier sessions of its template, oldest first; null without a
   *     template
   */
  public static TemplateSignals of(
      SessionMeasures measures, @Nullable List<SessionMeasures> earlier) {
    List<SessionMeasures> past = earlier == null ? List.of() : earlier;
    Lack none = earlier == null ? Lack.NO_TEMPLATE : null;
    FatigueSignature own = signature(measures, past);
    List<FatigueSignature> last = new ArrayList<>();
    for (int i = Math.max(0, past.size() - SIGNATURES); i < past.size(); i++) {
      last.add(signature(past.get(i), past.subList(0, i)));
    }
    last.add(own);
    return new TemplateSignals(
        measure(measures.driftPercent(), drifts(past), own.drift(), none),
        measure(measures.recoveryBpm(), recoveries(past), own.recovery(), none),
        measure(measures.meanBpm(), costs(past), own.cost(), none),
        earlier == null ? Finding.UNKNOWN : FatigueSignature.over(last));
  }

  /** A value with its distance, or why one of them is missing. */
  public static Measure measure(
      Signal value, double[] baseline, Signal distance, @Nullable Lack instead) {
    Lack lack =
        value instanceof Signal.NotEnoughData missing
            ? missing.lack()
            : distance instanceof Signal.NotEnoughData missing
                ? (instead == null ? missing.lack() : instead)
                : null;
    return new Measure(
        boxed(value),
        boxed(distance) == null ? null : (Double) RobustBaseline.medianOf(baseline),
        boxed(distance),
        lack == null ? null : lack.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  private static FatigueSignature signature(SessionMeasures own, List<SessionMeasures> past) {
    return new FatigueSignature(
        distance(own.meanBpm(), mean -> HeartRateCost.z(mean, costs(past))),
        distance(own.driftPercent(), drift -> HeartRateDrift.z(drift, drifts(past))),
        distance(
            own.recoveryBpm(),
            recovery ->
                distance(
                    own.endBpm(),
                    end ->
                        HeartRateRecovery.z(
                            recovery,
                            end,
                            own.stop(),
                            recoveries(past),
                            newest(passive(past), SessionMeasures::endBpm, BASELINE)))));
  }

  private static Signal distance(Signal value, Function<Double, Signal> of) {
    OptionalDouble known = value.value();
    return known.isPresent() ? of.apply(known.getAsDouble()) : value;
  }

  private static double[] costs(List<SessionMeasures> past) {
    return newest(past, SessionMeasures::meanBpm, COST_BASELINE);
  }

  private static double[] drifts(List<SessionMeasures> past) {
    return newest(past, SessionMeasures::driftPercent, BASELINE);
  }

  private static double[] recoveries(List<SessionMeasures> past) {
    return newest(passive(past), SessionMeasures::recoveryBpm, BASELINE);
  }

  private static List<SessionMeasures> passive(List<SessionMeasures> past) {
    return past.stream()
        .filter(m -> m.stop() == Stop.PASSIVE && m.recoveryBpm().value().isPresent())
        .toList();
  }

  private static double[] newest(
      List<SessionMeasures> past, Function<SessionMeasures, Signal> which, int most) {
    double[] known =
        past.stream()
            .map(which)
            .map(Signal::value)
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .toArray();
    return Arrays.copyOfRange(known, Math.max(0, known.length - most), known.length);
  }

  private static @Nullable Double boxed(Signal signal) {
    OptionalDouble value = signal.value();
    return value.isPresent() ? (Double) value.getAsDouble() : null;
  }
}
