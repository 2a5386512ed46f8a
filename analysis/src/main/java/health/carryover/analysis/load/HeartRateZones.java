package health.carryover.analysis.load;

import java.util.Arrays;

/**
 * Heart-rate zones between ascending bounds in bpm. Zone 0 is below the first bound; zone k is
 * {@code bound[k-1] <= bpm < bound[k]}; the last zone has no upper end.
 */
public final class HeartRateZones {

  private static final int[] EDWARDS_PERCENT = {50, 60, 70, 80, 90};

  /** The bounds of {@link #ofReserve}, as shares of the heart-rate reserve. */
  private static final double[] INTENSITY_SHARES = {0.3, 0.4, 0.6, 0.9};

  private final double[] bounds;

  private HeartRateZones(double[] bounds) {
    this.bounds = bounds;
  }

  /**
   * Zones between the given bounds.
   *
   * @throws IllegalArgumentException when there is no bound or they do not ascend strictly
   */
  public static HeartRateZones of(double... boundsBpm) {
    if (boundsBpm.length == 0) {
      throw new IllegalArgumentException("zones need at least one bound");
    }
    for (int i = 0; i < boundsBpm.length; i++) {
      if (!Double.isFinite(boundsBpm[i]) || (i > 0 && boundsBpm[i] <= boundsBpm[i - 1])) {
        throw new IllegalArgumentException("zone bounds must be finite and ascending");
      }
    }
    return new HeartRateZones(boundsBpm.clone());
  }

  /**
   * The five zones of Edwards 1993 (The Heart Rate Monitor Book), 10 % wide from 50 % of the
   * maximal heart rate, lower bound inclusive. The zone number is its coefficient.
   */
  public static HeartRateZones edwards(double maxBpm) {
    double[] bounds = new double[EDWARDS_PERCENT.length];
    for (int i = 0; i < bounds.length; i++) {
      // Multiply first: 70 % of 190 must be 133 exactly.
      bounds[i] = EDWARDS_PERCENT[i] * maxBpm / 100;
    }
    return of(bounds);
  }

  /**
   * Five zones of intensity by the share of heart-rate reserve: very light below 30 %, light,
   * moderate from 40 %, vigorous from 60 %, near-maximal from 90 % (American College of Sports
   * Medicine, Guidelines for Exercise Testing and Prescription; another print ends vigorous at 84
   * %).
   */
  public static HeartRateZones ofReserve(HeartRateReference reference) {
    double[] bounds = new double[INTENSITY_SHARES.length];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = reference.targetBpm(INTENSITY_SHARES[i]);
    }
    return of(bounds);
  }

  /** Lower bound of a zone in bpm, inclusive; zone 0 has none. */
  public double from(int zone) {
    return bounds[zone - 1];
  }

  /** Number of zones, one more than bounds. */
  public int count() {
    return bounds.length + 1;
  }

  /** The zone of a heart rate, 0 to {@code count() - 1}. */
  public int zoneOf(double bpm) {
    int zone = 0;
    while (zone < bounds.length && bpm >= bounds[zone]) {
      zone++;
    }
    return zone;
  }

  @Override
  public String toString() {
    return "HeartRateZones" + Arrays.toString(bounds);
  }
}
