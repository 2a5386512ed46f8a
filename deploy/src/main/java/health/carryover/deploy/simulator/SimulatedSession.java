package health.carryover.deploy.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;

/**
 * One session of an invented patient, with the heart rate of its every second already drawn.
 *
 * @param id unique within the patient
 * @param bpm beats per minute, one a second from {@code startAt}; NaN is a gap; not changed
 * @param load its true load in all, training impulse
 */
public record SimulatedSession(
    SimulatedPatient patient, String id, Instant startAt, float[] bpm, double load) {
  private static final double DROPOUTS_PER_HOUR = 3;
  private static final double LEAST_EFFORT = 0.15;
  private static final double MOST_EFFORT = 0.95;
  private static final int BISECTIONS = 30;

  /** A session of {@code minutes} at {@code effort}, as the heart and the sensor make it. */
  public static SimulatedSession draw(
      SimulatedPatient patient, Instant startAt, int minutes, double effort, Random random) {
    return of(
        patient,
        startAt,
        new HeartRateCurve(patient, effort, DROPOUTS_PER_HOUR).draw(minutes * 60, random));
  }

  /**
   * A session without gaps whose load reaches {@code target} as nearly as possible after {@code
   * reachedAfter}.
   *
   * @param length longer than {@code reachedAfter}
   * @param seed of its chance
   */
  public static SimulatedSession reaching(
      SimulatedPatient patient,
      Instant startAt,
      Duration length,
      double target,
      Duration reachedAfter,
      long seed) {
    int seconds = Math.toIntExact(length.toSeconds());
    int until = Math.toIntExact(reachedAfter.toSeconds());
    double low = LEAST_EFFORT;
    double high = MOST_EFFORT;
    float[] bpm = new float[0];
    for (int i = 0; i < BISECTIONS; i++) {
      double effort = (low + high) / 2;
      bpm = new HeartRateCurve(patient, effort, 0).draw(seconds, new Random(seed));
      if (patient.load(Arrays.copyOf(bpm, until)) < target) {
        low = effort;
      } else {
        high = effort;
      }
    }
    return of(patient, startAt, bpm);
  }

  private static SimulatedSession of(SimulatedPatient patient, Instant startAt, float[] bpm) {
    return new SimulatedSession(
        patient, "s-" + startAt.getEpochSecond(), startAt, bpm, patient.load(bpm));
  }

  /** The first moment after its last reading. */
  public Instant endAt() {
    return startAt.plusSeconds(bpm.length);
  }

  /** Its true load as a multiple of the patient's reference load. */
  public double relativeLoad() {
    return load / patient.referenceLoad();
  }

  /** Rating of perceived exertion, CR-10, that fits its mean effort. */
  public int exertion() {
    double meanEffort = load / (bpm.length / 60.0) / patient.minuteLoad(1);
    return (int) Math.max(1, Math.min(9, Math.round(2 + 9 * Math.sqrt(meanEffort))));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SimulatedSession that
        && patient.equals(that.patient)
        && startAt.equals(that.startAt)
        && Arrays.equals(bpm, that.bpm);
  }

  @Override
  public int hashCode() {
    return 31 * startAt.hashCode() + Arrays.hashCode(bpm);
  }

  @Override
  public String toString() {
    return "SimulatedSession[" + id + ", " + bpm.length + " s]";
  }
}
