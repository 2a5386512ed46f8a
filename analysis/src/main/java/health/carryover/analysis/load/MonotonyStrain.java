package health.carryover.analysis.load;

import org.jspecify.annotations.Nullable;

/**
 * Weekly load, monotony and strain (Foster 1998, Med Sci Sports Exerc 30:1164): monotony is the
 * mean daily load over its standard deviation, strain is weekly load times monotony. Thresholds for
 * athletes are not validated for patients: never alarm on them.
 *
 * @param weeklyLoad sum of the known days
 * @param meanLoad mean of the known days; absent without any
 * @param standardDeviation of the known days; absent with fewer than 6 of them
 * @param rawMonotony monotony before the cap; absent with fewer than 6 known days, without load, or
 *     without variation
 * @param monotony monotony capped at 10; the cap also when all days are equal; absent with fewer
 *     than 6 known days or without load
 * @param strain weekly load times capped monotony; absent with monotony
 * @param knownDays known days of the seven
 * @param capped whether the cap was applied
 * @param flat whether all known days are equal and above 0
 */
public record MonotonyStrain(
    double weeklyLoad,
    @Nullable Double meanLoad,
    @Nullable Double standardDeviation,
    @Nullable Double rawMonotony,
    @Nullable Double monotony,
    @Nullable Double strain,
    int knownDays,
    boolean capped,
    boolean flat) {

  private static final int DAYS = 7;
  private static final int FEWEST_KNOWN_DAYS = 6;
  private static final double CAP = 10;

  /** Of exactly seven days, with the sample standard deviation. */
  public static MonotonyStrain ofWeek(DailySeries week) {
    return ofWeek(week, Deviation.SAMPLE);
  }

  /**
   * Of one week.
   *
   * @param week exactly seven days
   */
  public static MonotonyStrain ofWeek(DailySeries week, Deviation deviation) {
    if (week.days() != DAYS) {
      throw new IllegalArgumentException("a week has seven days");
    }
    int known = week.knownDays(0, DAYS);
    double total = week.sum(0, DAYS);
    if (known == 0) {
      return new MonotonyStrain(total, null, null, null, null, null, 0, false, false);
    }
    double mean = total / known;
    if (known < FEWEST_KNOWN_DAYS) {
      return new MonotonyStrain(total, mean, null, null, null, null, known, false, false);
    }
    double squares = 0;
    boolean equal = true;
    double first = Double.NaN;
    for (int day = 0; day < DAYS; day++) {
      if (week.isKnown(day)) {
        double load = week.load(day);
        squares += (load - mean) * (load - mean);
        equal &= Double.isNaN(first) || load == first;
        first = load;
      }
    }
    double spread = equal ? 0 : deviation.of(squares, known);
    if (total == 0) {
      return new MonotonyStrain(total, mean, spread, null, null, null, known, false, false);
    }
    if (equal) {
      return new MonotonyStrain(total, mean, 0.0, null, CAP, total * CAP, known, true, true);
    }
    double raw = mean / spread;
    double monotony = Math.min(raw, CAP);
    return new MonotonyStrain(
        total, mean, spread, raw, monotony, total * monotony, known, raw > CAP, false);
  }
}
