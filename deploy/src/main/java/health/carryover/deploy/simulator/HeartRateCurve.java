package health.carryover.deploy.simulator;

import java.util.Arrays;
import java.util.Random;

/**
 * Heart rate of a session, one reading a second: warm-up to a plateau, slow upward drift, slow
 * waves, a noise with memory, cool-down, and the dropouts of an optical sensor.
 *
 * @param patient whose heart it is
 * @param effort share of heart-rate reserve on the plateau
 * @param dropouts how many dropouts of 5 to 40 s to expect in an hour
 */
public record HeartRateCurve(SimulatedPatient patient, double effort, double dropouts) {
  private static final int WARM_UP_SECONDS = 240;
  private static final int COOL_DOWN_SECONDS = 90;
  private static final double START_EFFORT = 0.12;
  private static final double DRIFT_PER_HOUR = 0.05;
  private static final double NOISE_MEMORY = 0.95;
  private static final double NOISE_BPM = 0.6;
  private static final double WAVE_BPM = 2.5;
  private static final double WAVE_SECONDS = 170;
  private static final int SHORTEST_DROPOUT_SECONDS = 5;
  private static final int DROPOUT_SPREAD_SECONDS = 36;

  /** Beats per minute, whole numbers, for each second; NaN where the sensor saw nothing. */
  public float[] draw(int seconds, Random random) {
    float[] bpm = new float[seconds];
    double reserve = patient.maxBpm() - patient.restBpm();
    double noise = 0;
    double phase = random.nextDouble() * 2 * Math.PI;
    for (int second = 0; second < seconds; second++) {
      noise = NOISE_MEMORY * noise + NOISE_BPM * random.nextGaussian();
      double wave = WAVE_BPM * Math.sin(phase + 2 * Math.PI * second / WAVE_SECONDS);
      double beats = patient.restBpm() + reserve * effortAt(second, seconds) + wave + noise;
      bpm[second] = Math.round(Math.min(patient.maxBpm(), Math.max(patient.restBpm() - 5, beats)));
    }
    drop(bpm, random);
    return bpm;
  }

  private double effortAt(int second, int seconds) {
    double warm = 1 - Math.exp(-3.0 * second / WARM_UP_SECONDS);
    double plateau = effort * (1 + DRIFT_PER_HOUR * second / 3600);
    double rising = START_EFFORT + (plateau - START_EFFORT) * warm;
    int left = seconds - second;
    double cooling = left < COOL_DOWN_SECONDS ? 0.55 + 0.45 * left / COOL_DOWN_SECONDS : 1;
    return rising * cooling;
  }

  private void drop(float[] bpm, Random random) {
    double perSecond = dropouts / 3600;
    for (int second = 0; second < bpm.length; second++) {
      if (random.nextDouble() < perSecond) {
        int length = SHORTEST_DROPOUT_SECONDS + random.nextInt(DROPOUT_SPREAD_SECONDS);
        int end = Math.min(bpm.length, second + length);
        Arrays.fill(bpm, second, end, Float.NaN);
        second = end;
      }
    }
  }
}
