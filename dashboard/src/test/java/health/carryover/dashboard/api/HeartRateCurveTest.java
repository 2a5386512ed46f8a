package health.carryover.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.SeededRandom;
import health.carryover.analysis.port.Telemetry.Minute;
import health.carryover.analysis.port.Telemetry.Reading;
import health.carryover.dashboard.api.HeartRateCurve.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeartRateCurveTest {

  @Test
  void lawsOfThinning() {
    Random random = SeededRandom.of("HeartRateCurveTest");
    for (int round = 0; round < 400; round++) {
      List<Reading> readings = readings(random, round);
      HeartRateCurve curve = curve(readings);
      List<Point> points = curve.points();
      List<Point> values = points.stream().filter(p -> p.bpm() != null).toList();

      assertThat(points.size()).isLessThanOrEqualTo(HeartRateCurve.MOST_POINTS);
      assertThat(curve.readings()).isEqualTo(readings.size());
      assertThat(values).allMatch(p -> readings.contains(new Reading("d", p.atMillis(), p.bpm())));
      assertThat(points).isSortedAccordingTo(Comparator.comparingLong(Point::atMillis));
      assertThat(values.get(0)).isEqualTo(point(readings.get(0)));
      assertThat(values.get(values.size() - 1)).isEqualTo(point(readings.get(readings.size() - 1)));
      Comparator<Point> byBpm = Comparator.comparing(Point::bpm);
      List<Point> all = readings.stream().map(HeartRateCurveTest::point).toList();
      assertThat(Collections.max(values, byBpm).bpm()).isEqualTo(Collections.max(all, byBpm).bpm());
      assertThat(Collections.min(values, byBpm).bpm()).isEqualTo(Collections.min(all, byBpm).bpm());
      assertThat(points.stream().filter(p -> p.bpm() == null).count()).isEqualTo(curve.gaps());
      for (int i = 1; i < points.size(); i++) {
        assertThat(points.get(i).bpm() == null && points.get(i - 1).bpm() == null).isFalse();
      }
    }
  }

  @Test
  void theLongestSilencesAreMarkedAndNothingElse() {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      readings.add(new Reading("d", i * 1000L + (i >= 500 ? 16_000 : 0), 100));
    }
    assertThat(curve(readings).gaps()).isEqualTo(1);
    assertThat(curve(readings.subList(0, 500)).gaps()).isZero();
  }

  @Test
  void fewReadingsStayAsTheyAre() {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      readings.add(new Reading("d", i * 1000L, 90 + i % 7));
    }
    assertThat(curve(readings).points())
        .isEqualTo(readings.stream().map(HeartRateCurveTest::point).toList());
  }

  private static Point point(Reading reading) {
    return new Point(reading.atMillis(), reading.bpm());
  }

  /** Between 1 and some thousand readings, with silences, bursts and repeated times. */
  private static List<Reading> readings(Random random, int round) {
    int size = 1 + random.nextInt(round % 10 == 0 ? 5000 : 800);
    double gaps = random.nextInt(4) * 0.1;
    List<Reading> readings = new ArrayList<>();
    long at = 1_700_000_000_000L;
    for (int i = 0; i < size; i++) {
      readings.add(new Reading("d", at, 40 + random.nextInt(160)));
      at += random.nextDouble() < gaps ? random.nextInt(300_000) : random.nextInt(2) * 1000L;
    }
    return readings;
  }

  @Test
  void byTheMinuteAMinuteWithoutReadingsIsAGapWhereReadingsAreUsuallyCloser() {
    assertThat(byTheMinute(new int[] {60, 58, 60}, 0, 1, 2).gaps()).isZero();
    assertThat(byTheMinute(new int[] {60, 58, 60}, 0, 1, 3).gaps()).isEqualTo(1);
    assertThat(byTheMinute(new int[] {2, 2, 2}, 0, 1, 3).gaps()).isEqualTo(1);
    assertThat(byTheMinute(new int[] {1, 1, 1, 1}, 0, 1, 2, 4).gaps())
        .as("one a minute may slip into the next")
        .isZero();
    assertThat(byTheMinute(new int[] {1, 1, 1}, 0, 5, 10).gaps()).as("every five").isZero();
    assertThat(byTheMinute(new int[] {1, 1, 1, 1}, 0, 1, 2, 6).gaps()).isEqualTo(1);
    assertThat(byTheMinute(new int[] {7}, 3).points()).containsExactly(new Point(210_000, 93f));
    assertThat(byTheMinute(new int[] {7, 5}, 3, 4).readings()).isEqualTo(12);
  }

  private static HeartRateCurve byTheMinute(int[] readings, int... minutes) {
    List<Minute> found = new ArrayList<>();
    for (int i = 0; i < minutes.length; i++) {
      found.add(new Minute("d", minutes[i] * 60_000L, 90 + minutes[i], 60, 180, readings[i]));
    }
    return HeartRateCurve.of(HeartRateSeries.ofMinutes(found).get(0));
  }

  private static HeartRateCurve curve(List<Reading> readings) {
    return HeartRateCurve.of(HeartRateSeries.of("d", readings));
  }
}
