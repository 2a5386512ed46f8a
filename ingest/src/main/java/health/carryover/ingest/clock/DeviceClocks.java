package health.carryover.ingest.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * The clocks of the devices heard last, a bounded number of them. What it answers depends on the
 * messages before in the order of the journal and on nothing else. Any thread.
 */
public final class DeviceClocks {
  private static final int MOST_DEVICES = 100_000;

  private final ClockSettings settings;
  private final LinkedHashMap<String, DeviceClock> clocks = new LinkedHashMap<>(16, 0.75f, true);

  public DeviceClocks(ClockSettings settings) {
    this.settings = settings;
  }

  /**
   * What is to be added to the times of a message that came now, if anything. Nothing is remembered
   * of it yet.
   *
   * @param observedAt its newest event time by the device's own clock, if it tells one
   */
  public synchronized Optional<Duration> shiftOf(
      String clinic, String device, Optional<Instant> observedAt, Instant heardAt) {
    if (settings.correction() == ClockSettings.Correction.OFF) {
      return Optional.empty();
    }
    DeviceClock clock = of(clinic, device);
    return observedAt
        .map(at -> clock.heard(at.toEpochMilli(), heardAt.toEpochMilli(), settings))
        .orElse(clock)
        .shift();
  }

  /** What is known of the clock of {@code device}. */
  public synchronized DeviceClock of(String clinic, String device) {
    return clocks.getOrDefault(key(clinic, device), DeviceClock.UNKNOWN);
  }

  /**
   * Takes in a message that may have come live.
   *
   * @param observedAt its newest event time by the device's own clock
   * @param heardAt its receipt
   */
  public synchronized void heard(
      String clinic, String device, Instant observedAt, Instant heardAt) {
    String key = key(clinic, device);
    DeviceClock before = clocks.getOrDefault(key, DeviceClock.UNKNOWN);
    clocks.put(key, before.heard(observedAt.toEpochMilli(), heardAt.toEpochMilli(), settings));
    if (clocks.size() > MOST_DEVICES) {
      clocks.remove(clocks.keySet().iterator().next());
    }
  }

  /** What was known of the clock of {@code device} is not known any more. */
  public synchronized void forget(String clinic, String device) {
    clocks.remove(key(clinic, device));
  }

  private static String key(String clinic, String device) {
    return clinic + "/" + device;
  }
}
