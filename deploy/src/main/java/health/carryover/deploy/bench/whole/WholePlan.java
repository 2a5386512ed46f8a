package health.carryover.deploy.bench.whole;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param warmUps rounds before them that are not counted: a new process compiles first
 * @param rounds how often rates are measured, at least 1
 * @param round how long one round lasts
 * @param alerts timed at each load, at least 1
 * @param patients among how many patients the same rate is spread, ascending
 * @param enrolled how many patients are enrolled for memory and restart
 */
public record WholePlan(
    int warmUps, int rounds, Duration round, int alerts, List<Integer> patients, int enrolled) {
  /** Less than two minutes on a quiet machine. */
  public static final WholePlan QUICK =
      new WholePlan(1, 1, Duration.ofSeconds(3), 40, List.of(100, 1_000), 1_000);

  /** Some minutes. */
  public static final WholePlan STANDARD =
      new WholePlan(5, 3, Duration.ofSeconds(8), 200, List.of(100, 1_000, 10_000), 10_000);

  /** The same with up to 100,000 patients who send. */
  public static final WholePlan FULL =
      new WholePlan(
          5, 3, Duration.ofSeconds(8), 500, List.of(100, 1_000, 10_000, 100_000), 100_000);

  public WholePlan {
    patients = List.copyOf(patients);
    if (warmUps < 0
        || rounds < 1
        || alerts < 1
        || patients.isEmpty()
        || round.isZero()
        || round.isNegative()) {
      throw new IllegalArgumentException(
          "at least one round, one alert and one number of patients");
    }
  }
}
