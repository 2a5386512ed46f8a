package health.carryover.analysis.port;

import health.carryover.analysis.handling.AlertCondition;
import health.carryover.analysis.handling.AlertHandling;
import health.carryover.analysis.handling.Decision;
import health.carryover.analysis.handling.HandlingAct;
import health.carryover.analysis.handling.HandlingRequest;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.port.OutcomeRecords.AlertFilter;
import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import health.carryover.analysis.port.OutcomeRecords.Condition;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Acts on the alerts of {@link MemoryOutcomeRecords}. Any thread. */
public final class MemoryAlertActs implements AlertActs {
  private final MemoryOutcomeRecords records;
  private final Map<String, AlertHandling> handled = new HashMap<>();
  private final Set<List<String>> requests = new HashSet<>();

  public MemoryAlertActs(MemoryOutcomeRecords records) {
    this.records = records;
  }

  @Override
  public synchronized Optional<Answer> act(String alert, HandlingRequest request) {
    Optional<AlertStanding> standing = records.alert(alert);
    if (standing.isEmpty()) {
      return Optional.empty();
    }
    AlertHandling before = handling(alert);
    if (request.id() != null && requests.contains(List.of(alert, request.id()))) {
      return Optional.of(new Answer(new Decision.Unchanged(), before));
    }
    AlertStanding at = standing.get();
    Decision decision =
        before.decide(
            request,
            new AlertCondition(at.kind(), at.severity(), at.change(), at.newestChangeId()));
    if (!(decision instanceof Decision.Taken taken)) {
      return Optional.of(new Answer(decision, before));
    }
    if (request.id() != null) {
      requests.add(List.of(alert, request.id()));
    }
    AlertHandling after = before.with(taken.act());
    handled.put(alert, after);
    HandlingAct seen = after.acknowledgement();
    if (seen != null) {
      records.acknowledge(alert, seen.person(), seen.at());
    }
    return Optional.of(new Answer(decision, after));
  }

  @Override
  public synchronized AlertHandling handling(String alert) {
    return handled.getOrDefault(alert, AlertHandling.NONE);
  }

  @Override
  public synchronized Map<String, AlertHandling> ofOpen() {
    return of(new AlertFilter(null, null, Condition.OPEN));
  }

  @Override
  public synchronized Map<String, AlertHandling> ofPatient(String patient) {
    return of(new AlertFilter(patient, null, Condition.ANY));
  }

  private Map<String, AlertHandling> of(AlertFilter filter) {
    Map<String, AlertHandling> found = new HashMap<>();
    for (AlertStanding alert : records.alerts(filter, Integer.MAX_VALUE)) {
      if (handled.containsKey(alert.alert())) {
        found.put(alert.alert(), handling(alert.alert()));
      }
    }
    return found;
  }

  @Override
  public synchronized Map<AlertChange.Kind, Worth> worth() {
    Map<AlertChange.Kind, Worth> worth = new EnumMap<>(AlertChange.Kind.class);
    handled.forEach(
        (alert, handling) -> {
          HandlingAct rating = handling.rating();
          if (rating != null) {
            boolean useful = rating.kind() == HandlingAct.Kind.USEFUL;
            worth.merge(
                records.alert(alert).orElseThrow().kind(),
                useful ? new Worth(1, 0) : new Worth(0, 1),
                (a, b) -> new Worth(a.useful() + b.useful(), a.notUseful() + b.notUseful()));
          }
        });
    return worth;
  }
}
