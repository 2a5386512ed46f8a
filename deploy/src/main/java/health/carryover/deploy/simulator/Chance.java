package health.carryover.deploy.simulator;

import java.util.Random;

/** Sources of chance that are the same on every Java: one for each thing that needs its own. */
public final class Chance {

  private Chance() {}

  /** The source of {@code seed} for the {@code purpose}-th thing; neighbours are unrelated. */
  public static Random of(long seed, long purpose) {
    return new Random(mixed(seed ^ mixed(purpose)));
  }

  /** SplitMix64's finisher (Steele, Lea and Flood 2014). */
  public static long mixed(long value) {
    long mixed = value + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
