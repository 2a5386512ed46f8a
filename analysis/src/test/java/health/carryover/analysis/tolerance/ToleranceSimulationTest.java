package health.carryover.analysis.tolerance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The filter against simulated patients whose truth is known. Not a clinical validation: the worlds
 * are made by people who also made the model.
 *
 * <p>Each patient starts at the reference load and follows graded exposure: a tenth more whenever
 * the last two sessions were clean, a quarter less after a flare. Sessions are two days apart; what
 * is done differs from what was planned by a normal factor of 0.15 on the log scale, which is
 * measured.
 */
class ToleranceSimulationTest {

  private static final long SEED = Long.getLong("carryover.simulation.seed", 20_260_103L);
  private static final int PATIENTS = 300;
  private static final int SESSIONS = 40;
  private static final double DAYS = 2;
  private static final double LOAD_NOISE = 0.15;
  private static final ToleranceGrid GRID = ToleranceGrid.of(ToleranceModel.standard());
  private static final Map<Scenario, Result> RESULTS = new EnumMap<>(Scenario.class);

  /** Errors of one filter after a number of sessions. */
  private static final class Errors {
    double sum;
    double squares;
    double covered;
    int count;

    void add(ToleranceBelief belief, double truth) {
      double error = belief.mean() - truth;
      sum += error;
      squares += error * error;
      covered += truth >= belief.quantile(0.05) && truth <= belief.quantile(0.95) ? 1 : 0;
      count++;
    }

    double bias() {
      return sum / count;
    }

    double rmse() {
      return Math.sqrt(squares / count);
    }

    double coverage() {
      return covered / count;
    }
  }

  /** What one scenario gave. */
  private static final class Result {
    final Map<Integer, Errors> ordinal = at();
    final Map<Integer, Errors> binary = at();
    final Map<Integer, Errors> prior = at();
    final Predictions graded = new Predictions();
    final Predictions flat = new Predictions();
    final Predictions oracle = new Predictions();
    final Predictions ratio = new Predictions();
    final Predictions load = new Predictions();
    double over;
    double overAlerted;
    double within;
    double withinAlerted;
    double late;
    double alerted;
    double alertedFlares;

    private static Map<Integer, Errors> at() {
      return Map.of(5, new Errors(), 10, new Errors(), 20, new Errors(), 40, new Errors());
    }

    void predicted(double risk, double truth, boolean flare, int session) {
      if (session <= 10) {
        return;
      }
      boolean alert = risk > 0.30;
      late++;
      alerted += alert ? 1 : 0;
      alertedFlares += alert && flare ? 1 : 0;
      if (truth >= 0.40) {
        over++;
        overAlerted += alert ? 1 : 0;
      } else if (truth <= 0.15) {
        within++;
        withinAlerted += alert ? 1 : 0;
      }
    }

    double sensitivity() {
      return overAlerted / over;
    }

    double falseAlerts() {
      return withinAlerted / within;
    }
  }

  @BeforeAll
  static void simulate() {
    System.out.printf(
        "tolerance simulation: seed %d, %d patients x %d sessions per scenario%n",
        SEED, PATIENTS, SESSIONS);
    for (Scenario scenario : Scenario.values()) {
      RESULTS.put(scenario, run(scenario, new Random(SEED + scenario.ordinal())));
    }
    for (String line : table()) {
      System.out.println(line);
    }
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void intervalsCoverTheTruth(Scenario scenario) {
    Result result = RESULTS.get(scenario);
    for (int sessions : List.of(10, 20, 40)) {
      // Beyond the published worlds an interval may be wider than it needs to be, not narrower.
      assertThat(result.ordinal.get(sessions).coverage())
          .as("%s after %d", scenario, sessions)
          .isBetween(0.88, scenario.published() ? 0.97 : 1.0);
    }
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void gradesTellMoreThanYesAndNo(Scenario scenario) {
    Result result = RESULTS.get(scenario);
    assertThat(result.ordinal.get(20).rmse()).isLessThan(result.binary.get(20).rmse());
    // Fewer answers, or flares that do not follow the load, teach less: over several seeds these
    // two lie around 0.27 and 0.29, so the band of 0.27 is not claimed for them.
    boolean learnsLess = scenario == Scenario.MISSING || scenario == Scenario.WHOLE_PRIOR;
    assertThat(result.ordinal.get(20).rmse()).isLessThanOrEqualTo(learnsLess ? 0.35 : 0.27);
    assertThat(result.ordinal.get(20).rmse()).isLessThan(result.prior.get(20).rmse());
  }

  /** Wrong grades teach a wrong rate: that scenario is printed and not held to the band. */
  @ParameterizedTest
  @EnumSource(value = Scenario.class, names = "LABEL_NOISE", mode = EnumSource.Mode.EXCLUDE)
  void probabilitiesAreCalibratedAndAlertsAreRareWithinTolerance(Scenario scenario) {
    Result result = RESULTS.get(scenario);
    assertThat(result.graded.calibrationError()).isLessThanOrEqualTo(0.04);
    assertThat(result.falseAlerts()).isLessThanOrEqualTo(0.05);
  }

  @Test
  void mostSessionsAboveToleranceAreAlertedWhenToleranceGrows() {
    assertThat(RESULTS.get(Scenario.GROWTH).sensitivity()).isGreaterThanOrEqualTo(0.65);
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void theModelBeatsTheWorkloadRatioAFixedThresholdAndRawLoad(Scenario scenario) {
    Result result = RESULTS.get(scenario);
    assertThat(result.graded.auc())
        .isGreaterThan(result.ratio.auc())
        .isGreaterThan(result.ratio.aucOfBestThreshold())
        .isGreaterThan(result.load.auc())
        .isGreaterThan(result.load.aucOfBestThreshold());
    assertThat(result.graded.brier()).isLessThan(result.graded.brierOfBaseRate());
  }

  @Test
  void flaresThatDoNotFollowTheLoadAreRecognised() {
    for (int sessions : List.of(10, 20, 40)) {
      double driven = independentShare(0.05, sessions, new Random(SEED + 100));
      double independent = independentShare(0.40, sessions, new Random(SEED + 200));
      System.out.printf(
          Locale.ROOT,
          "P(background >= .30) > .5 after %d sessions: load-driven %.3f, load-independent %.3f%n",
          sessions,
          driven,
          independent);
      if (sessions == 20) {
        assertThat(driven).isLessThanOrEqualTo(0.05);
        assertThat(independent).isGreaterThanOrEqualTo(0.50);
      }
    }
  }

  private static Result run(Scenario scenario, Random random) {
    Result result = new Result();
    for (int p = 0; p < PATIENTS; p++) {
      VirtualPatient patient = VirtualPatient.draw(scenario, random);
      ToleranceBelief ordinal = GRID.prior();
      ToleranceBelief binary = GRID.prior();
      Workload workload = new Workload();
      double planned = 0;
      int clean = 0;
      for (int session = 1; session <= SESSIONS; session++) {
        if (session > 1) {
          patient.before(session, DAYS);
          ordinal = ordinal.afterDays(DAYS);
          binary = binary.afterDays(DAYS);
          workload.rest();
        }
        double x = planned + LOAD_NOISE * random.nextGaussian();
        double truth = patient.flareProbability(x);
        int grade = patient.grade(x, random);
        boolean flare = grade >= 2;
        double risk = ordinal.flareProbability(x);
        result.graded.add(risk, flare);
        result.flat.add(binary.flareProbability(x), flare);
        result.oracle.add(truth, flare);
        result.load.add(x, flare);
        result.ratio.add(workload.session(Math.exp(x)), flare);
        result.predicted(risk, truth, flare, session);

        if (random.nextDouble() >= scenario.missing) {
          int reported = patient.reported(grade, random);
          boolean reportedFlare = reported >= 2;
          ordinal = ordinal.updatedOrdinal(x, reported, 1);
          binary =
              binary.updatedBinary(
                  x, reportedFlare ? FlareOutcome.FLARE : FlareOutcome.NO_FLARE, 1);
          clean = reportedFlare ? 0 : clean + 1;
          if (reportedFlare) {
            planned += Math.log(0.75);
          } else if (clean >= 2) {
            planned += Math.log(1.10);
          }
        }
        if (result.ordinal.containsKey(session)) {
          result.ordinal.get(session).add(ordinal, patient.theta());
          result.binary.get(session).add(binary, patient.theta());
          result.prior.get(session).add(GRID.prior(), patient.theta());
        }
      }
    }
    return result;
  }

  /** Share of patients with a given background rate in whom flares are called load-independent. */
  private static double independentShare(double background, int sessions, Random random) {
    int called = 0;
    for (int p = 0; p < PATIENTS; p++) {
      VirtualPatient patient =
          VirtualPatient.of(Scenario.NO_GROWTH, 0.5 + 0.45 * random.nextGaussian(), 6, background);
      ToleranceBelief belief = GRID.prior();
      double planned = 0;
      int clean = 0;
      for (int session = 0; session < sessions; session++) {
        belief = session == 0 ? belief : belief.afterDays(DAYS);
        double x = planned + 0.25 * random.nextGaussian();
        boolean flare = patient.grade(x, random) >= 2;
        belief = belief.updatedBinary(x, flare ? FlareOutcome.FLARE : FlareOutcome.NO_FLARE, 1);
        clean = flare ? 0 : clean + 1;
        if (flare) {
          planned += Math.log(0.75);
        } else if (clean >= 2) {
          planned += Math.log(1.10);
        }
      }
      called += belief.loadIndependent() > 0.5 ? 1 : 0;
    }
    return (double) called / PATIENTS;
  }

  /** Exponentially weighted acute to chronic ratio, a session day and a rest day in turn. */
  private static final class Workload {
    private double acute;
    private double chronic;
    private boolean seeded;

    double session(double load) {
      acute = seeded ? 0.25 * load + 0.75 * acute : load;
      chronic = seeded ? 2.0 / 29 * load + 27.0 / 29 * chronic : load;
      seeded = true;
      return acute / chronic;
    }

    void rest() {
      acute *= 0.75;
      chronic *= 27.0 / 29;
    }
  }

  private static List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| scenario | n | bias | RMSE ordinal / binary / prior | coverage ordinal / binary |");
    lines.add("|---|---|---|---|---|");
    RESULTS.forEach(
        (scenario, result) -> {
          for (int n : List.of(5, 10, 20, 40)) {
            Errors ordinal = result.ordinal.get(n);
            lines.add(
                String.format(
                    Locale.ROOT,
                    "| %s | %d | %+.3f | %.3f / %.3f / %.3f | %.3f / %.3f |",
                    scenario.label,
                    n,
                    ordinal.bias(),
                    ordinal.rmse(),
                    result.binary.get(n).rmse(),
                    result.prior.get(n).rmse(),
                    ordinal.coverage(),
                    result.binary.get(n).coverage()));
          }
        });
    lines.add("");
    lines.add(
        "| scenario | AUC ordinal / binary / oracle | AUC ratio / its best threshold | AUC load /"
            + " its best threshold | Brier model / base / oracle | ECE | sensitivity | false"
            + " alerts | alert rate | PPV |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|");
    RESULTS.forEach(
        (scenario, result) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "| %s | %.3f / %.3f / %.3f | %.3f / %.3f | %.3f / %.3f | %.3f / %.3f / %.3f"
                        + " | %.3f | %.3f | %.3f | %.3f | %.3f |",
                    scenario.label,
                    result.graded.auc(),
                    result.flat.auc(),
                    result.oracle.auc(),
                    result.ratio.auc(),
                    result.ratio.aucOfBestThreshold(),
                    result.load.auc(),
                    result.load.aucOfBestThreshold(),
                    result.graded.brier(),
                    result.graded.brierOfBaseRate(),
                    result.oracle.brier(),
                    result.graded.calibrationError(),
                    result.sensitivity(),
                    result.falseAlerts(),
                    result.alerted / result.late,
                    result.alertedFlares / result.alerted)));
    return lines;
  }
}
