package health.carryover.dashboard.api;

import health.carryover.analysis.port.Telemetry;
import health.carryover.analysis.port.Telemetry.Minute;
import health.carryover.analysis.port.Telemetry.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The heart rate of one session.
 *
 * @param resolution what a point of the series is
 * @param series one for each device, the one with the most readings first
 */
record SessionHeartRate(Resolution resolution, List<HeartRateSeries> series) {
  /** A session that runs is looked for this far back from its newest reading. */
  private static final Duration LONGEST_RUNNING = Duration.ofHours(6);

  /** Readings before a silence of this length belong to something earlier. */
  private static final Duration SILENCE = Duration.ofMinutes(30);

  static final SessionHeartRate NONE = ofReadings(List.of());

  /** What a point is. */
  enum Resolution {
    READING("reading"),
    MINUTE("minute");

    private final String code;

    Resolution(String code) {
      this.code = code;
    }

    String code() {
      return code;
    }
  }

  private static SessionHeartRate ofReadings(List<Reading> readings) {
    return new SessionHeartRate(Resolution.READING, HeartRateSeries.ofReadings(readings));
  }

  /** Of a session that has ended: by the minute if its readings are not kept any more. */
  static SessionHeartRate of(
      Telemetry telemetry, String patient, Instant start, Instant endInclusive) {
    List<Reading> readings = telemetry.readings(patient, start, endInclusive.plusMillis(1));
    if (!readings.isEmpty()) {
      return ofReadings(readings);
    }
    Instant from = start.truncatedTo(ChronoUnit.MINUTES);
    Instant to = endInclusive.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    if (!telemetry.readings(patient, from, to).isEmpty()) {
      // Readings are kept, and none is of the session.
      return NONE;
    }
    List<Minute> minutes = telemetry.minutes(patient, from, to);
    return minutes.isEmpty()
        ? NONE
        : new SessionHeartRate(Resolution.MINUTE, HeartRateSeries.ofMinutes(minutes));
  }

  /** Of a session that still runs and whose start nobody has told yet. */
  static SessionHeartRate upTo(Telemetry telemetry, String patient, Instant newestInclusive) {
    return ofReadings(
        sinceSilence(
            telemetry.readings(
                patient, newestInclusive.minus(LONGEST_RUNNING), newestInclusive.plusMillis(1))));
  }

  private static List<Reading> sinceSilence(List<Reading> readings) {
    int from = readings.size() - 1;
    while (from > 0
        && readings.get(from).atMillis() - readings.get(from - 1).atMillis()
            <= SILENCE.toMillis()) {
      from--;
    }
    return readings.subList(Math.max(from, 0), readings.size());
  }
}
