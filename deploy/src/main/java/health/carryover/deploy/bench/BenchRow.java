package health.carryover.deploy.bench;

import org.jspecify.annotations.Nullable;

/**
 * One measured value: the least, the middle and the greatest of several rounds.
 *
 * @param name stable, for machines: lower case with hyphens
 * @param what in words
 * @param goal what is aimed at, or null
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
    @Nullable Double goal,
    @Nullable String limit) {

  /** The same with the row to compare it with. */
  public BenchRow beside(String limitingRow) {
    return new BenchRow(name, what, unit, rounds, min, median, max, goal, limitingRow);
  }
}
