package health.carryover.analysis;

import java.time.Duration;

/**
 * The product choices of the monitor. None of these numbers has a paper behind it; all are shown to
 * operators.
 *
 * @param allowedLateness how far behind the patient's newest event an event may lie and still
 *     change an assessment; what is older is final
 * @param factsKept how far back the raw facts behind an assessment are kept in memory, not shorter
 *     than {@code allowedLateness}
 * @param silenceEndsSession a session without stop whose heart rate is silent for this long has
 *     ended at its last reading
 * @param longestSession no session without stop lasts longer
 * @param liveAlertDelay an alert known later than this after it happened is marked late
 * @param rules what is believed and when an alert is raised
 */
public record MonitorSettings(
    Duration allowedLateness,
    Duration factsKept,
    Duration silenceEndsSession,
    Duration longestSession,
    Duration liveAlertDelay,
    RuleSettings rules) {

  /** 7 days of lateness, facts kept 10 days, 30 minutes, 6 hours, 10 minutes. */
  public static final MonitorSettings DEFAULTS =
      new MonitorSettings(
          Duration.ofDays(7),
          Duration.ofDays(10),
          Duration.ofMinutes(30),
          Duration.ofHours(6),
          Duration.ofMinutes(10),
          RuleSettings.DEFAULTS);

  /** The defaults for a file at hand: nothing is forgotten, however old. */
  public static final MonitorSettings WHOLE_FILE =
      new MonitorSettings(
          DEFAULTS.allowedLateness,
          Duration.ofDays(36_500),
          DEFAULTS.silenceEndsSession,
          DEFAULTS.longestSession,
          DEFAULTS.liveAlertDelay,
          RuleSettings.DEFAULTS);

  public MonitorSettings {
    if (factsKept.compareTo(allowedLateness) < 0) {
      throw new IllegalArgumentException("facts must be kept as long as they may change");
    }
  }

  /** With the rules in use. */
  public MonitorSettings(
      Duration allowedLateness,
      Duration factsKept,
      Duration silenceEndsSession,
      Duration longestSession,
      Duration liveAlertDelay) {
    this(
        allowedLateness,
        factsKept,
        silenceEndsSession,
        longestSession,
        liveAlertDelay,
        RuleSettings.DEFAULTS);
  }

  /** The same settings with other rules. */
  public MonitorSettings with(RuleSettings other) {
    return new MonitorSettings(
        allowedLateness, factsKept, silenceEndsSession, longestSession, liveAlertDelay, other);
  }
}
