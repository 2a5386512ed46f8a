package health.carryover.analysis.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SustainedHeartRateTest {
  @Test
  void aPeakCountsWhenItWasHeldForTenSeconds() {
    float[] bpm = new float[60];
    Arrays.fill(bpm, 140);
    Arrays.fill(bpm, 20, 30, 170); // spans 9 s
    assertThat(peak(bpm)).isEqualTo(140);
    bpm[30] = 168; // with it 10 s, at 168
    assertThat(peak(bpm)).isEqualTo(168);
  }

  @Test
  void aSilenceOrAnArtefactEndsIt() {
    long[] at = {0, 5_000, 30_000, 35_000};
    float[] bpm = {180, 180, 180, 180};
    assertThat(SustainedHeartRate.highestHeld(at, bpm, 0, 4)).isNull();
    float[] jump = new float[11];
    Arrays.fill(jump, 150);
    jump[5] = 225;
    assertThat(SustainedHeartRate.highestHeld(seconds(11), jump, 0, 11)).isNull();
  }

  @Test
  void theLowestFiveMinutesAgreeWithAPlainSearch() {
    long seed = 20_261_122;
    System.out.println("SustainedHeartRateTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      int n = 900;
      long[] at = new long[n];
      float[] bpm = new float[n];
      long now = 0;
      for (int i = 0; i < n; i++) {
        now += random.nextInt(40) == 0 ? 200_000 : 1_000 * (1 + random.nextInt(4));
        at[i] = now;
        bpm[i] = 60 + random.nextInt(30);
      }
      Double plain = plainLowestMean(at, bpm);
      Double found = SustainedHeartRate.lowestMean(at, bpm, 0, n);
      if (plain == null) {
        assertThat(found).isNull();
      } else {
        assertThat(found).isCloseTo(plain, within(1e-9));
      }
    }
  }

  @Test
  void nothingCoveredIsNothingSaid() {
    assertThat(SustainedHeartRate.lowestMean(seconds(200), new float[200], 0, 200)).isNull();
    assertThat(SustainedHeartRate.lowestMean(new long[0], new float[0], 0, 0)).isNull();
  }

  /** For every end the shortest stretch of five minutes or more, as the words say it. */
  private static Double plainLowestMean(long[] at, float[] bpm) {
    Double lowest = null;
    for (int end = 1; end < at.length; end++) {
      int first = end;
      while (first >= 0 && at[end] - at[first] < 300_000) {
        first--;
      }
      if (first < 0) {
        continue;
      }
      double weighted = 0;
      long held = 0;
      for (int i = first; i < end; i++) {
        long hold = Math.min(90_000, at[i + 1] - at[i]);
        weighted += bpm[i] * (double) hold;
        held += hold;
      }
      double mean = weighted / held;
      if (held >= 0.8 * (at[end] - at[first]) && (lowest == null || mean < lowest)) {
        lowest = mean;
      }
    }
    return lowest;
  }

  private static double peak(float[] bpm) {
    return SustainedHeartRate.highestHeld(seconds(bpm.length), bpm, 0, bpm.length);
  }

  private static long[] seconds(int n) {
    long[] at = new long[n];
    Arrays.setAll(at, i -> i * 1_000L);
    return at;
  }
}
