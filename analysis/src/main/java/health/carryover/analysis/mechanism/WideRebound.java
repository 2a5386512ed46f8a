package health.carryover.analysis.mechanism;

import org.jspecify.annotations.Nullable;

/**
 * How far a rebound went. The bounds are product choices.
 *
 * @param rebound points above the baseline
 * @param longerThan48Hours whether it lasted longer than 48 hours
 * @param spreading whether pain showed up in other places
 */
public record WideRebound(
    @Nullable Double rebound, @Nullable Boolean longerThan48Hours, @Nullable Boolean spreading) {

  private static final double LARGE = 4;

  /**
   * State of E5: present with any of the three; absent when rebound and duration are known to be
   * small and no spreading is reported, which is only asked for when it matters; else unknown.
   */
  public Evidence.State state() {
    if ((rebound != null && rebound >= LARGE)
        || Boolean.TRUE.equals(longerThan48Hours)
        || Boolean.TRUE.equals(spreading)) {
      return Evidence.State.PRESENT;
    }
    return rebound != null && longerThan48Hours != null
        ? Evidence.State.ABSENT
        : Evidence.State.UNKNOWN;
  }
}
