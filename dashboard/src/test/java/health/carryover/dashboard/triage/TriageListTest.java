package health.carryover.dashboard.triage;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.handling.AlertHandling;
import health.carryover.analysis.handling.HandlingAct;
import health.carryover.analysis.outcome.AlertChange.Change;
import health.carryover.analysis.outcome.AlertChange.Kind;
import health.carryover.analysis.outcome.AlertChange.Severity;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import health.carryover.analysis.port.SeededRandom;
import health.carryover.dashboard.triage.Lack.Why;
import health.carryover.dashboard.triage.Placement.Attention;
import health.carryover.dashboard.triage.Placement.Cut;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TriageListTest {
  private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
  private static final AlertBudget ALL = new AlertBudget(100);

  private static AlertFacts alert(String id, Kind kind, Severity severity, Instant at) {
    return new AlertFacts(
        new AlertStanding(
            id, "p", kind, severity, Change.RAISED, true, at, at, at, null, null, 1, Map.of()),
        AlertHandling.NONE);
  }

  private static AlertFacts seen(AlertFacts facts, HandlingAct.Kind kind, Instant until) {
    return new AlertFacts(
        facts.alert(),
        facts
            .handling()
            .with(
                new HandlingAct(
                    1, kind, "Kim", NOW, until, null, null, facts.alert().severity(), 1)));
  }

  private static PatientFacts patient(String id, AlertFacts... alerts) {
    return new PatientFacts(id, "Name " + id, List.of(alerts), null, List.of());
  }

  private static TriageList rank(AlertBudget budget, PatientFacts... patients) {
    return TriageList.rank(List.of(patients), budget, NOW, ZoneOffset.UTC);
  }

  private static List<String> ids(List<Placement> placements) {
    return placements.stream().map(p -> p.facts().patient()).toList();
  }

  @Test
  void sectionsComeInTheirOrderWhateverTheAlphabetSays() {
    AlertFacts red = alert("1", Kind.RED_FLAG, Severity.URGENT, NOW);
    AlertFacts rebound = alert("2", Kind.REBOUND_PATTERN, Severity.WARNING, NOW);
    AlertFacts load = alert("3", Kind.LOAD_EXCEEDS_TOLERANCE, Severity.WARNING, NOW);
    PatientFacts running =
        new PatientFacts(
            "d",
            "D",
            List.of(load),
            new SessionProgress("d", "s", NOW, NOW, 100.0, 3.0, 40.0, 0.1, false),
            List.of());
    PatientFacts silent =
        new PatientFacts("b", "B", List.of(), null, List.of(new Lack(Why.DEVICE_SILENT, 3)));
    TriageList list =
        rank(
            ALL,
            patient("a"),
            silent,
            patient("c", load),
            running,
            patient("e", rebound, load),
            patient("f", red, load));
    assertThat(list.placements())
        .extracting(Placement::section)
        .containsExactly(
            Section.SAFETY,
            Section.LIVE,
            Section.REBOUND,
            Section.LOAD,
            Section.MISSING,
            Section.WELL);
    assertThat(ids(list.placements())).containsExactly("f", "d", "e", "c", "b", "a");
    assertThat(list.placements().get(0).rule()).isEqualTo(TriageRule.RED_FLAG);
    assertThat(list.placements().get(2).headline()).isEqualTo(rebound);
  }

  @Test
  void whatWasSeenComesAfterWhatWasNot() {
    AlertFacts urgent = alert("1", Kind.PAIN_ZONE, Severity.URGENT, NOW);
    AlertFacts flag = alert("2", Kind.RED_FLAG, Severity.URGENT, NOW.minusSeconds(60));
    TriageList list =
        rank(
            ALL,
            patient("a", seen(urgent, HandlingAct.Kind.ACKNOWLEDGE, null)),
            patient("b", flag));
    assertThat(ids(list.placements())).containsExactly("b", "a");
    assertThat(list.placements().get(1).look()).isEqualTo(Attention.NOT_ASKED_FOR);
    assertThat(list.asking()).isEqualTo(1);
  }

  @Test
  void whatSleepsOrIsResolvedCountsForNothing() {
    AlertFacts load = alert("1", Kind.LOAD_EXCEEDS_TOLERANCE, Severity.WARNING, NOW);
    TriageList list =
        rank(
            ALL,
            patient("a", seen(load, HandlingAct.Kind.SNOOZE, NOW.plusSeconds(60))),
            patient("b", seen(load, HandlingAct.Kind.RESOLVE, null)),
            patient("c", seen(load, HandlingAct.Kind.SNOOZE, NOW)));
    assertThat(list.placements())
        .extracting(Placement::section)
        .containsExactly(Section.LOAD, Section.WELL, Section.WELL);
    assertThat(ids(list.placements())).startsWith("c");
  }

  @Test
  void theBudgetHoldsBackTheLightestOfEachDayAndNeverSafety() {
    Instant yesterday = NOW.minus(Duration.ofDays(1));
    List<PatientFacts> patients = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Severity severity = i < 3 ? Severity.WARNING : Severity.INFORMATION;
      patients.add(patient("t" + i, alert("t" + i, Kind.FLARE, severity, NOW)));
    }
    patients.add(patient("y", alert("y", Kind.FLARE, Severity.INFORMATION, yesterday)));
    for (int i = 0; i < 9; i++) {
      patients.add(patient("s" + i, alert("s" + i, Kind.RED_FLAG, Severity.URGENT, yesterday)));
    }
    TriageList list = TriageList.rank(patients, new AlertBudget(10), NOW, ZoneOffset.UTC);
    assertThat(list.allowed()).isEqualTo(3);
    assertThat(ids(list.of(Section.REBOUND))).containsExactly("t0", "t1", "t2");
    assertThat(list.of(Section.SAFETY)).hasSize(9);
    assertThat(list.beyond()).hasSize(18);
    assertThat(ids(list.beyond())).as("safety used that day up").contains("y");
    assertThat(TriageList.rank(patients, ALL, NOW, ZoneOffset.UTC).beyond()).isEmpty();
  }

  @Test
  void besideARunningSessionComesFirstWhatIsAboutIt() {
    AlertFacts older = alert("1", Kind.FLARE, Severity.URGENT, NOW.minus(Duration.ofDays(2)));
    AlertStanding near =
        alert("2", Kind.LOAD_APPROACHING_TOLERANCE, Severity.INFORMATION, NOW).alert();
    AlertFacts live =
        new AlertFacts(
            new AlertStanding(
                "2",
                "p",
                near.kind(),
                near.severity(),
                near.change(),
                true,
                NOW,
                NOW,
                NOW,
                null,
                null,
                2,
                Map.of("session", "run")),
            AlertHandling.NONE);
    AlertFacts warning =
        new AlertFacts(alert("3", Kind.FLARE, Severity.WARNING, NOW).alert(), AlertHandling.NONE);
    SessionProgress running =
        new SessionProgress("p", "run", NOW, NOW, 100.0, 3.0, 40.0, 0.1, false);
    assertThat(
            rank(ALL, new PatientFacts("p", "P", List.of(warning, live), running, List.of()))
                .placements()
                .get(0)
                .headline())
        .isEqualTo(live);
    assertThat(
            rank(ALL, new PatientFacts("p", "P", List.of(older, live), running, List.of()))
                .placements()
                .get(0)
                .section())
        .as("safety comes before what runs")
        .isEqualTo(Section.SAFETY);
  }

  @Test
  void theDayIsThatOfTheZone() {
    Instant late = Instant.parse("2026-03-01T23:30:00Z");
    List<PatientFacts> patients =
        List.of(
            patient("a", alert("a", Kind.FLARE, Severity.WARNING, late)),
            patient("b", alert("b", Kind.FLARE, Severity.WARNING, late)),
            patient("c", alert("c", Kind.FLARE, Severity.WARNING, late)),
            patient("d", alert("d", Kind.FLARE, Severity.INFORMATION, late.plusSeconds(7200))));
    AlertBudget one = new AlertBudget(1);
    assertThat(TriageList.rank(patients, one, NOW, ZoneOffset.UTC).beyond()).isEmpty();
    assertThat(TriageList.rank(patients, one, NOW, ZoneId.of("Europe/Berlin")).beyond()).hasSize(1);
  }

  @Test
  void theOrderDependsOnThePatientsAlone() {
    Random random = SeededRandom.of("orders of patients");
    for (int round = 0; round < 300; round++) {
      List<PatientFacts> patients = new ArrayList<>();
      for (int i = 0; i < random.nextInt(40) + 1; i++) {
        List<AlertFacts> alerts = new ArrayList<>();
        for (int n = 0; n < random.nextInt(4); n++) {
          AlertFacts facts =
              alert(
                  i + "-" + n,
                  Kind.values()[random.nextInt(Kind.values().length)],
                  Severity.values()[random.nextInt(Severity.values().length)],
                  NOW.minus(Duration.ofHours(random.nextInt(72))));
          alerts.add(
              random.nextInt(3) == 0 ? seen(facts, HandlingAct.Kind.ACKNOWLEDGE, null) : facts);
        }
        patients.add(new PatientFacts("p" + i, "N" + i % 3, alerts, null, List.of()));
      }
      AlertBudget budget = new AlertBudget(random.nextInt(100) + 1);
      TriageList list = TriageList.rank(patients, budget, NOW, ZoneOffset.UTC);
      List<PatientFacts> shuffled = new ArrayList<>(patients);
      Collections.shuffle(shuffled, random);
      assertThat(TriageList.rank(shuffled, budget, NOW, ZoneOffset.UTC)).isEqualTo(list);
      assertThat(list.placements()).hasSameSizeAs(patients);
      assertThat(list.beyond())
          .allSatisfy(
              held -> {
                assertThat(held.section()).isNotIn(Section.SAFETY, Section.LIVE);
                assertThat(held.look()).isEqualTo(Attention.ASKED_FOR);
              });
      AlertBudget more = new AlertBudget(Math.min(100, budget.perHundred() + 20));
      assertThat(ids(list.beyond()))
          .as("a larger budget holds nothing else back")
          .containsAll(ids(TriageList.rank(patients, more, NOW, ZoneOffset.UTC).beyond()));
      assertThat(list.placements().stream().filter(p -> p.held() == Cut.WITHIN).count())
          .isEqualTo(patients.size() - list.beyond().size());
    }
  }
}
