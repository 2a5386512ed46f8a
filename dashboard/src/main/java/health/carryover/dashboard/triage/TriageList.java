package health.carryover.dashboard.triage;

import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.dashboard.triage.Placement.Attention;
import health.carryover.dashboard.triage.Placement.Cut;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All patients in the order in which to look at them. Sections by {@link TriageRule}; within a
 * section whoever asks for a look first, then the most severe alert, the likeliest flare, the
 * newest event, the name. The order depends on nothing else, and not on the order of the input.
 *
 * @param placements all of them in order, those beyond the budget too
 * @param allowed patients a day within the budget
 */
public record TriageList(List<Placement> placements, int allowed) {
  private static final Comparator<AlertFacts> GRAVEST_FIRST =
      Comparator.<AlertFacts, AlertChange.Severity>comparing(
              facts -> facts.alert().severity(), Comparator.reverseOrder())
          .thenComparingDouble(facts -> -probability(facts))
          .thenComparing(facts -> facts.alert().eventAt(), Comparator.reverseOrder())
          .thenComparing(facts -> facts.alert().alert());

  /**
   * @param zone whose days the budget counts
   */
  public static TriageList rank(
      List<PatientFacts> patients, AlertBudget budget, Instant now, ZoneId zone) {
    int allowed = budget.allowed(patients.size());
    Set<String> within = withinBudget(patients, allowed, now, zone);
    List<Placement> placements = new ArrayList<>();
    for (PatientFacts patient : patients) {
      placements.add(place(patient, within, now));
    }
    placements.sort(order());
    return new TriageList(List.copyOf(placements), allowed);
  }

  /** Those of one section within the budget, in order. */
  public List<Placement> of(Section section) {
    return placements.stream()
        .filter(placement -> placement.section() == section && placement.held() == Cut.WITHIN)
        .toList();
  }

  /** Those the budget holds back, in order. */
  public List<Placement> beyond() {
    return placements.stream().filter(placement -> placement.held() == Cut.BEYOND).toList();
  }

  /** How many patients somebody has to look at, those held back not counted. */
  public long asking() {
    return placements.stream()
        .filter(p -> p.look() == Attention.ASKED_FOR && p.held() == Cut.WITHIN)
        .count();
  }

  private static Placement place(PatientFacts patient, Set<String> within, Instant now) {
    TriageRule rule = TriageRule.of(patient, now);
    AlertFacts headline =
        patient.alerts().stream()
            .filter(alert -> alert.counts(now) && rule.isAbout(alert))
            .min(
                Comparator.<AlertFacts>comparingInt(a -> isAboutWhatRuns(a, patient) ? 0 : 1)
                    .thenComparingInt(a -> a.asks(now) ? 0 : 1)
                    .thenComparing(GRAVEST_FIRST))
            .orElse(null);
    boolean asks = patient.has(now, alert -> alert.asks(now));
    boolean free = rule.section() == Section.SAFETY || rule.section() == Section.LIVE;
    boolean beyond = asks && !free && !within.contains(patient.patient());
    return new Placement(
        patient,
        rule,
        headline,
        asks ? Attention.ASKED_FOR : Attention.NOT_ASKED_FOR,
        beyond ? Cut.BEYOND : Cut.WITHIN);
  }

  /** Beside a running session one reads first what is about that session. */
  private static boolean isAboutWhatRuns(AlertFacts facts, PatientFacts patient) {
    SessionProgress running = patient.running();
    return running != null && running.session().equals(facts.alert().newest().get("session"));
  }

  /**
   * The patients who come first on at least one day on which something happened that asks for a
   * look. A patient counts once a day, and what is about safety comes first.
   */
  private static Set<String> withinBudget(
      List<PatientFacts> patients, int allowed, Instant now, ZoneId zone) {
    Map<LocalDate, Map<String, AlertFacts>> byDay = new HashMap<>();
    for (PatientFacts patient : patients) {
      for (AlertFacts alert : patient.alerts()) {
        if (alert.asks(now)) {
          LocalDate day = LocalDate.ofInstant(alert.alert().eventAt(), zone);
          byDay
              .computeIfAbsent(day, first -> new HashMap<>())
              .merge(patient.patient(), alert, (a, b) -> GRAVEST_FIRST.compare(a, b) <= 0 ? a : b);
        }
      }
    }
    Set<String> within = new HashSet<>();
    for (Map<String, AlertFacts> day : byDay.values()) {
      day.entrySet().stream()
          .sorted(
              Comparator.<Map.Entry<String, AlertFacts>>comparingInt(
                      entry -> entry.getValue().isSafety() ? 0 : 1)
                  .thenComparing(Map.Entry::getValue, GRAVEST_FIRST))
          .limit(allowed)
          .forEach(entry -> within.add(entry.getKey()));
    }
    return within;
  }

  private static Comparator<Placement> order() {
    return Comparator.comparing(Placement::section)
        .thenComparing(Placement::look)
        .thenComparing(Placement::headline, Comparator.nullsLast(GRAVEST_FIRST))
        .thenComparing(Placement::rule)
        .thenComparingLong(p -> -lackWeight(p))
        .thenComparing(p -> p.facts().name(), String.CASE_INSENSITIVE_ORDER)
        .thenComparing(p -> p.facts().patient());
  }

  private static long lackWeight(Placement placement) {
    return placement.facts().lacks().stream().filter(lack -> lack.why().isGrave()).count();
  }

  private static double probability(AlertFacts facts) {
    @Nullable Object value = facts.alert().newest().get("probability");
    return value instanceof Number number ? number.doubleValue() : 0;
  }
}
