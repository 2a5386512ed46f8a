package health.carryover.deploy.bench.fairness;

import java.time.Duration;

/**
 * What is measured.
 *
 * @param phones how many upload at once, 0 to 2000
 * @param held what each holds, at least a minute
 * @param sessions how many live sessions send a batch every five seconds
 * @param alerts how many live alerts are timed in each part, at least 1
 * @param apart how long after one another they are provoked
 */
public record FairnessPlan(int phones, Duration held, int sessions, int alerts, Duration apart) {
  private static final int MOST_PHONES = 2_000;

  /** 300 phones with three days, 100 live sessions, 300 alerts a tenth of a second apart. */
  public static final FairnessPlan STANDARD =
      new FairnessPlan(300, Duration.ofDays(3), 100, 300, Duration.ofMillis(100));

  public FairnessPlan {
    if (phones < 0 || phones > MOST_PHONES || sessions < 0 || alerts < 1) {
      throw new IllegalArgumentException("at most 2000 phones, at least one alert");
    }
    if (held.toMinutes() < 1 || apart.isNegative() || apart.isZero()) {
      throw new IllegalArgumentException("phones hold at least a minute; alerts are apart");
    }
  }
}
