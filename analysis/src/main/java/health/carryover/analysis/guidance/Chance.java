package health.carryover.analysis.guidance;

/**
 * A probability in words and number, the way people read it best: "about 3 in 10". Never a promise:
 * what is not known well says so.
 */
public final class Chance {
  private static final int PARTS = 10;

  private Chance() {}

  /** How well a probability is known. */
  public enum Sureness {
    SURE,
    NOT_VERY_SURE
  }

  /**
   * In words.
   *
   * @param probability 0 to 1
   */
  public static String inWords(double probability, Sureness sureness) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("a probability lies within 0 and 1");
    }
    long parts = Math.round(probability * PARTS);
    String words =
        parts == 0
            ? "less than 1 in 10"
            : parts == PARTS ? "more than 9 in 10" : "about " + parts + " in 10";
    return sureness == Sureness.SURE ? words : words + " (we're not very sure yet)";
  }
}
