package health.carryover.analysis.port;

import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.event.PainSlot;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.AlertReason;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.ReasonSentence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Made-up outcomes with every kind of value in them. */
public final class SampleOutcomes {
  private SampleOutcomes() {}

  /** An assessment in which some things are known and some are not. */
  public static Assessment assessment(
      String patient, String session, int revision, Instant start, Instant knownAt) {
    return new Assessment(
        patient,
        session,
        revision,
        false,
        knownAt,
        start,
        start.plus(Duration.ofMinutes(28)),
        null,
        28.0,
        121.3,
        150.0,
        0.97,
        new Assessment.Load(
            LoadCurrency.BANISTER_TRIMP, "banister-1991-f0.86", 41.2, "good", 41.2, 61.0, null),
        new Assessment.Pain(5.0, 3.0, 3.0, 6.0, null),
        Map.of(
            PainSlot.BEFORE, Assessment.SlotState.ANSWERED,
            PainSlot.EVENING, Assessment.SlotState.LATE,
            PainSlot.NEXT_MORNING, Assessment.SlotState.NOT_DUE),
        2.0,
        1.0 / 3,
        null,
        true,
        "relief-then-rebound",
        new Assessment.Tolerance(0.41, 0.2, 0.66, null, 0.05, 38.1, 52.0, 81.0, null, 12, true),
        new Assessment.Mechanisms(
            0.89, 0.06, 0.03, 0.02, "load-tolerance-exceeded", List.of("E1+", "E2-"), List.of()),
        new Assessment.Guidance(
            "reduce-volume", -0.2, "keep", 33.0, "Etwas weniger, \"langsam\" ↓"),
        0.8);
  }

  /** A step in the life of the alert {@code id}. */
  public static AlertChange alert(
      String id,
      String patient,
      AlertChange.Kind kind,
      AlertChange.Change change,
      Instant eventAt,
      Instant knownAt) {
    return new AlertChange(
        id,
        patient,
        kind,
        change == AlertChange.Change.UPGRADED
            ? AlertChange.Severity.URGENT
            : AlertChange.Severity.WARNING,
        change,
        true,
        eventAt,
        knownAt,
        "s-1",
        52.3,
        44.0,
        null,
        0.8,
        false,
        AlertReason.of(ReasonSentence.SAFETY_YES, "verträglich – “heute” \uD83D\uDEB6"),
        "load-exceeds-tolerance/1");
  }
}
