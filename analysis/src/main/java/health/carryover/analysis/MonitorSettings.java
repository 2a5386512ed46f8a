package health.carryover.analysis;

import java.time.Duration;

/**
 * The product choices of the monitor. None of these numbers has a paper behind it; all are shown to
 * operators.
 *
 * @param allowedLateness how far behind the patient's newest event an event may lie and still be
 *     used; older sessions are settled and their raw readings forgotten
 * @param silenceEndsSession a session without stop whose heart rate is silent for this long has
 *     ended at its last reading
 * @param liveAlertDelay an alert known later than this after it happened is marked late
 */
public record MonitorSettings(
    Duration allowedLateness, Duration silenceEndsSession, Duration liveAlertDelay) {

  /** 7 days, 30 minutes, 10 minutes. */
  public static final MonitorSettings DEFAULTS =
      new MonitorSettings(Duration.ofDays(7), Duration.ofMinutes(30), Duration.ofMinutes(10));
}
