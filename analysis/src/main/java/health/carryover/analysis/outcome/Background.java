package health.carryover.analysis.outcome;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands beside the findings of a session. Each part is null where it does not apply.
 *
 * @param signals what heart rate says of strain, against the patient's own sessions
 * @param context the load of the weeks around it; never a reason for an alarm
 * @param monitoring the pain-monitoring rule of the condition
 * @param attribution which sessions most likely explain a flare, the likeliest first; null without
 *     a flare
 */
public record Background(
    @Nullable Signals signals,
    @Nullable LoadContext context,
    @Nullable Monitoring monitoring,
    @Nullable List<Share> attribution) {

  /** Nothing of it is known. */
  public static final Background NONE = new Background(null, null, null, null);

  public Background {
    attribution = attribution == null ? null : List.copyOf(attribution);
  }

  /**
   * One number against the patient's own baseline.
   *
   * @param value as measured, or null
   * @param usual median of the patient's own earlier values, or null
   * @param z distance from it in robust spreads, or null
   * @param lack code of why value or distance is missing, or null
   */
  public record Measure(
      @Nullable Double value, @Nullable Double usual, @Nullable Double z, @Nullable String lack) {}

  /**
   * Signals of fatigue and lost condition. They support an explanation and are no diagnosis.
   *
   * @param template the exercise plan whose sessions are compared, or null
   * @param drift percent from the first to the second half of the steady part
   * @param recovery fall in the first 60 s after the end, beats per minute
   * @param resting resting heart rate of the day, beats per minute
   * @param restingRaised whether it was high on 2 of the last 3 measured days; null: unknown
   * @param cost mean heart rate of the steady part, beats per minute
   * @param fatigue over the last 3 sessions of the template: present, absent or unknown
   */
  public record Signals(
      @Nullable String template,
      Measure drift,
      Measure recovery,
      Measure resting,
      @Nullable Boolean restingRaised,
      Measure cost,
      String fatigue) {}

  /**
   * The load of the weeks up to and with a session, over local days of the patient's zone, in the
   * patient's currency.
   *
   * @param sevenDayLoad sum of the last 7 days; null where the load of a session is unknown
   * @param fourWeekMedianLoad median of the four 7-day sums before; null while warming up
   * @param monotony mean over standard deviation of the 7 days, capped at 10
   * @param strain weekly load times monotony
   * @param ewmaAcwr ratio of exponentially weighted means; null while warming up
   * @param coupledAcwr ratio of rolling means; null while warming up
   * @param uncoupledAcwr ratio to the three weeks before; null while warming up
   * @param hoursSinceLastSession from the end of the session before, or null
   * @param largestTolerated30Days largest load of the last 30 days that no flare followed, or null
   * @param spike this load over that one, or null
   */
  public record LoadContext(
      @Nullable Double sevenDayLoad,
      @Nullable Double fourWeekMedianLoad,
      @Nullable Double monotony,
      @Nullable Double strain,
      @Nullable Double ewmaAcwr,
      @Nullable Double coupledAcwr,
      @Nullable Double uncoupledAcwr,
      @Nullable Double hoursSinceLastSession,
      @Nullable Double largestTolerated30Days,
      @Nullable Double spike) {}

  /**
   * The pain-monitoring rule of the patient's condition.
   *
   * @param rule its code
   * @param zone code of the zone this session lies in
   * @param weekTrend median morning pain of seven days minus that of the seven before, or null
   * @param soreness code of the soreness rule that holds, or null where no soreness is told
   */
  public record Monitoring(
      String rule, String zone, @Nullable Double weekTrend, @Nullable String soreness) {}

  /** How much of a flare a session explains, 0 to 1; the shares of one flare sum to 1. */
  public record Share(String session, double share) {}
}
