package health.carryover.analysis.response;

import java.util.List;

/**
 * When single sessions make a pattern: at least 2 of the last 3 complete sessions with relief and
 * rebound, or at least 3 of the last 4 with relief that did not last in either way. One session
 * says little, because relief by exercise is only fairly repeatable (Vaegter 2019; Gomolka 2019).
 * The counts are a product choice.
 */
public final class ReboundAlert {

  private static final int STRONG_WINDOW = 3;
  private static final int STRONG_COUNT = 2;
  private static final int WIDE_WINDOW = 4;
  private static final int WIDE_COUNT = 3;

  private ReboundAlert() {}

  /**
   * Whether the pattern holds.
   *
   * @param complete patterns of complete sessions in order of time, the newest last; only the last
   *     four are looked at
   */
  public static boolean holds(List<ResponsePattern> complete) {
    int strong = 0;
    int wide = 0;
    for (int age = 1; age <= Math.min(WIDE_WINDOW, complete.size()); age++) {
      ResponsePattern pattern = complete.get(complete.size() - age);
      if (pattern == ResponsePattern.RELIEF_THEN_REBOUND) {
        strong += age <= STRONG_WINDOW ? 1 : 0;
        wide++;
      } else if (pattern == ResponsePattern.RELIEF_NOT_CARRIED_OVER) {
        wide++;
      }
    }
    return strong >= STRONG_COUNT || wide >= WIDE_COUNT;
  }
}
