package health.carryover.analysis.mechanism;

import org.jspecify.annotations.Nullable;

/**
 * Signs of incomplete recovery before a session. The bounds are product choices.
 *
 * @param sleepQuality 0..10
 * @param sleepHours hours slept
 * @param stress 0..10
 * @param gapHours hours since the last session
 * @param usualGapHours usual hours between sessions
 * @param restingZ distance of the resting heart rate from one's own baseline
 */
public record RecoverySigns(
    @Nullable Double sleepQuality,
    @Nullable Double sleepHours,
    @Nullable Double stress,
    @Nullable Double gapHours,
    @Nullable Double usualGapHours,
    @Nullable Double restingZ) {

  private static final double POOR_SLEEP = 3;
  private static final double SHORT_SLEEP_HOURS = 6;
  private static final double HIGH_STRESS = 7;
  private static final double SHORT_GAP_HOURS = 24;
  private static final double SHORT_OF_USUAL = 0.5;
  private static final double RAISED_Z = 2;
  private static final int SIGNS = 4;
  private static final int ENOUGH = 2;

  /**
   * State of E4: present with two signs, absent when not even the unknown ones could make two, else
   * unknown.
   */
  public Evidence.State state() {
    int present = 0;
    int known = 0;
    Boolean[] signs = {sleep(), stressed(), shortGap(), raised()};
    for (Boolean sign : signs) {
      known += sign == null ? 0 : 1;
      present += Boolean.TRUE.equals(sign) ? 1 : 0;
    }
    if (present >= ENOUGH) {
      return Evidence.State.PRESENT;
    }
    return present + SIGNS - known < ENOUGH ? Evidence.State.ABSENT : Evidence.State.UNKNOWN;
  }

  private @Nullable Boolean sleep() {
    if (sleepQuality == null && sleepHours == null) {
      return null;
    }
    return (sleepQuality != null && sleepQuality <= POOR_SLEEP)
        || (sleepHours != null && sleepHours < SHORT_SLEEP_HOURS);
  }

  private @Nullable Boolean stressed() {
    return stress == null ? null : (Boolean) (stress >= HIGH_STRESS);
  }

  private @Nullable Boolean shortGap() {
    if (gapHours == null) {
      return null;
    }
    return gapHours < SHORT_GAP_HOURS
        || (usualGapHours != null && gapHours < SHORT_OF_USUAL * usualGapHours);
  }

  private @Nullable Boolean raised() {
    return restingZ == null ? null : (Boolean) (restingZ >= RAISED_Z);
  }
}
