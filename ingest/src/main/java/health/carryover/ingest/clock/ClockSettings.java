package health.carryover.ingest.clock;

import java.time.Duration;

/**
 * When a device's clock is corrected.
 *
 * @param correction whether at all
 * @param from a clock that is off by less is left alone; above the usual delay of live messages
 * @param upTo a clock that is off by more is left alone: that is no drift, and people decide
 */
public record ClockSettings(Correction correction, Duration from, Duration upTo) {

  /** Whether clocks are corrected. */
  public enum Correction {
    ON,
    OFF
  }

  /** On, from 30 s up to 10 minutes. */
  public static final ClockSettings DEFAULTS =
      new ClockSettings(Correction.ON, Duration.ofSeconds(30), Duration.ofMinutes(10));

  public ClockSettings {
    if (from.compareTo(Duration.ofSeconds(1)) < 0 || upTo.compareTo(from) < 0) {
      throw new IllegalArgumentException("clocks are corrected from 1 s or more up to more");
    }
  }
}
