package health.carryover.deploy.bench;

import org.jspecify.annotations.Nullable;

/**
 * One measured value: the least, the middle and the greatest of several rounds.
 *
 * @param name stable, for machines: lower case with hyphens
 * @param what in words
 * @param rounds how many were measured; of a quantile, how many times it is one of
 * @param goal for the median, or null
 * @param limit the name of the row that it is compared with, or null
 */
public record BenchRow(
    String name,
    String what,
    String unit,
    int rounds,
    double min,
    double median,
    double max,
    @Nullable Goal goal,
    @Nullable String limit) {
  private static final double PERCENT = 100;

  /** What was measured in rounds, in ascending order. */
  public static BenchRow ofRounds(String name, String what, String unit, double[] ascending) {
    return new BenchRow(
        name,
        what,
        unit,
        ascending.length,
        ascending[0],
        Rounds.median(ascending),
        ascending[ascending.length - 1],
        null,
        null);
  }

  /** What was measured once. */
  public static BenchRow of(String name, String what, String unit, double value) {
    return ofRounds(name, what, unit, new double[] {value});
  }

  /**
   * The time that a share of all does not exceed, NaN if there are none.
   *
   * @param name without the quantile
   */
  public static BenchRow ofQuantile(
      String name, String what, double[] ascendingMillis, double share) {
    double value = Rounds.quantile(ascendingMillis, share);
    return new BenchRow(
        quantileName(name, share),
        what,
        "ms",
        ascendingMillis.length,
        value,
        value,
        value,
        null,
        null);
  }

  /** The name of the row of a quantile: {@code name-p50} for the half. */
  public static String quantileName(String name, double share) {
    return "%s-p%d".formatted(name, Math.round(share * PERCENT));
  }

  /** The same with the row to compare it with. */
  public BenchRow beside(String limitingRow) {
    return new BenchRow(name, what, unit, rounds, min, median, max, goal, limitingRow);
  }

  /** The same with what is aimed at. */
  public BenchRow aimingAt(Goal aim) {
    return new BenchRow(name, what, unit, rounds, min, median, max, aim, limit);
  }
}
