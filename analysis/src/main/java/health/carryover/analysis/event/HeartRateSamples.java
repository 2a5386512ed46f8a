package health.carryover.analysis.event;

import java.time.Instant;

/**
 * Accepted heart-rate readings of one device, in the order in which they were sent.
 *
 * <p>Two parallel arrays: {@code atMillis[i]} is the epoch millisecond (UTC) of reading {@code i},
 * {@code bpm[i]} its heart rate in beats per minute, {@value #LOWEST_BPM} to {@value #HIGHEST_BPM}.
 * Gaps are simply not there. The arrays belong to this event: neither side changes them afterwards.
 */
public final class HeartRateSamples implements PatientEvent {
  /** The lowest heart rate that is a reading at all, in beats per minute, inclusive. */
  public static final double LOWEST_BPM = 25;

  /** The highest heart rate that is a reading at all, in beats per minute, inclusive. */
  public static final double HIGHEST_BPM = 250;

  private final long[] atMillis;
  private final float[] bpm;
  private final Sensor sensor;
  private final long lastMillis;

  /**
   * @param atMillis epoch milliseconds, in any order, at least one
   * @param bpm as many readings, each within {@link #isReading}
   * @throws IllegalArgumentException if the arrays differ in length, are empty or hold a value that
   *     is no reading
   */
  public HeartRateSamples(long[] atMillis, float[] bpm, Sensor sensor) {
    if (atMillis.length != bpm.length || atMillis.length == 0) {
      throw new IllegalArgumentException("heart-rate arrays must be of one length, at least one");
    }
    long last = Long.MIN_VALUE;
    for (int i = 0; i < bpm.length; i++) {
      if (!isReading(bpm[i])) {
        throw new IllegalArgumentException("a value that is no heart-rate reading");
      }
      last = Math.max(last, atMillis[i]);
    }
    this.atMillis = atMillis;
    this.bpm = bpm;
    this.sensor = sensor;
    this.lastMillis = last;
  }

  /** Whether {@code bpm} can be a heart rate: finite and within the two bounds, inclusive. */
  public static boolean isReading(double bpm) {
    return bpm >= LOWEST_BPM && bpm <= HIGHEST_BPM;
  }

  /** How many readings there are, at least one. */
  public int size() {
    return bpm.length;
  }

  /** Epoch millisecond of reading {@code index}. */
  public long atMillis(int index) {
    return atMillis[index];
  }

  /** Beats per minute of reading {@code index}. */
  public float bpm(int index) {
    return bpm[index];
  }

  /** Where the sensor sat. */
  public Sensor sensor() {
    return sensor;
  }

  @Override
  public Instant observedAt() {
    return Instant.ofEpochMilli(lastMillis);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.heartRate(this);
  }

  /** Where a heart-rate sensor sits; optical wrist sensors are the less certain ones. */
  public enum Sensor {
    CHEST,
    WRIST,
    UNKNOWN
  }
}
