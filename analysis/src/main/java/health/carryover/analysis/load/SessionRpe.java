package health.carryover.analysis.load;

/**
 * Session-RPE load: rating on the CR-10 scale times minutes (Foster; temporally robust from minutes
 * to days after the session, Foster et al. 2021, Int J Sports Physiol Perform). A missing rating is
 * no load, not zero: do not call this without one.
 */
public final class SessionRpe {

  private static final double HIGHEST_RATING = 10;

  private SessionRpe() {}

  /**
   * Load in arbitrary units.
   *
   * @param rating 0..10
   * @param minutes not negative
   */
  public static double load(double rating, double minutes) {
    if (!(rating >= 0 && rating <= HIGHEST_RATING)) {
      throw new IllegalArgumentException("rating must be within 0..10");
    }
    if (!(minutes >= 0) || Double.isInfinite(minutes)) {
      throw new IllegalArgumentException("minutes must not be negative");
    }
    return rating * minutes;
  }
}
