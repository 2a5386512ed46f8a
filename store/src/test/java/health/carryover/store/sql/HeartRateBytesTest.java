package health.carryover.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.SeededRandom;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class HeartRateBytesTest {
  @Test
  void anEvenRhythmCostsAboutTwoBytesAReading() {
    int seconds = 3_600;
    long[] at = new long[seconds];
    float[] bpm = new float[seconds];
    for (int i = 0; i < seconds; i++) {
      at[i] = 1_772_438_400_000L + i * 1_000L;
      bpm[i] = 90 + i % 6;
    }
    assertThat(HeartRateBytes.of(at, bpm)).hasSizeLessThan(2 * seconds + 20);
    assertComesBack(at, bpm);
  }

  @Test
  void everyTenthOfABeatAndEveryOddValueComesBack() {
    float[] tenths = new float[2_251];
    for (int i = 0; i < tenths.length; i++) {
      tenths[i] = Float.parseFloat((250 + i) / 10 + "." + (250 + i) % 10);
    }
    assertComesBack(new long[tenths.length], tenths);
    assertThat(HeartRateBytes.of(new long[tenths.length], tenths))
        .hasSizeLessThan(3 * tenths.length);
    assertComesBack(
        new long[] {0, Long.MAX_VALUE, Long.MIN_VALUE, -1, 7},
        new float[] {72.25f, Math.nextUp(72f), -0f, Float.NaN, Float.MAX_VALUE});
    assertComesBack(new long[0], new float[0]);
  }

  @Test
  void anyReadingsComeBack() {
    Random random = SeededRandom.of("heart-rate bytes");
    for (int round = 0; round < 500; round++) {
      int size = random.nextInt(60);
      long[] at = new long[size];
      float[] bpm = new float[size];
      boolean tenths = random.nextBoolean();
      long now = random.nextLong() >> random.nextInt(64);
      for (int i = 0; i < size; i++) {
        now += random.nextLong() >> random.nextInt(64);
        at[i] = now;
        bpm[i] = tenths ? 25 + random.nextInt(2_251) / 10f : Float.intBitsToFloat(random.nextInt());
      }
      assertComesBack(at, bpm);
    }
  }

  private static void assertComesBack(long[] at, float[] bpm) {
    HeartRateBytes.Readings back = HeartRateBytes.parse(HeartRateBytes.of(at, bpm));
    assertThat(back.atMillis()).isEqualTo(at);
    assertThat(bits(back.bpm())).isEqualTo(bits(bpm));
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
