package health.carryover.analysis.replay;

import health.carryover.analysis.event.Condition;
import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.event.PatientEvent;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.ProfileChange.HeartRateReliability;
import health.carryover.analysis.event.ProfileChange.Sex;
import health.carryover.analysis.event.ReceivedEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A person of a data set as events, in the order in which they became known. */
final class ReplayedPatient {
  final String id;
  private final List<ReceivedEvent> events = new ArrayList<>();

  ReplayedPatient(String id) {
    this.id = id;
  }

  /** Known when it happened. */
  void tell(PatientEvent event, String reportId) {
    tell(event, event.observedAt(), reportId);
  }

  void tell(PatientEvent event, Instant receivedAt, String reportId) {
    events.add(new ReceivedEvent(event, "file", receivedAt, reportId, null, null));
  }

  /** Loads count as session RPE: none of these data sets holds heart rate over time. */
  void livesIn(ZoneId zone, Condition condition, Instant from) {
    tell(
        new ProfileChange(
            from,
            zone,
            Sex.UNSPECIFIED,
            null,
            null,
            null,
            HeartRateReliability.RELIABLE,
            condition,
            LoadCurrency.SESSION_RPE,
            null,
            null),
        "profile-" + from);
  }

  /** All events; of equal receive times the one told first comes first. */
  List<ReceivedEvent> events() {
    List<ReceivedEvent> sorted = new ArrayList<>(events);
    sorted.sort(Comparator.comparing(ReceivedEvent::receivedAt));
    return sorted;
  }
}
