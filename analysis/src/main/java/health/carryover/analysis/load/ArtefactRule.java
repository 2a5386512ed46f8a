package health.carryover.analysis.load;

/**
 * Which accepted heart-rate readings are not used for load. A product choice: outside 30 to 230
 * bpm, or a single sample that jumps by more than 40 bpm within 2 s and jumps back by more than 40
 * bpm within 2 s.
 */
final class ArtefactRule {

  private static final float LOWEST_BPM = 30;
  private static final float HIGHEST_BPM = 230;
  private static final float JUMP_BPM = 40;
  private static final long JUMP_MILLIS = 2_000;

  private ArtefactRule() {}

  static boolean outsideRange(float bpm) {
    return !(bpm >= LOWEST_BPM && bpm <= HIGHEST_BPM);
  }

  /**
   * Whether the middle one of three consecutive samples is a jump that reverts.
   *
   * @param riseMillis time from the sample before to the middle one
   * @param fallMillis time from the middle one to the sample after
   */
  static boolean revertingJump(
      float before, float middle, float after, long riseMillis, long fallMillis) {
    float rise = middle - before;
    float fall = middle - after;
    boolean sameSide =
        (rise > JUMP_BPM && fall > JUMP_BPM) || (rise < -JUMP_BPM && fall < -JUMP_BPM);
    return sameSide && riseMillis <= JUMP_MILLIS && fallMillis <= JUMP_MILLIS;
  }
}
