package health.carryover.analysis.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.analysis.CsvFile;
import health.carryover.analysis.SharedData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Results that other people published, each by the definition it was made with. */
class PublishedExpectationsTest {

  private static final double MILLIS = 1_000;

  @Test
  void formulaCases() throws IOException {
    int compared = 0;
    JsonNode cases =
        new ObjectMapper().readTree(SharedData.file("expected/formula-cases.json").toFile());
    for (JsonNode item : cases) {
      String id = item.get("id").asText();
      JsonNode input = item.get("input");
      JsonNode expected = item.get("expected");
      switch (id) {
        case "trimp-fellrnr", "trimp-small" -> {
          double sum = 0;
          for (Map.Entry<String, JsonNode> entry : input.get("hr_seconds").properties()) {
            sum +=
                BanisterFormula.MALE.ofMean(
                    entry.getValue().asDouble() / 60,
                    Double.parseDouble(entry.getKey()),
                    reference(input));
          }
          double tolerance =
              item.has("tolerance_abs")
                  ? item.get("tolerance_abs").asDouble()
                  : expected.asDouble() * item.get("tolerance_rel").asDouble();
          assertThat(sum).as(id).isCloseTo(expected.asDouble(), within(tolerance));
        }
        case "hrss-333-lthr163" -> {
          double hour =
              BanisterFormula.MALE.ofMean(60, input.get("lthr").asDouble(), reference(input));
          assertThat(Math.floor(100 * input.get("trimp").asDouble() / hour))
              .isEqualTo(item.get("expected_floor").asDouble());
        }
        case "monotony-simple" -> {
          MonotonyStrain week =
              MonotonyStrain.ofWeek(
                  DailySeries.of(doubles(input.get("daily"))), Deviation.POPULATION);
          assertThat(week.monotony()).isCloseTo(expected.get("monotony").asDouble(), within(1e-9));
          assertThat(week.strain()).isCloseTo(expected.get("strain").asDouble(), within(1e-9));
        }
        case "monotony-constant" -> {
          MonotonyStrain week =
              MonotonyStrain.ofWeek(
                  DailySeries.of(doubles(input.get("daily"))), Deviation.POPULATION);
          assertThat(week.monotony()).isEqualTo(10);
          assertThat(week.flat()).isTrue();
        }
        case "monotony-empty" -> {
          // No day at all: here seven unknown days, which have no monotony.
          assertThat(MonotonyStrain.ofWeek(DailySeries.ofKnown(new Double[7])).monotony()).isNull();
        }
        case "ewma-tsb-single", "ewma-tsb-future-ctl" -> {
          int last = 0;
          double[] days = new double[101];
          for (Map.Entry<String, JsonNode> entry : input.get("daily").properties()) {
            days[Integer.parseInt(entry.getKey())] = entry.getValue().asDouble();
          }
          DailySeries series = DailySeries.of(days);
          for (String name : List.of("ctl", "atl")) {
            if (expected.has(name)) {
              ExponentialMean mean = ExponentialMean.overDays(input.get(name + "_days").asInt());
              for (Map.Entry<String, JsonNode> entry : expected.get(name).properties()) {
                double value = mean.from(0, series, Integer.parseInt(entry.getKey()));
                assertThat(value).as(id).isCloseTo(entry.getValue().asDouble(), within(1.0));
                last++;
              }
            }
          }
          assertThat(last).isPositive();
        }
        case "banister-ff-simple" -> {
          FitnessFatigue model =
              new FitnessFatigue(
                  input.get("tau1").asDouble(),
                  input.get("tau2").asDouble(),
                  input.get("k1").asDouble(),
                  input.get("k2").asDouble());
          FitnessFatigue.State state = FitnessFatigue.State.NONE;
          for (int day = 0; day <= 7; day++) {
            state = model.next(state, input.get("daily").path("" + day).asDouble(0));
            if (day > 0) {
              assertThat(state.fitness())
                  .isCloseTo(expected.get("fitness").get("" + day).asDouble(), within(1.0));
              assertThat(state.fatigue())
                  .isCloseTo(expected.get("fatigue").get("" + day).asDouble(), within(1.0));
            }
            if (day == 1) {
              assertThat(model.performance(0, state))
                  .isCloseTo(expected.get("performance").get("1").asDouble(), within(1.0));
            }
          }
        }
        case "saf-banister-v2" -> {
          // That program leaves the coefficient 0.64 out.
          double minutes = input.get("duration_s").asDouble() / 60;
          double ours =
              BanisterFormula.MALE.ofMean(
                  minutes, input.get("avg_hr").asDouble(), reference(input));
          assertThat(ours / 0.64).isCloseTo(expected.asDouble(), within(1e-9));
        }
        case "elevate-ewma-init" -> {
          // That program decays with exp(-1/N) and starts from given values.
          assertThat(new ExponentialMean(1 - Math.exp(-1 / 42.0)).next(50, 150)).isGreaterThan(50);
          assertThat(new ExponentialMean(1 - Math.exp(-1 / 7.0)).next(100, 150)).isGreaterThan(100);
        }
        default -> throw new IllegalStateException("a case without a comparison: " + id);
      }
      compared++;
    }
    System.out.println(
        "formula-cases.json: " + compared + " of " + cases.size() + " cases compared");
    assertThat(compared).isEqualTo(11);
  }

  @Test
  void elevateActivities() throws IOException {
    JsonNode file =
        new ObjectMapper().readTree(SharedData.file("expected/elevate-activities.json").toFile());
    int values = 0;
    int flagged = 0;
    for (JsonNode item : file.get("cases")) {
      Recording recording = Recording.read(item.get("session_id").asText());
      JsonNode expected = item.get("expected");
      HeartRateReference reference = reference(item.get("athlete"));
      long end = recording.atMillis()[recording.atMillis().length - 1] + 1;
      HeartRateLoad load =
          SessionLoad.integrate(
              LoadBasis.of(reference, BanisterFormula.MALE),
              ActiveTime.between(recording.atMillis()[0], end),
              recording.atMillis(),
              recording.bpm(),
              0,
              recording.bpm().length);
      // Their impulse takes the mean of the samples over moving time, which needs speed: given.
      JsonNode moving = expected.path("computedStats.movingTime");
      if (!moving.isMissingNode()) {
        double trimp =
            BanisterFormula.MALE.ofMean(
                moving.get("value").asDouble() / 60, load.meanBpm(), reference);
        values += compare(expected, "computedStats.scores.stress.trimp", trimp, 0.01);
        values +=
            compare(
                expected,
                "computedStats.scores.stress.trimpPerHour",
                trimp / moving.get("value").asDouble() * 3_600,
                0.01);
        double hour = 60 * BanisterFormula.MALE.ratePerMinute(0.85);
        values += compare(expected, "computedStats.scores.stress.hrss", 100 * trimp / hour, 0.01);
      }
      values += compare(expected, "computedStats.heartRate.avg", load.meanBpm(), 0.005);
      values += compare(expected, "computedStats.heartRate.max", load.maxBpm(), 0);
      values +=
          compare(
              expected,
              "computedStats.heartRate.avgReserve",
              100 * reference.fractionOfReserve(load.meanBpm()),
              0.01);
      for (JsonNode flag : item.get("expected_flags")) {
        flagged++;
        // A mean of 234 bpm: there the abnormal values are artefacts and leave no load.
        assertThat(flag.asText()).contains("ABNORMAL");
        assertThat(load.artefacts()).isGreaterThan(recording.bpm().length / 2);
        assertThat(load.quality()).isNotEqualTo(LoadQuality.GOOD);
      }
    }
    System.out.println(
        "elevate-activities.json: " + values + " values and " + flagged + " flags compared");
    assertThat(values).isEqualTo(6);
  }

  @Test
  void dailyLoadsOfAFootballSeason() {
    Map<String, List<Map<String, String>>> players = new LinkedHashMap<>();
    for (Map<String, String> row : CsvFile.rows(SharedData.file("expected/soccermon-daily.csv"))) {
      players.computeIfAbsent(row.get("player_id"), id -> new ArrayList<>()).add(row);
    }
    int compared = 0;
    int ratios = 0;
    int monotonies = 0;
    for (List<Map<String, String>> rows : players.values()) {
      // Their windows count days before the first as rest.
      double[] loads = new double[27 + rows.size()];
      for (int i = 0; i < rows.size(); i++) {
        loads[27 + i] = Double.parseDouble(rows.get(i).get("daily_load"));
      }
      DailySeries series = DailySeries.of(loads);
      for (int i = 0; i < rows.size(); i++) {
        Map<String, String> row = rows.get(i);
        if (!row.get("consistent").equals("1")) {
          continue;
        }
        int day = 27 + i;
        AcuteChronicRatio ours = AcuteChronicRatio.coupled(series, day);
        assertThat(ours.acute()).isCloseTo(number(row, "atl"), within(0.0051));
        assertThat(ours.chronic()).isCloseTo(number(row, "ctl28"), within(0.0051));
        Double ratio = ours.ratio();
        if (ratio == null) {
          assertThat(number(row, "acwr")).isZero();
        } else {
          // Theirs divides the two means after rounding them to two decimals.
          double rounding = 0.000051 + 0.0051 * (1 + ratio) / ours.chronic();
          assertThat(ratio).isCloseTo(number(row, "acwr"), within(rounding));
          ratios++;
        }
        MonotonyStrain week =
            MonotonyStrain.ofWeek(
                DailySeries.of(Arrays.copyOfRange(loads, day - 6, day + 1)), Deviation.POPULATION);
        Double monotony = week.rawMonotony();
        if (monotony == null) {
          assertThat(number(row, "monotony")).isZero();
        } else {
          assertThat(monotony).isCloseTo(number(row, "monotony"), within(0.0051));
          // Their strain multiplies by the monotony rounded to two decimals.
          assertThat(week.weeklyLoad() * monotony)
              .isCloseTo(number(row, "strain"), within(0.0051 * week.weeklyLoad() + 0.051));
          monotonies++;
        }
        compared++;
      }
    }
    System.out.printf(
        "soccermon-daily.csv: %d consistent rows, %d ratios and %d monotonies with a value%n",
        compared, ratios, monotonies);
    assertThat(compared).isEqualTo(12_050);
    assertThat(ratios).isGreaterThan(10_000);
    assertThat(monotonies).isGreaterThan(9_000);
  }

  @Test
  void outputOfTheRPackage() {
    Map<String, List<Map<String, String>>> athletes = new LinkedHashMap<>();
    for (Map<String, String> row : CsvFile.rows(SharedData.file("expected/acwr-r-package.csv"))) {
      athletes.computeIfAbsent(row.get("ID"), id -> new ArrayList<>()).add(row);
    }
    int means = 0;
    int ratios = 0;
    int rolling = 0;
    for (List<Map<String, String>> rows : athletes.values()) {
      DailySeries series =
          DailySeries.of(rows.stream().mapToDouble(row -> number(row, "TL")).toArray());
      for (int day = 0; day < rows.size(); day++) {
        Map<String, String> row = rows.get(day);
        AcuteChronicRatio ours = AcuteChronicRatio.exponential(series, day);
        assertThat(ours.acute()).isCloseTo(number(row, "EWMA_acute"), within(1e-9));
        assertThat(ours.chronic()).isCloseTo(number(row, "EWMA_chronic"), within(1e-9));
        means++;
        Double ratio = ours.ratio();
        if (ratio != null) {
          assertThat(ratio).isCloseTo(number(row, "EWMA_ACWR"), within(1e-9));
          ratios++;
        }
        // Their rolling means run over sessions; with one session a day and full windows that is
        // the same, before it is not.
        if (day >= 6) {
          AcuteChronicRatio coupled = AcuteChronicRatio.coupled(series, day);
          assertThat(coupled.acute()).isCloseTo(number(row, "RAC_acute"), within(0.0051));
          rolling++;
        }
        if (day >= 27) {
          AcuteChronicRatio coupled = AcuteChronicRatio.coupled(series, day);
          AcuteChronicRatio uncoupled = AcuteChronicRatio.uncoupled(series, day);
          assertThat(coupled.chronic()).isCloseTo(number(row, "RAC_chronic"), within(0.0051));
          assertThat(coupled.ratio()).isCloseTo(number(row, "RAC_ACWR"), within(0.0051));
          assertThat(uncoupled.chronic()).isCloseTo(number(row, "RAU_chronic"), within(0.0051));
          assertThat(uncoupled.ratio()).isCloseTo(number(row, "RAU_ACWR"), within(0.0051));
        }
      }
    }
    System.out.printf(
        "acwr-r-package.csv: %d EWMA rows, %d EWMA ratios, %d rolling acute means, chronic ones on"
            + " full windows%n",
        means, ratios, rolling);
    assertThat(means).isEqualTo(56);
    assertThat(ratios).isEqualTo(2);
  }

  @Test
  void secondsInZonesOfTheFirmware() throws IOException {
    ObjectMapper json = new ObjectMapper();
    int rows = 0;
    int single = 0;
    double all = 0;
    double off = 0;
    for (Map<String, String> row : CsvFile.rows(SharedData.file("expected/device-summary.csv"))) {
      if (!row.get("agrees").equals("all")
          || row.get("time_in_zone_s").isEmpty()
          || row.get("zone_high_bpm").isEmpty()) {
        continue;
      }
      double[] seconds = doubles(json.readTree(row.get("time_in_zone_s")));
      HeartRateZones zones = HeartRateZones.of(doubles(json.readTree(row.get("zone_high_bpm"))));
      Recording recording = Recording.read(row.get("session_id"));
      long start = Long.parseLong(row.get("segment_start_ms"));
      long end = start + (long) (number(row, "elapsed_s") * MILLIS);
      List<Double> ours =
          SessionLoad.readings(
                  LoadBasis.withoutReference(BanisterFormula.UNISEX),
                  recording.active(start, end),
                  recording.atMillis(),
                  recording.bpm(),
                  0,
                  recording.bpm().length)
              .secondsIn(zones);
      double difference = 0;
      double total = 0;
      for (int zone = 0; zone < zones.count(); zone++) {
        double theirs = zone < seconds.length ? seconds[zone] : 0;
        difference += Math.abs(ours.get(zone) - theirs);
        total += theirs;
      }
      rows++;
      if (total < 2) {
        // A single reading in a swim: the firmware counts the moment, a hold lasts up to 30 s.
        single++;
        continue;
      }
      assertThat(difference)
          .as(row.get("session_id") + "/" + row.get("segment"))
          .isLessThanOrEqualTo(Math.max(5, 0.015 * total));
      all += total;
      off += difference;
    }
    System.out.printf(
        "device-summary.csv: %d rows with zones, %d of them with one reading; %.0f s in zones, %.0f"
            + " s (%.2f %%) placed otherwise%n",
        rows, single, all, off, 100 * off / all);
    assertThat(rows).isEqualTo(20);
    assertThat(single).isEqualTo(1);
    assertThat(off).isLessThan(0.005 * all);
  }

  private static int compare(JsonNode expected, String name, double value, double relative) {
    JsonNode node = expected.path(name);
    if (node.isMissingNode()) {
      return 0;
    }
    double theirs = node.get("value").asDouble();
    assertThat(value).as(name).isCloseTo(theirs, within(relative * theirs + 1e-9));
    return 1;
  }

  private static HeartRateReference reference(JsonNode input) {
    return new HeartRateReference(input.get("rest_hr").asDouble(), input.get("max_hr").asDouble());
  }

  private static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    Arrays.setAll(values, i -> array.get(i).asDouble());
    return values;
  }

  private static double number(Map<String, String> row, String column) {
    return Double.parseDouble(row.get(column));
  }
}
