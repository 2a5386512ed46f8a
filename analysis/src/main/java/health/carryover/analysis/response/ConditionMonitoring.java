package health.carryover.analysis.response;

import org.jspecify.annotations.Nullable;

/**
 * Which pain-monitoring rule a condition follows, and with which bounds.
 *
 * @param rule the rule
 * @param bounds its zones
 */
public record ConditionMonitoring(Rule rule, PainMonitoring bounds) {

  /** The rules. */
  public enum Rule {
    /** Pain-monitoring model (Thomee 1997; Silbernagel 2007). */
    PAIN_MONITORING_MODEL("pain-monitoring-model"),
    /** Back to usual within 24 hours (programmes for osteoarthritis). */
    TWENTY_FOUR_HOURS("24-hour-rule");

    private final String code;

    Rule(String code) {
      this.code = code;
    }

    /** The name used in messages. */
    public String code() {
      return code;
    }
  }

  /** How serious a zone is, whatever the rule. */
  public enum Level {
    UNKNOWN,
    SAFE,
    ACCEPTABLE,
    /** Not settled in time, or rising from week to week. */
    EXCEEDED,
    /** Too much pain during or right after. */
    ABOVE
  }

  /**
   * What is known of the pain around a session, 0 to 10 each.
   *
   * @param during highest during the session
   * @param usualMorning usual morning pain, or that of the start
   * @param weekTrend rise of the weekly median morning pain
   */
  public record Answers(
      @Nullable Double before,
      @Nullable Double during,
      @Nullable Double after,
      @Nullable Double nextMorning,
      @Nullable Double usualMorning,
      @Nullable Double after24Hours,
      @Nullable Double weekTrend) {}

  /** Code and seriousness of a zone. */
  public record Zone(String code, Level level) {}

  /** The zone of a session. */
  public Zone zone(Answers told) {
    return switch (rule) {
      case PAIN_MONITORING_MODEL -> {
        PainMonitoring.TendonZone zone =
            bounds.tendon(
                told.during(),
                told.after(),
                told.nextMorning(),
                told.usualMorning(),
                told.weekTrend());
        yield new Zone(
            zone.code(),
            switch (zone) {
              case SAFE -> Level.SAFE;
              case ACCEPTABLE -> Level.ACCEPTABLE;
              case EXCEEDED -> Level.EXCEEDED;
              case HIGH_RISK -> Level.ABOVE;
              case UNKNOWN -> Level.UNKNOWN;
            });
      }
      case TWENTY_FOUR_HOURS -> {
        // Without an answer a day later the next morning speaks for it.
        Double later = told.after24Hours() == null ? told.nextMorning() : told.after24Hours();
        PainMonitoring.JointZone zone =
            bounds.joint(PainScores.higher(told.during(), told.after()), told.before(), later);
        yield new Zone(
            zone.code(),
            switch (zone) {
              case GREEN -> Level.SAFE;
              case AMBER -> Level.ACCEPTABLE;
              case EXCEEDED -> Level.EXCEEDED;
              case RED -> Level.ABOVE;
              case UNKNOWN -> Level.UNKNOWN;
            });
      }
    };
  }
}
