package health.carryover.analysis.response;

import org.jspecify.annotations.Nullable;

/**
 * Zones of pain monitoring. The bounds differ between prints, so they are data.
 *
 * @param safeTo highest pain of the safe zone
 * @param acceptableTo highest pain of the acceptable zone
 * @param allowance points of noise allowed above the usual level the next day
 * @param weekRise rise of the weekly median morning pain that counts as a trend
 */
public record PainMonitoring(
    double safeTo, double acceptableTo, double allowance, double weekRise) {

  private static final int WEEK = 7;

  /** Checks the order of the zones. */
  public PainMonitoring {
    if (!(safeTo >= 0) || !(acceptableTo > safeTo) || !(allowance >= 0) || !(weekRise > 0)) {
      throw new IllegalArgumentException("zones must ascend and allowances must not be negative");
    }
  }

  /** 0-2 safe, above 2 to 5 acceptable, above 5 high risk; 1 point of noise. */
  public static PainMonitoring standard() {
    return new PainMonitoring(2, 5, 1, 1);
  }

  /** What the pain-monitoring model says of a session with tendon pain. */
  public enum TendonZone {
    /** Within the safe zone. */
    SAFE("safe"),
    /** Within the acceptable zone and settled by the next morning. */
    ACCEPTABLE("acceptable"),
    /** Not settled by the next morning, or rising from week to week. */
    EXCEEDED("exceeded"),
    /** Above the acceptable zone during or after. */
    HIGH_RISK("high_risk"),
    /** Too little is answered. */
    UNKNOWN("unknown");

    private final String code;

    TendonZone(String code) {
      this.code = code;
    }

    /** The name used in messages. */
    public String code() {
      return code;
    }
  }

  /** What the 24-hour rule says of a session with osteoarthritis. */
  public enum JointZone {
    /** Little pain, settled. */
    GREEN("green"),
    /** Some pain, settled within 24 h. */
    AMBER("amber"),
    /** Not back to usual within 24 h: less next time. */
    EXCEEDED("exceeded"),
    /** Too much pain during the session. */
    RED("red"),
    /** Too little is answered. */
    UNKNOWN("unknown");

    private final String code;

    JointZone(String code) {
      this.code = code;
    }

    /** The name used in messages. */
    public String code() {
      return code;
    }
  }

  /**
   * Pain-monitoring model for tendons (Thomee 1997, Phys Ther 77:1690; Silbernagel et al. 2007, Am
   * J Sports Med 35:897).
   *
   * @param weekTrend median morning pain of the last seven days minus that of the seven before
   */
  public TendonZone tendon(
      @Nullable Double during,
      @Nullable Double after,
      @Nullable Double morning,
      @Nullable Double usualMorning,
      @Nullable Double weekTrend) {
    Double highest = PainScores.higher(during, after);
    if (highest != null && highest > acceptableTo) {
      return TendonZone.HIGH_RISK;
    }
    if ((morning != null && morning > acceptableTo)
        || (morning != null
            && usualMorning != null
            && PainScores.difference(morning, usualMorning) > allowance)
        || (weekTrend != null && weekTrend >= weekRise)) {
      return TendonZone.EXCEEDED;
    }
    if (highest == null) {
      return TendonZone.UNKNOWN;
    }
    return highest > safeTo ? TendonZone.ACCEPTABLE : TendonZone.SAFE;
  }

  /**
   * 24-hour rule for osteoarthritis (zones: Ageberg et al. 2010, BMC Musculoskelet Disord 11:126).
   *
   * @param after24Hours pain a day later
   */
  public JointZone joint(
      @Nullable Double during, @Nullable Double before, @Nullable Double after24Hours) {
    if (during != null && during > acceptableTo) {
      return JointZone.RED;
    }
    if (before != null
        && after24Hours != null
        && PainScores.difference(after24Hours, before) > allowance) {
      return JointZone.EXCEEDED;
    }
    if (during == null) {
      return JointZone.UNKNOWN;
    }
    return during > safeTo ? JointZone.AMBER : JointZone.GREEN;
  }

  /**
   * Trend of morning pain: median of the last seven days minus that of the seven before; absent
   * unless both weeks have an answer.
   *
   * @param lastWeek answered mornings of the last seven days
   * @param weekBefore answered mornings of the seven days before
   */
  public static @Nullable Double weekTrend(double[] lastWeek, double[] weekBefore) {
    if (lastWeek.length > WEEK || weekBefore.length > WEEK) {
      throw new IllegalArgumentException("a week has at most seven mornings");
    }
    if (lastWeek.length == 0 || weekBefore.length == 0) {
      return null;
    }
    return PainScores.difference(PainScores.median(lastWeek), PainScores.median(weekBefore));
  }
}
