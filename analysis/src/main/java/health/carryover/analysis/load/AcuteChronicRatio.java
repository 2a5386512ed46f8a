package health.carryover.analysis.load;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Acute to chronic workload over 7 and 28 days, as an optional export column only: it is neither a
 * risk nor a rule here (Impellizzeri et al. 2020, Sports Med; Lolli et al. 2019, Br J Sports Med).
 *
 * <p>Rolling values are means over calendar days, rest days being 0. Unknown days are left out of
 * the mean and counted; with fewer than three quarters of a window known there is no value.
 *
 * @param acute load of the last 7 days; absent with too few known days
 * @param chronic load of the chronic window; absent with too few known days
 * @param ratio acute over chronic; absent while fewer than 28 days exist or chronic is 0
 * @param unknownDays unknown days among the last 28
 */
public record AcuteChronicRatio(
    @Nullable Double acute, @Nullable Double chronic, @Nullable Double ratio, int unknownDays) {

  private static final int ACUTE_DAYS = 7;
  private static final int CHRONIC_DAYS = 28;
  private static final double FEWEST_KNOWN = 0.75;

  /** Rolling means with the acute week inside the chronic window. */
  public static AcuteChronicRatio coupled(DailySeries series, int day) {
    return rolling(series, day, 0);
  }

  /** Rolling means with the 21 days before the acute week as chronic window. */
  public static AcuteChronicRatio uncoupled(DailySeries series, int day) {
    return rolling(series, day, ACUTE_DAYS);
  }

  /**
   * Exponentially weighted means (Williams et al. 2017, Br J Sports Med 51:209), seeded with the
   * first known day. An unknown day leaves the means as they are.
   */
  public static AcuteChronicRatio exponential(DailySeries series, int day) {
    requireDay(series, day);
    int firstOfWindow = Math.max(0, day + 1 - CHRONIC_DAYS);
    int unknown = day + 1 - firstOfWindow - series.knownDays(firstOfWindow, day + 1);
    OptionalDouble acute = ExponentialMean.overDays(ACUTE_DAYS).at(series, day);
    OptionalDouble chronic = ExponentialMean.overDays(CHRONIC_DAYS).at(series, day);
    return of(boxed(acute), boxed(chronic), day, unknown);
  }

  /**
   * The coupled ratio that belongs to an uncoupled one when all 28 days are known: {@code
   * 4u/(u+3)}, hence never above 4.
   */
  public static double coupledFromUncoupled(double uncoupled) {
    return 4 * uncoupled / (uncoupled + 3);
  }

  private static AcuteChronicRatio rolling(DailySeries series, int day, int leftOut) {
    requireDay(series, day);
    int end = day + 1;
    int firstOfWindow = Math.max(0, end - CHRONIC_DAYS);
    Double acute = mean(series, Math.max(0, end - ACUTE_DAYS), end, ACUTE_DAYS);
    Double chronic = null;
    if (end - leftOut > firstOfWindow) {
      chronic = mean(series, firstOfWindow, end - leftOut, CHRONIC_DAYS - leftOut);
    }
    return of(acute, chronic, day, end - firstOfWindow - series.knownDays(firstOfWindow, end));
  }

  private static @Nullable Double mean(DailySeries series, int from, int toExclusive, int days) {
    int known = series.knownDays(from, toExclusive);
    return known < FEWEST_KNOWN * days ? null : (Double) (series.sum(from, toExclusive) / known);
  }

  private static AcuteChronicRatio of(
      @Nullable Double acute, @Nullable Double chronic, int day, int unknown) {
    boolean warmingUp = day + 1 < CHRONIC_DAYS;
    Double ratio =
        warmingUp || acute == null || chronic == null || chronic == 0
            ? null
            : (Double) (acute / chronic);
    return new AcuteChronicRatio(acute, chronic, ratio, unknown);
  }

  private static void requireDay(DailySeries series, int day) {
    if (day < 0 || day >= series.days()) {
      throw new IllegalArgumentException("day is outside the series");
    }
  }

  private static @Nullable Double boxed(OptionalDouble value) {
    return value.isPresent() ? (Double) value.getAsDouble() : null;
  }
}
