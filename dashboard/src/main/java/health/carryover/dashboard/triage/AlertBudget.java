package health.carryover.dashboard.triage;

/**
 * How many patients a day the list may ask one to look at, for every 100 patients. What lies beyond
 * is held back and shown as such; what is about safety or happens now is never held back.
 *
 * @param perHundred 1 to 100; 100 holds nothing back
 */
public record AlertBudget(int perHundred) {
  /** Ten looks a day for every 100 patients. */
  public static final AlertBudget DEFAULT = new AlertBudget(10);

  /** The largest: a look a day at everybody. */
  public static final int MOST = 100;

  public AlertBudget {
    if (perHundred < 1 || perHundred > MOST) {
      throw new IllegalArgumentException("perHundred must be from 1 to " + MOST);
    }
  }

  /** A small clinic is not kept in the dark: this many a day are always within. */
  static final int FEWEST = 3;

  /** How many a day among {@code patients}, rounded up, and at least {@value #FEWEST}. */
  public int allowed(int patients) {
    return Math.max(FEWEST, (perHundred * patients + 99) / 100);
  }
}
