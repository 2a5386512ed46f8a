package health.carryover.analysis.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SessionLoadTest {

  private static final LoadBasis BASIS =
      new LoadBasis(
          new HeartRateReference(60, 180),
          BanisterFormula.MALE,
          new VentilatoryThresholds(120, 150),
          new LactateCurve(0.3, 3));

  @Test
  void irregularSamplesWithAGapAsWorkedInA10() {
    HeartRateLoad load =
        of(ActiveTime.between(0, 140_000), s(0, 10, 20, 120, 130), 100, 110, 120, 130, 130);
    assertThat(load.rawBanister()).isCloseTo(0.96562, within(5e-6));
    assertThat(load.coverage()).isEqualTo(0.5);
    assertThat(load.banister()).isCloseTo(1.93124, within(1e-5));
    assertThat(load.quality()).isEqualTo(LoadQuality.LOW);
  }

  @Test
  void qualityFollowsCoverageAtItsBounds() {
    assertThat(LoadQuality.of(0.80)).isEqualTo(LoadQuality.GOOD);
    assertThat(LoadQuality.of(Math.nextDown(0.80))).isEqualTo(LoadQuality.LOW);
    assertThat(LoadQuality.of(0.50)).isEqualTo(LoadQuality.LOW);
    assertThat(LoadQuality.of(Math.nextDown(0.50))).isEqualTo(LoadQuality.INSUFFICIENT);
  }

  @Test
  void tooLittleCoverageGivesNoLoad() {
    HeartRateLoad load = of(ActiveTime.between(0, 600_000), s(0, 10, 20), 100, 110, 120);
    assertThat(load.quality()).isEqualTo(LoadQuality.INSUFFICIENT);
    assertThat(load.banister()).isNull();
    assertThat(load.edwards()).isNull();
    assertThat(load.rawBanister()).isPositive();
  }

  @Test
  void withoutSamplesThereIsNoHeartRate() {
    HeartRateLoad load = of(ActiveTime.between(0, 600_000), s());
    assertThat(load.coverage()).isZero();
    assertThat(load.meanBpm()).isNull();
    assertThat(load.maxBpm()).isNull();
    assertThat(load.timeWeightedMeanBpm()).isNull();
  }

  @Test
  void oneSampleIsHeldThirtySecondsWhileTheIntervalIsUnknown() {
    HeartRateLoad load = of(ActiveTime.between(0, 60_000), s(0), 100);
    assertThat(load.coverage()).isEqualTo(0.5);
  }

  @Test
  void pausesHoldNothing() {
    ActiveTime active = ActiveTime.of(s(0, 100), s(10, 110));
    HeartRateLoad load = of(active, s(0, 5, 50, 104, 109), 100, 100, 200, 100, 100);
    assertThat(load.activeMinutes()).isEqualTo(20 / 60.0);
    assertThat(load.readings()).isEqualTo(4);
    assertThat(load.maxBpm()).isEqualTo(100);
    assertThat(load.coverage()).isEqualTo(16 / 20.0);
  }

  @Test
  void aJumpThatRevertsIsNoLoadButStaysTheMaximum() {
    HeartRateLoad load =
        of(ActiveTime.between(0, 5_000), s(0, 1, 2, 3, 4), 100, 100, 160, 101, 101);
    assertThat(load.artefacts()).isEqualTo(1);
    assertThat(load.maxBpm()).isEqualTo(160);
    assertThat(load.meanBpm()).isCloseTo(562 / 5.0, within(1e-9));
    assertThat(load.timeWeightedMeanBpm()).isCloseTo(562 / 5.0, within(1e-9));
    HeartRateLoad clean =
        of(ActiveTime.between(0, 5_000), s(0, 1, 2, 3, 4), 100, 100, 100, 101, 101);
    assertThat(load.banister()).isEqualTo(clean.banister());
  }

  @Test
  void aJumpThatStaysIsLoad() {
    assertThat(of(ActiveTime.between(0, 5_000), s(0, 1, 2, 3), 100, 100, 160, 161).artefacts())
        .isZero();
    assertThat(of(ActiveTime.between(0, 90_000), s(0, 10, 20, 30), 100, 100, 160, 100).artefacts())
        .isZero();
  }

  @Test
  void readingsOutsideThirtyToTwoHundredThirtyAreNoLoad() {
    HeartRateLoad load = of(ActiveTime.between(0, 4_000), s(0, 1, 2, 3), 100, 29, 231, 100);
    assertThat(load.artefacts()).isEqualTo(2);
    assertThat(load.coverage()).isEqualTo(1);
    assertThat(load.maxBpm()).isEqualTo(231);
  }

  @Test
  void gapsInTheDataAreNoZeros() {
    HeartRateLoad load = of(ActiveTime.between(0, 4_000), s(0, 1, 2, 3), 100, 0, Float.NaN, 100);
    assertThat(load.readings()).isEqualTo(2);
    assertThat(load.meanBpm()).isEqualTo(100);
  }

  @Test
  void staysAboveTheMaximumForTenSecondsAreToldOnce() {
    float[] high = new float[12];
    Arrays.fill(high, 185);
    long[] at = new long[12];
    Arrays.setAll(at, i -> 1_000L * i);
    assertThat(of(ActiveTime.between(0, 12_000), at, high).maxExceeded()).isTrue();
    high[6] = 180;
    assertThat(of(ActiveTime.between(0, 12_000), at, high).maxExceeded()).isFalse();
  }

  @Test
  void ofEqualTimesTheFirstCounts() {
    HeartRateLoad load = of(ActiveTime.between(0, 3_000), s(0, 1, 1, 2), 100, 110, 150, 120);
    assertThat(load.readings()).isEqualTo(3);
    assertThat(load.maxBpm()).isEqualTo(120);
  }

  @Test
  void backwardTimesAreRefused() {
    LiveLoad live = new LiveLoad(BASIS, 0);
    live.add(2_000, 100);
    assertThatThrownBy(() -> live.add(1_000, 100)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> live.at(1_000)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void slowSensorsWidenTheCapToThreeIntervals() {
    HeartRateLoad load = of(ActiveTime.between(0, 60_000), s(0, 8, 16, 24), 100, 100, 100, 100);
    assertThat(load.coverage()).isEqualTo(48 / 60.0);
  }

  @Test
  void runningAndFinalResultAreOneComputation() {
    long seed = 20_260_101L;
    System.out.println("live and batch load, seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 300; round++) {
      int stretches = 1 + random.nextInt(4);
      long[] starts = new long[stretches];
      long[] ends = new long[stretches];
      long clock = 1_000;
      for (int i = 0; i < stretches; i++) {
        starts[i] = clock;
        clock += 1 + random.nextInt(200_000);
        ends[i] = clock;
        clock += random.nextInt(60_000);
      }
      ActiveTime active = ActiveTime.of(starts, ends);
      int size = random.nextInt(400);
      long[] at = new long[size];
      float[] bpm = new float[size];
      long time = random.nextInt(2_000);
      for (int i = 0; i < size; i++) {
        time += random.nextInt(10) == 0 ? random.nextInt(40_000) : random.nextInt(3_000);
        at[i] = time;
        int kind = random.nextInt(12);
        bpm[i] =
            kind == 0
                ? 0
                : kind == 1
                    ? 245
                    : kind < 6 ? 60 + random.nextInt(140) : 60 + random.nextInt(14_000) / 100f;
      }
      LiveLoad live = new LiveLoad(BASIS, starts[0]);
      int next = 0;
      for (int i = 0; i < stretches; i++) {
        live.resume(starts[i]);
        for (; next < size && at[next] < ends[i]; next++) {
          if (at[next] >= starts[i]) {
            live.add(at[next], bpm[next]);
            // Reading in between must not change what follows.
            if (random.nextInt(5) == 0) {
              live.at(at[next] + random.nextInt(3));
            }
          }
        }
        live.pause(ends[i]);
      }
      HeartRateLoad batch = SessionLoad.integrate(BASIS, active, at, bpm, 0, size);
      assertThat(live.at(ends[stretches - 1])).isEqualTo(batch);
      assertThat(batch.coverage()).isBetween(0.0, 1.0);
      NaiveLoad naive = NaiveLoad.of(BASIS, active, at, bpm);
      assertThat(batch.coverage()).isCloseTo(naive.coverage(), within(1e-12));
      assertThat(batch.rawBanister())
          .isCloseTo(naive.banister(), within(1e-9 * (1 + naive.banister())));
      assertThat(batch.artefacts()).isEqualTo(naive.artefacts());
    }
  }

  @Test
  void speedIsPrinted() {
    int size = 1_000_000;
    long[] at = new long[size];
    float[] bpm = new float[size];
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < size; i++) {
      at[i] = 1_000L * i;
      bpm[i] = 90 + random.nextInt(60);
    }
    ActiveTime active = ActiveTime.between(0, 1_000L * size);
    double best = Double.POSITIVE_INFINITY;
    for (int round = 0; round < 12; round++) {
      long start = System.nanoTime();
      assertThat(SessionLoad.integrate(BASIS, active, at, bpm, 0, size).coverage()).isEqualTo(1);
      best = Math.min(best, System.nanoTime() - start);
    }
    System.out.printf("load of 1 Hz samples: %.1f million samples/s%n", size / best * 1e3);
  }

  private static long[] s(long... seconds) {
    return Arrays.stream(seconds).map(second -> second * 1_000).toArray();
  }

  private static HeartRateLoad of(ActiveTime active, long[] at, float... bpm) {
    return SessionLoad.integrate(BASIS, active, at, bpm, 0, Math.min(at.length, bpm.length));
  }
}
