package health.carryover.analysis.port;

import java.util.Random;

/**
 * Randomness that can be replayed: the seed is printed, and {@code -Dcarryover.seed=...} sets it.
 */
public final class SeededRandom {
  private static final String PROPERTY = "carryover.seed";

  private SeededRandom() {}

  /** A generator whose seed is printed under {@code what}. */
  public static Random of(String what) {
    long seed = Long.getLong(PROPERTY, System.nanoTime());
    System.out.println(what + ": -D" + PROPERTY + "=" + seed);
    return new Random(seed);
  }
}
