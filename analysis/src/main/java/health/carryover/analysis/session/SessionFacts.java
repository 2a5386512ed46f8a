package health.carryover.analysis.session;

import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.event.SessionMark;
import health.carryover.analysis.event.SessionPlan;
import health.carryover.analysis.event.SessionSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was told about one session, in whatever order. Confined to one thread.
 *
 * <p>One start, one end and one summary count, each in its newest revision; every pause and resume
 * counts once per instant.
 */
public final class SessionFacts {
  private final String session;
  private @Nullable Revised<SessionMark> started;
  private @Nullable Revised<SessionMark> ended;
  private @Nullable Revised<SessionSummary> summary;
  private final TreeMap<String, Revised<SessionMark>> pauses = new TreeMap<>();

  public SessionFacts(String session) {
    this.session = session;
  }

  /** The session's id. */
  public String session() {
    return session;
  }

  /** Takes a mark that came in {@code source}. */
  public void add(SessionMark mark, ReceivedEvent source) {
    Revised<SessionMark> next = new Revised<>(mark, source);
    switch (mark.kind()) {
      case STARTED -> started = Revised.newer(started, next);
      case ENDED -> ended = Revised.newer(ended, next);
      case PAUSED, RESUMED ->
          pauses.merge(
              source.reportId() == null ? mark.at() + " " + mark.kind() : "id " + source.reportId(),
              next,
              (held, newer) -> Revised.newer(held, newer));
    }
  }

  /** Takes a summary that came in {@code source}. */
  public void add(SessionSummary told, ReceivedEvent source) {
    summary = Revised.newer(summary, new Revised<>(told, source));
  }

  /** When it was told to have started, or null. */
  public @Nullable Instant startedAt() {
    if (started != null) {
      return started.event().at();
    }
    return summary == null ? null : summary.event().start();
  }

  /** When it was told to have ended, or null. */
  @Nullable Instant endedAt() {
    if (ended != null) {
      return ended.event().at();
    }
    return summary == null ? null : summary.event().end();
  }

  /** Pauses and resumes by time; a pause before a resume of the same instant. */
  List<SessionMark> pausesByTime() {
    List<SessionMark> marks = new ArrayList<>();
    pauses.values().forEach(mark -> marks.add(mark.event()));
    marks.sort(Comparator.comparing(SessionMark::at).thenComparing(SessionMark::kind));
    return marks;
  }

  /** Seconds in motion as the summary told them, or null. */
  @Nullable Double toldActiveSeconds() {
    return summary == null ? null : summary.event().activeSeconds();
  }

  /** The rating of perceived exertion: that of the end, else of the summary, else of a mark. */
  @Nullable Double rpe() {
    if (ended != null && ended.event().rpe() != null) {
      return ended.event().rpe();
    }
    if (summary != null && summary.event().rpe() != null) {
      return summary.event().rpe();
    }
    return Stream.concat(pausesByTime().stream(), Stream.ofNullable(started).map(Revised::event))
        .map(SessionMark::rpe)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** What it was meant to be. */
  SessionPlan plan() {
    SessionPlan told = started == null ? SessionPlan.UNKNOWN : started.event().plan();
    SessionPlan summed = summary == null ? SessionPlan.UNKNOWN : summary.event().plan();
    return new SessionPlan(
        told.activity() == null ? summed.activity() : told.activity(),
        told.template() == null ? summed.template() : told.template(),
        told.plannedLoad() == null ? summed.plannedLoad() : told.plannedLoad());
  }

  /** The reports that count, for snapshots. */
  public List<ReceivedEvent> reports() {
    List<ReceivedEvent> reports = new ArrayList<>();
    if (started != null) {
      reports.add(started.source());
    }
    if (ended != null) {
      reports.add(ended.source());
    }
    if (summary != null) {
      reports.add(summary.source());
    }
    pauses.values().forEach(mark -> reports.add(mark.source()));
    return reports;
  }
}
