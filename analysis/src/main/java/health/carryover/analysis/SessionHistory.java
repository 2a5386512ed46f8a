package health.carryover.analysis;

import health.carryover.analysis.PatientAlertRules.CompleteSession;
import health.carryover.analysis.SettledSession.Completeness;
import health.carryover.analysis.TrackedSession.FlareContext;
import health.carryover.analysis.TrackedSession.View;
import health.carryover.analysis.course.CoursePoint;
import health.carryover.analysis.course.CourseSession;
import health.carryover.analysis.course.ToleranceCourse;
import health.carryover.analysis.diary.DiarySession;
import health.carryover.analysis.history.FlareAttribution;
import health.carryover.analysis.history.FlareAttribution.Candidate;
import health.carryover.analysis.history.LoadWeeks;
import health.carryover.analysis.history.LoadWeeks.Loaded;
import health.carryover.analysis.history.PastSession;
import health.carryover.analysis.history.SessionMeasures;
import health.carryover.analysis.outcome.Background.LoadContext;
import health.carryover.analysis.outcome.Background.Share;
import health.carryover.analysis.tolerance.ToleratedLoad;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All sessions of a patient in the order of their start, settled or not, and what one of them sees
 * when it looks back. Made anew when a session changes; immutable but for the facts it reads.
 */
final class SessionHistory {
  private final PatientFacts facts;
  private final List<View> views;
  private final List<DiarySession> diaries;
  private final List<PastSession> past = new ArrayList<>();
  private final List<CourseSession> course = new ArrayList<>();
  private final List<CompleteSession> complete = new ArrayList<>();

  SessionHistory(
      PatientFacts facts,
      Collection<SettledSession> settled,
      List<View> views,
      List<DiarySession> diaries) {
    this.facts = facts;
    this.views = views;
    this.diaries = diaries;
    for (SettledSession session : settled) {
      if (session.course() != null) {
        past.add(session.past());
        course.add(session.course());
        if (session.completeness() == Completeness.COMPLETE) {
          complete.add(new CompleteSession(session.id(), session.end(), session.pattern()));
        }
      }
    }
    for (View view : views) {
      if (view.course() != null) {
        past.add(view.past());
        course.add(view.course());
        if (view.response().complete()) {
          complete.add(
              new CompleteSession(
                  view.assembled().session(), view.assembled().end(), view.response().pattern()));
        }
      }
    }
    past.sort(Comparator.comparing(PastSession::start).thenComparing(PastSession::session));
    course.sort(Comparator.comparing(CourseSession::start).thenComparing(CourseSession::session));
    complete.sort(
        Comparator.comparing(CompleteSession::end).thenComparing(CompleteSession::session));
  }

  /** Sessions that are over, duplicates left out, by start. */
  List<PastSession> past() {
    return past;
  }

  /** The same as the tolerance filter sees them. */
  List<CourseSession> course() {
    return course;
  }

  /** The sessions that count towards a pattern, oldest first. */
  List<CompleteSession> complete() {
    return complete;
  }

  /** All sessions as the diary sees them. */
  List<DiarySession> diaries() {
    return diaries;
  }

  /** How many sessions began before {@code start}. */
  int countBefore(Instant start) {
    int count = course.size();
    while (count > 0 && !course.get(count - 1).start().isBefore(start)) {
      count--;
    }
    return count;
  }

  /** Starts of the sessions before {@code start}, oldest first. */
  List<Instant> startsBefore(Instant start) {
    return course.subList(0, countBefore(start)).stream().map(CourseSession::start).toList();
  }

  /** Of the earlier sessions of the same template, oldest first; null without a template. */
  @Nullable List<SessionMeasures> sameTemplateBefore(View view) {
    String template = view.assembled().plan().template();
    if (template == null) {
      return null;
    }
    List<SessionMeasures> measures = new ArrayList<>();
    for (PastSession session : past) {
      if (!session.start().isBefore(view.assembled().start())) {
        break;
      }
      if (template.equals(session.template())) {
        measures.add(session.measures());
      }
    }
    return measures;
  }

  /** Whether a later complete session was free of a flare. */
  boolean settledAfter(View view) {
    return calmBetween(view.assembled().start(), Instant.MAX);
  }

  /** Whether a complete session begun within the bounds was free of a flare. */
  boolean calmBetween(Instant afterExclusive, Instant beforeExclusive) {
    for (int i = complete.size() - 1; i >= 0; i--) {
      CompleteSession session = complete.get(i);
      if (!session.end().isAfter(afterExclusive)) {
        return false;
      }
      Instant start = startOf(session.session());
      if (start.isAfter(afterExclusive) && start.isBefore(beforeExclusive) && session.calm()) {
        return true;
      }
    }
    return false;
  }

  private Instant startOf(String session) {
    for (int i = past.size() - 1; i >= 0; i--) {
      if (past.get(i).session().equals(session)) {
        return past.get(i).start();
      }
    }
    throw new IllegalStateException("a complete session is one of the past");
  }

  /** What other sessions say of a flare; nothing without one. */
  FlareContext flareContext(View view, ToleranceCourse filter) {
    Instant flareAt = view.flareAt();
    if (flareAt == null || view.course() == null) {
      return FlareContext.NONE;
    }
    List<Candidate> candidates = new ArrayList<>();
    Instant from = flareAt.minus(FlareAttribution.WINDOW);
    for (int i = filter.size() - 1; i >= 0; i--) {
      CourseSession session = filter.session(i);
      if (session.start().isBefore(from)) {
        break;
      }
      if (!session.start().isAfter(flareAt)) {
        candidates.add(candidate(session, filter.point(i)));
      }
    }
    List<Share> shares = FlareAttribution.of(flareAt, candidates);
    return new FlareContext(shares, settledAfter(view));
  }

  private static Candidate candidate(CourseSession session, CoursePoint point) {
    ToleratedLoad tolerated = point.toleratedBefore();
    Double acceptable = tolerated == null ? null : tolerated.acceptable();
    Double load = point.countedLoad();
    return new Candidate(
        session.session(),
        session.start(),
        point.risk() == null ? null : (Double) point.risk().probability(),
        acceptable == null || load == null ? null : (Double) (load / acceptable));
  }

  /** The load of the weeks around a session; null for a duplicate. */
  @Nullable LoadContext context(View view, CoursePoint point) {
    ZoneId zone = view.profile().zone();
    Instant start = view.assembled().start();
    LocalDate day = start.atZone(zone).toLocalDate();
    Instant from = day.minusDays(LoadWeeks.DAYS).atStartOfDay(zone).toInstant();
    List<Loaded> loaded = new ArrayList<>();
    for (CourseSession session : course.subList(0, countBefore(start))) {
      if (!session.start().isBefore(from)) {
        loaded.add(new Loaded(session.start(), session.loads().under(view.basis())));
      }
    }
    CourseSession own = view.course();
    if (own == null) {
      return null;
    }
    loaded.add(new Loaded(start, own.loads().under(view.basis())));
    Set<LocalDate> told = new HashSet<>();
    for (Instant at : facts.pain.toldBetween(from, start)) {
      told.add(at.atZone(zone).toLocalDate());
    }
    for (Instant at : facts.recovery.toldBetween(from, start)) {
      told.add(at.atZone(zone).toLocalDate());
    }
    return LoadWeeks.context(
        course.get(0).start(),
        loaded,
        zone,
        told,
        previousEnd(start),
        point.largestTolerated30Days());
  }

  private @Nullable Instant previousEnd(Instant start) {
    Instant end = null;
    for (PastSession session : past) {
      if (session.start().isBefore(start) && (end == null || session.end().isAfter(end))) {
        end = session.end();
      }
    }
    return end == null || end.isAfter(start) ? null : end;
  }

  /** Sessions with a flare that began not before {@code from}, oldest first. */
  List<PastSession> flaresSince(Instant from) {
    return past.stream()
        .filter(session -> session.flareAt() != null && !session.start().isBefore(from))
        .toList();
  }

  /** Whether a session is not settled yet. */
  boolean isOpen(String session) {
    return views.stream().anyMatch(view -> view.assembled().session().equals(session));
  }

  /** How long ago an event can lie to be looked for in the diary. */
  static final Duration REMEMBERED = Duration.ofDays(30);
}
