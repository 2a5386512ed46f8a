package health.carryover.analysis.response;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The response of pain to one session. Thresholds are product choices; 2 points is the change that
 * matters in chronic pain (Farrar 2001; Suzuki 2020).
 *
 * @param relief start minus the lowest of during and after; positive is relief
 * @param rebound the higher of evening and next morning above their baseline; positive is worse
 * @param returnFromRelief the higher of evening and next morning minus pain right after
 * @param carryOver baseline of the morning minus the next morning; positive is benefit kept
 * @param flare whether a flare followed: a rebound of 2 or more, from 9 up to 10, or a flare sign;
 *     absent while it cannot be known
 * @param pattern the class
 * @param baseline what rebound and carry-over were compared with
 * @param complete whether start, relief and next morning are known, or relief and a flare: only
 *     complete sessions count towards a pattern
 */
public record PainResponse(
    @Nullable Double relief,
    @Nullable Double rebound,
    @Nullable Double returnFromRelief,
    @Nullable Double carryOver,
    @Nullable Boolean flare,
    ResponsePattern pattern,
    ReboundBaseline baseline,
    boolean complete) {

  private static final double RELIEF = 1;
  private static final double KEPT = 1;
  private static final double FLARE = 2;
  private static final double NEAR_CEILING = 9;
  private static final double CEILING = 10;
  private static final int FLARE_GRADE = 2;
  private static final int HIGHEST_GRADE = 4;

  /** The response measured against the start of the session. */
  public static PainResponse of(PainSlots slots, Set<FlareSign> signs) {
    return of(slots, signs, UsualPain.UNKNOWN);
  }

  /** The response measured against the usual pain where it is known, else against the start. */
  public static PainResponse of(PainSlots slots, Set<FlareSign> signs, UsualPain usual) {
    Double before = slots.before();
    Double lowest = PainScores.lower(slots.during(), slots.after());
    Double later = PainScores.higher(slots.evening(), slots.nextMorning());
    Double eveningBase = usual.evening() == null ? before : usual.evening();
    Double morningBase = usual.nextMorning() == null ? before : usual.nextMorning();

    Double relief = minus(before, lowest);
    Double rebound =
        PainScores.higher(
            minus(slots.evening(), eveningBase), minus(slots.nextMorning(), morningBase));
    Double carryOver = minus(morningBase, slots.nextMorning());
    Boolean flare = flare(before, later, rebound, signs);
    ResponsePattern pattern = pattern(relief, carryOver, flare, later);
    boolean complete =
        before != null
            && relief != null
            && (slots.nextMorning() != null || Boolean.TRUE.equals(flare));
    return new PainResponse(
        relief,
        rebound,
        minus(later, slots.after()),
        carryOver,
        flare,
        pattern,
        baseline(slots, usual),
        complete);
  }

  /**
   * Rebound as a grade from 0 to 4 for the tolerance model; absent while no outcome is known.
   *
   * <p>A whole rebound is its own grade, 4 and more is 4, none or less is 0; a fractional one is
   * rounded down, so that 2 points are needed for grade 2. A flare is at least grade 2 whatever the
   * scores say, and without a flare the grade is at most 1: grade 2 and flare are the same event.
   */
  public @Nullable Integer grade() {
    Boolean known = flare;
    if (known == null) {
      return null;
    }
    int byScore =
        rebound == null ? 0 : (int) Math.max(0, Math.min(HIGHEST_GRADE, Math.floor(rebound)));
    return known ? Math.max(FLARE_GRADE, byScore) : byScore;
  }

  private static @Nullable Boolean flare(
      @Nullable Double before,
      @Nullable Double later,
      @Nullable Double rebound,
      Set<FlareSign> signs) {
    boolean atCeiling =
        before != null && later != null && before >= NEAR_CEILING && later == CEILING;
    if (!signs.isEmpty() || atCeiling || (rebound != null && rebound >= FLARE)) {
      return true;
    }
    return rebound == null ? null : Boolean.FALSE;
  }

  private static ResponsePattern pattern(
      @Nullable Double relief,
      @Nullable Double carryOver,
      @Nullable Boolean flare,
      @Nullable Double later) {
    if (relief == null || flare == null || later == null) {
      return ResponsePattern.UNKNOWN;
    }
    boolean relieved = relief >= RELIEF;
    if (flare) {
      return relieved ? ResponsePattern.RELIEF_THEN_REBOUND : ResponsePattern.FLARE_WITHOUT_RELIEF;
    }
    if (!relieved) {
      return ResponsePattern.STABLE;
    }
    return carryOver != null && carryOver >= KEPT
        ? ResponsePattern.CARRY_OVER
        : ResponsePattern.RELIEF_NOT_CARRIED_OVER;
  }

  private static ReboundBaseline baseline(PainSlots slots, UsualPain usual) {
    boolean usualUsed =
        (slots.evening() != null && usual.evening() != null)
            || (slots.nextMorning() != null && usual.nextMorning() != null);
    boolean startUsed =
        (slots.evening() != null && usual.evening() == null)
            || (slots.nextMorning() != null && usual.nextMorning() == null);
    if (usualUsed) {
      return startUsed ? ReboundBaseline.MIXED : ReboundBaseline.USUAL_SAME_SLOT;
    }
    return ReboundBaseline.START;
  }

  private static @Nullable Double minus(@Nullable Double a, @Nullable Double b) {
    return a == null || b == null ? null : (Double) PainScores.difference(a, b);
  }
}
