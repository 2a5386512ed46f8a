package health.carryover.analysis.response;

import org.jspecify.annotations.Nullable;

/**
 * Improvement of pain over weeks against what matters in chronic pain: 2 points, or 30 % and at
 * least 1 point (Farrar et al. 2001, Pain; Salaffi et al. 2004, Eur J Pain). Not for worsening over
 * hours.
 *
 * @param points first minus second score; positive is improvement
 * @param percent of the first score; absent when that was 0
 * @param byPoints whether 2 points are reached
 * @param byPercent whether 30 % and 1 point are reached
 */
public record ImportantChange(
    double points, @Nullable Double percent, boolean byPoints, boolean byPercent) {

  private static final double POINTS = 2;
  private static final double PERCENT = 30;
  private static final double FEWEST_POINTS = 1;

  /** From a first to a second score, 0 to 10 each. */
  public static ImportantChange between(double first, double second) {
    PainScores.require(first);
    PainScores.require(second);
    double points = PainScores.difference(first, second);
    Double percent = first == 0 ? null : (Double) (100 * points / first);
    return new ImportantChange(
        points,
        percent,
        points >= POINTS,
        percent != null && percent >= PERCENT && points >= FEWEST_POINTS);
  }

  /** Whether the change matters by either rule. */
  public boolean important() {
    return byPoints || byPercent;
  }
}
