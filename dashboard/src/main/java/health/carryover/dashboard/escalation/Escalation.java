package health.carryover.dashboard.escalation;

import health.carryover.analysis.handling.AlertHandling;
import health.carryover.analysis.handling.Decision;
import health.carryover.analysis.handling.HandlingAct;
import health.carryover.analysis.handling.HandlingRequest;
import health.carryover.analysis.port.AlertActs;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.OutcomeRecords.AlertFilter;
import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import health.carryover.analysis.port.OutcomeRecords.Condition;
import health.carryover.dashboard.triage.AlertFacts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Passes alerts on that nobody reacts to, as acts of the service. Doing it again does nothing, so
 * that several services may. Blocks; any thread.
 */
public final class Escalation {
  /** Under whose name it is recorded. */
  public static final String SERVICE = "Carryover";

  private static final int OPEN_ALERTS = 5000;

  private final OutcomeRecords records;
  private final AlertActs acts;
  private final EscalationRule rule;

  public Escalation(OutcomeRecords records, AlertActs acts, EscalationRule rule) {
    this.records = records;
    this.acts = acts;
    this.rule = rule;
  }

  /** The alerts that were passed on at {@code now}. */
  public List<AlertFacts> passOn(Instant now) {
    Map<String, AlertHandling> handled = acts.ofOpen();
    List<AlertFacts> passedOn = new ArrayList<>();
    for (AlertStanding alert :
        records.alerts(new AlertFilter(null, null, Condition.OPEN), OPEN_ALERTS)) {
      AlertFacts facts =
          new AlertFacts(alert, handled.getOrDefault(alert.alert(), AlertHandling.NONE));
      if (rule.isDue(facts, now)) {
        HandlingRequest request =
            HandlingRequest.of(
                    HandlingAct.Kind.ESCALATE, SERVICE, now.truncatedTo(ChronoUnit.MILLIS))
                .withId("escalation-" + alert.newestChangeId());
        acts.act(alert.alert(), request)
            .filter(answer -> answer.decision() instanceof Decision.Taken)
            .ifPresent(answer -> passedOn.add(new AlertFacts(alert, answer.handling())));
      }
    }
    return passedOn;
  }
}
