package health.carryover.analysis.load;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.Golden;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class LoadGoldenTest {

  @TestFactory
  Stream<DynamicTest> vectors() {
    return Golden.table("load.csv").stream()
        .map(row -> DynamicTest.dynamicTest(row.toString(), () -> check(row)));
  }

  private static void check(Golden row) {
    switch (row.metric()) {
      case "banister" ->
          row.check(
              BanisterFormula.valueOf(row.inputs()[0])
                  .ofMean(row.in(1), row.in(2), new HeartRateReference(row.in(3), row.in(4))));
      case "rate" -> row.check(BanisterFormula.valueOf(row.inputs()[0]).ratePerMinute(row.in(1)));
      case "fraction" ->
          row.check(new HeartRateReference(row.in(1), row.in(2)).fractionOfReserve(row.in(0)));
      case "samplewise" -> {
        LoadBasis basis =
            LoadBasis.of(new HeartRateReference(row.in(0), row.in(1)), BanisterFormula.MALE);
        row.check(perSecond(basis, row.allInputs(), 2).banister());
      }
      case "edwards" -> {
        LoadBasis basis = LoadBasis.of(new HeartRateReference(60, row.in(0)), BanisterFormula.MALE);
        row.check(perSecond(basis, row.allInputs(), 1).edwards());
      }
      case "lucia" -> {
        LoadBasis basis =
            new LoadBasis(
                null, BanisterFormula.MALE, new VentilatoryThresholds(row.in(0), row.in(1)), null);
        row.check(perSecond(basis, row.allInputs(), 2).lucia());
      }
      case "itrimp" ->
          row.check(row.in(2) * new LactateCurve(row.in(0), row.in(1)).ratePerMinute(row.in(3)));
      case "srpe" -> row.check(SessionRpe.load(row.in(0), row.in(1)));
      case "monotony" -> {
        Double[] days = new Double[7];
        for (int day = 0; day < 7; day++) {
          days[day] = row.inOrNull(1 + day);
        }
        MonotonyStrain week =
            MonotonyStrain.ofWeek(DailySeries.ofKnown(days), Deviation.valueOf(row.inputs()[0]));
        row.check(
            week.weeklyLoad(),
            week.meanLoad(),
            week.standardDeviation(),
            week.rawMonotony(),
            week.monotony(),
            week.strain());
      }
      case "strain" -> row.check(row.in(0) * row.in(1));
      case "karvonen" ->
          row.check(new HeartRateReference(row.in(0), row.in(1)).targetBpm(row.in(2)));
      case "hrmax" -> row.check(MaxHeartRateFormula.valueOf(row.inputs()[0]).maxBpm(row.in(1)));
      case "keteyian" ->
          row.check(
              MaxHeartRateFormula.keteyian2012(
                  row.in(0), row.in(1), MaxHeartRateFormula.Ergometer.valueOf(row.inputs()[2])));
      case "ratio" -> {
        DailySeries series = DailySeries.of(row.allInputs());
        int day = series.days() - 1;
        AcuteChronicRatio exponential = AcuteChronicRatio.exponential(series, day);
        row.check(
            series.sum(0, series.days()),
            AcuteChronicRatio.coupled(series, day).ratio(),
            AcuteChronicRatio.uncoupled(series, day).ratio(),
            exponential.acute(),
            exponential.chronic(),
            exponential.ratio());
      }
      case "coupling" -> row.check(AcuteChronicRatio.coupledFromUncoupled(row.in(0)));
      case "lambda" -> row.check(ExponentialMean.overDays((int) row.in(0)).lambda());
      case "banisterstep" -> {
        FitnessFatigue model = new FitnessFatigue(row.in(0), row.in(1), row.in(2), row.in(3));
        FitnessFatigue.State next =
            model.next(new FitnessFatigue.State(row.in(4), row.in(5)), row.in(6));
        row.check(next.fitness(), next.fatigue(), model.performance(0, next));
      }
      case "impulse" -> {
        FitnessFatigue model = new FitnessFatigue(row.in(0), row.in(1), row.in(2), row.in(3));
        row.check(model.daysToZero(), model.daysToPeak());
      }
      default -> throw new IllegalArgumentException(row.metric());
    }
  }

  /** Pairs of minutes and bpm, sampled once a second. */
  private static HeartRateLoad perSecond(LoadBasis basis, double[] pairs, int from) {
    int samples = 0;
    for (int i = from; i < pairs.length; i += 2) {
      samples += (int) (pairs[i] * 60);
    }
    long[] at = new long[samples];
    float[] bpm = new float[samples];
    int n = 0;
    for (int i = from; i < pairs.length; i += 2) {
      Arrays.fill(bpm, n, n + (int) (pairs[i] * 60), (float) pairs[i + 1]);
      n += (int) (pairs[i] * 60);
    }
    Arrays.setAll(at, i -> 1_000L * i);
    HeartRateLoad load =
        SessionLoad.integrate(basis, ActiveTime.between(0, samples * 1_000L), at, bpm, 0, samples);
    assertThat(load.coverage()).isEqualTo(1);
    return load;
  }
}
