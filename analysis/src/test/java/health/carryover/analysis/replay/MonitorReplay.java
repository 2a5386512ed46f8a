package health.carryover.analysis.replay;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.MonitorSettings;
import health.carryover.analysis.PatientMonitor;
import health.carryover.analysis.event.PatientEvent;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.AlertChange.Change;
import health.carryover.analysis.outcome.AlertChange.Kind;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.NumberedOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One patient run through a monitor, with all that was said. */
final class MonitorReplay {
  private static final Duration QUESTIONS_CLOSED = Duration.ofDays(20);
  private static final double DAYS_PER_WEEK = 7;

  final List<NumberedOutcome> said;
  private final byte[] snapshot;
  private final Instant first;
  private final Instant last;

  private MonitorReplay(List<NumberedOutcome> said, byte[] snapshot, Instant first, Instant last) {
    this.said = said;
    this.snapshot = snapshot;
    this.first = first;
    this.last = last;
  }

  static MonitorReplay of(String id, List<ReceivedEvent> events, MonitorSettings settings) {
    return of(id, events, settings, List.of());
  }

  /** Stops before each of the events {@code restarts} and goes on from the snapshot. */
  static MonitorReplay of(
      String id, List<ReceivedEvent> events, MonitorSettings settings, List<Integer> restarts) {
    PatientMonitor monitor = PatientMonitor.start(id, settings);
    List<NumberedOutcome> said = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      if (restarts.contains(i)) {
        monitor = PatientMonitor.restore(monitor.snapshot(), settings);
      }
      said.addAll(monitor.accept(events.get(i)));
    }
    Instant last = events.get(events.size() - 1).receivedAt();
    said.addAll(monitor.advanceTo(last.plus(QUESTIONS_CLOSED)));
    said.addAll(monitor.finish());
    said.removeIf(outcome -> outcome.ordinal() == 0);
    Instant first =
        events.stream()
            .map(ReceivedEvent::event)
            .filter(event -> !(event instanceof ProfileChange))
            .map(PatientEvent::observedAt)
            .min(Comparator.naturalOrder())
            .orElseThrow();
    return new MonitorReplay(said, monitor.snapshot(), first, last);
  }

  /** Nothing it said and nothing it knows differs. */
  void assertSame(MonitorReplay other) {
    // Compared by place, so that a failure does not print what was said of a person.
    assertThat(said.size()).isEqualTo(other.said.size());
    for (int i = 0; i < said.size(); i++) {
      assertThat(said.get(i).equals(other.said.get(i))).as("outcome " + i).isTrue();
    }
    assertThat(Arrays.equals(snapshot, other.snapshot)).as("snapshot").isTrue();
  }

  /** The last word on every session, by its start. */
  List<Assessment> assessments() {
    Map<String, Assessment> last = new TreeMap<>();
    for (NumberedOutcome outcome : said) {
      if (outcome.outcome() instanceof Assessment assessment) {
        last.put(assessment.session(), assessment);
      }
    }
    Collection<Assessment> values = last.values();
    return values.stream().sorted(Comparator.comparing(Assessment::start)).toList();
  }

  /** How many alerts were raised, by kind. */
  Map<Kind, Integer> raised() {
    Map<Kind, Integer> raised = new EnumMap<>(Kind.class);
    for (NumberedOutcome outcome : said) {
      if (outcome.outcome() instanceof AlertChange change && change.change() == Change.RAISED) {
        raised.merge(change.kind(), 1, Integer::sum);
      }
    }
    return raised;
  }

  int alertChanges() {
    return (int) said.stream().filter(o -> o.outcome() instanceof AlertChange).count();
  }

  /** Weeks from the first event that is no profile to the last. */
  double weeks() {
    return Math.max(1, Duration.between(first, last).toDays() / DAYS_PER_WEEK);
  }
}
