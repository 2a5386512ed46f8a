package health.carryover.analysis;

import health.carryover.analysis.PatientAlertRules.CompleteSession;
import health.carryover.analysis.PatientFacts.Change;
import health.carryover.analysis.SettledSession.Completeness;
import health.carryover.analysis.TrackedSession.View;
import health.carryover.analysis.course.CourseBasis;
import health.carryover.analysis.course.CourseSession;
import health.carryover.analysis.diary.DiarySession;
import health.carryover.analysis.diary.SlotAnswers;
import health.carryover.analysis.profile.Profile;
import health.carryover.analysis.response.PainResponse;
import health.carryover.analysis.response.ResponseSlot;
import health.carryover.analysis.session.AssembledSession;
import health.carryover.analysis.session.HeartRateSeries;
import health.carryover.analysis.session.SessionHeartRate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A patient's sessions in the order of their start, derived from the facts and kept until a fact
 * changes them. Owned by {@link PatientMonitor}.
 */
final class SessionTimeline {
  private static final Duration RECOVERY_AFTER_END = Duration.ofSeconds(150);
  private static final Duration FLARE_LASTS = Duration.ofDays(7);
  private static final Duration DIARY_KEPT = Duration.ofDays(35);
  private static final Comparator<View> BY_START =
      Comparator.comparing((View view) -> view.assembled().start())
          .thenComparing(view -> view.assembled().session());

  private final PatientFacts facts;
  private final SortedMap<String, TrackedSession> tracked;
  private final SortedMap<String, SettledSession> settled;
  private final MonitorSettings settings;
  private final SessionDerivation derivation;
  private boolean runningEnd;

  /** Sessions that are not settled, by start. */
  private List<View> views = List.of();

  SessionTimeline(
      PatientFacts facts,
      SortedMap<String, TrackedSession> tracked,
      SortedMap<String, SettledSession> settled,
      MonitorSettings settings) {
    this.facts = facts;
    this.tracked = tracked;
    this.settled = settled;
    this.settings = settings;
    this.derivation = new SessionDerivation(facts, settings);
  }

  /** From now on every session counts as over at its newest reading. */
  void endRunning() {
    runningEnd = true;
  }

  /** Sessions that are not settled, by start. */
  List<View> views() {
    return views;
  }

  /**
   * Derives every session that {@code change} may have touched.
   *
   * @return their ids
   */
  Set<String> derive(Change change, Instant now) {
    Set<String> touched = new TreeSet<>();
    Map<String, AssembledSession> assembled = new TreeMap<>();
    for (String id : facts.sessions.keySet()) {
      TrackedSession session = tracked.computeIfAbsent(id, TrackedSession::new);
      View view = session.view;
      if (view == null || id.equals(change.session()) || mayTouch(change, view)) {
        session.readingsChangedFrom =
            Math.min(session.readingsChangedFrom, change.readingsFromMillis());
        derivation
            .assemble(id, runningEnd ? Instant.MAX : now)
            .ifPresent(found -> assembled.put(id, found));
        touched.add(id);
      } else {
        assembled.put(id, view.assembled());
      }
    }
    rebuild(touched, assembled, now);
    return touched;
  }

  private static boolean mayTouch(Change change, View view) {
    return !view.assembled().over()
        || !view.assembled().end().plus(RECOVERY_AFTER_END).isBefore(change.from());
  }

  private void rebuild(Set<String> touched, Map<String, AssembledSession> assembled, Instant now) {
    List<AssembledSession> ordered = new ArrayList<>(assembled.values());
    ordered.sort(
        Comparator.comparing(AssembledSession::start).thenComparing(AssembledSession::session));
    Map<String, Profile> profiles = new HashMap<>();
    Map<String, SessionHeartRate> heartRates = new HashMap<>();
    for (AssembledSession session : ordered) {
      TrackedSession held = tracked(session.session());
      View before = held.view;
      if (!touched.contains(session.session()) && before != null) {
        profiles.put(session.session(), before.profile());
        if (before.heartRate() != null) {
          heartRates.put(session.session(), before.heartRate());
        }
        continue;
      }
      Profile profile = facts.profiles.at(session.start());
      profiles.put(session.session(), profile);
      if (session.over()) {
        heartRates.put(
            session.session(),
            derivation.heartRate(
                session,
                SessionDerivation.basis(profile, session.start()),
                before,
                held.readingsChangedFrom));
        held.readingsChangedFrom = Long.MAX_VALUE;
      }
    }
    Map<String, String> duplicates = duplicates(ordered, heartRates);
    List<DiarySession> diaries = diaries(ordered, profiles, duplicates);
    List<View> next = new ArrayList<>();
    for (AssembledSession session : ordered) {
      TrackedSession held = tracked(session.session());
      if (!touched.contains(session.session()) && held.view != null) {
        // Answers and response stay; only what follows it may have moved.
        held.view = withCourse(held.view, ordered, duplicates);
      } else {
        held.view = view(session, ordered, profiles, heartRates, duplicates, diaries, now);
      }
      next.add(held.view);
    }
    next.sort(BY_START);
    views = List.copyOf(next);
  }

  private View view(
      AssembledSession session,
      List<AssembledSession> ordered,
      Map<String, Profile> profiles,
      Map<String, SessionHeartRate> heartRates,
      Map<String, String> duplicates,
      List<DiarySession> diaries,
      Instant now) {
    Profile profile = profiles.getOrDefault(session.session(), Profile.UNKNOWN);
    CourseBasis basis = SessionDerivation.basis(profile, session.start());
    String duplicateOf = duplicates.get(session.session());
    DiarySession diary =
        DiarySession.of(
            session.session(),
            aliases(session.session(), duplicates),
            session.start(),
            session.end(),
            profile.zone());
    SlotAnswers answers = derivation.answers(diary, diaries, now);
    PainResponse response = derivation.response(diary, diaries, answers);
    View view =
        new View(
            session,
            profile,
            basis,
            diary,
            heartRates.get(session.session()),
            duplicateOf,
            answers,
            response,
            null);
    return withCourse(view, ordered, duplicates);
  }

  private static View withCourse(
      View view, List<AssembledSession> ordered, Map<String, String> duplicates) {
    SessionHeartRate heartRate = view.heartRate();
    String duplicateOf = duplicates.get(view.assembled().session());
    CourseSession course =
        heartRate == null || duplicateOf != null
            ? null
            : SessionDerivation.course(
                view.assembled(),
                view.basis(),
                heartRate,
                view.diary(),
                view.answers(),
                view.response(),
                nextStart(view.assembled(), ordered, duplicates));
    return new View(
        view.assembled(),
        view.profile(),
        view.basis(),
        view.diary(),
        heartRate,
        duplicateOf,
        view.answers(),
        view.response(),
        course);
  }

  private static @Nullable Instant nextStart(
      AssembledSession session, List<AssembledSession> ordered, Map<String, String> duplicates) {
    for (AssembledSession other : ordered) {
      if (other.start().isAfter(session.start()) && !duplicates.containsKey(other.session())) {
        return other.start();
      }
    }
    return null;
  }

  /** Which session is the same workout as which other: the one better covered counts. */
  private static Map<String, String> duplicates(
      List<AssembledSession> ordered, Map<String, SessionHeartRate> heartRates) {
    Map<String, String> duplicates = new HashMap<>();
    for (int i = 0; i < ordered.size(); i++) {
      AssembledSession a = ordered.get(i);
      for (int j = i + 1; j < ordered.size(); j++) {
        AssembledSession b = ordered.get(j);
        if (b.start().isAfter(a.end())) {
          break;
        }
        if (!duplicates.containsKey(a.session())
            && !duplicates.containsKey(b.session())
            && a.over()
            && b.over()
            && SessionDerivation.sameWorkout(a, b)) {
          boolean second =
              coverage(b, heartRates) > coverage(a, heartRates)
                  || (coverage(b, heartRates) == coverage(a, heartRates)
                      && a.rpe() == null
                      && b.rpe() != null);
          duplicates.put(second ? a.session() : b.session(), second ? b.session() : a.session());
        }
      }
    }
    return duplicates;
  }

  private static double coverage(
      AssembledSession session, Map<String, SessionHeartRate> heartRates) {
    SessionHeartRate heartRate = heartRates.get(session.session());
    return heartRate == null ? 0 : heartRate.load().coverage();
  }

  private static Set<String> aliases(String session, Map<String, String> duplicates) {
    Set<String> aliases = new HashSet<>();
    duplicates.forEach(
        (copy, original) -> {
          if (original.equals(session)) {
            aliases.add(copy);
          }
        });
    return Set.copyOf(aliases);
  }

  private List<DiarySession> diaries(
      List<AssembledSession> ordered,
      Map<String, Profile> profiles,
      Map<String, String> duplicates) {
    List<DiarySession> diaries = new ArrayList<>();
    for (SettledSession session : settled.values()) {
      diaries.add(
          DiarySession.of(session.id(), Set.of(), session.start(), session.end(), ZoneOffset.UTC));
    }
    for (AssembledSession session : ordered) {
      if (!duplicates.containsKey(session.session())) {
        diaries.add(
            DiarySession.of(
                session.session(),
                aliases(session.session(), duplicates),
                session.start(),
                session.end(),
                profiles.getOrDefault(session.session(), Profile.UNKNOWN).zone()));
      }
    }
    return diaries;
  }

  private TrackedSession tracked(String id) {
    return tracked.computeIfAbsent(id, TrackedSession::new);
  }

  /** The sessions the tolerance filter sees, by start. */
  List<CourseSession> course() {
    List<CourseSession> sessions = new ArrayList<>();
    for (SettledSession session : settled.values()) {
      if (session.course() != null) {
        sessions.add(session.course());
      }
    }
    for (View view : views) {
      if (view.course() != null) {
        sessions.add(view.course());
      }
    }
    sessions.sort(Comparator.comparing(CourseSession::start).thenComparing(CourseSession::session));
    return sessions;
  }

  /** The sessions that count towards a pattern, oldest first. */
  List<CompleteSession> responses() {
    List<CompleteSession> complete = new ArrayList<>();
    for (SettledSession session : settled.values()) {
      if (session.course() != null && session.completeness() == Completeness.COMPLETE) {
        complete.add(new CompleteSession(session.id(), session.end(), session.pattern()));
      }
    }
    for (View view : views) {
      if (view.course() != null && view.response().complete()) {
        complete.add(
            new CompleteSession(
                view.assembled().session(), view.assembled().end(), view.response().pattern()));
      }
    }
    complete.sort(
        Comparator.comparing(CompleteSession::end).thenComparing(CompleteSession::session));
    return complete;
  }

  /** Whether a later complete session was free of a flare. */
  boolean settledAfter(View view) {
    return views.stream()
        .anyMatch(
            other ->
                other.assembled().start().isAfter(view.assembled().start())
                    && other.course() != null
                    && other.response().complete()
                    && Boolean.FALSE.equals(other.response().flare()));
  }

  /** Starts of the sessions before {@code start}, oldest first. */
  List<Instant> startsBefore(Instant start) {
    return course().stream()
        .map(CourseSession::start)
        .filter(earlier -> earlier.isBefore(start))
        .toList();
  }

  /** The instants at which time alone changes what is said of a session. */
  List<Instant> deadlines(View view, Instant now) {
    List<Instant> deadlines = new ArrayList<>();
    AssembledSession session = view.assembled();
    if (!session.over()) {
      deadlines.add(earlier(session.end().plus(settings.silenceEndsSession()), longest(session)));
    } else {
      for (ResponseSlot slot : ResponseSlot.values()) {
        deadlines.add(view.diary().windows().window(slot).endExclusive());
      }
      deadlines.add(view.diary().windows().recallEndsAt());
      deadlines.add(session.end().plus(FLARE_LASTS));
      Optional.ofNullable(view.answers().worstLaterAt())
          .ifPresent(at -> deadlines.add(at.plus(FLARE_LASTS)));
    }
    deadlines.removeIf(deadline -> !deadline.isAfter(now));
    return List.copyOf(deadlines);
  }

  private Instant longest(AssembledSession session) {
    return session.start().plus(settings.longestSession());
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  /** Keeps of a final session only what later ones need. */
  void settle(TrackedSession session, View view) {
    settled.put(
        session.id,
        new SettledSession(
            session.id,
            view.assembled().start(),
            view.assembled().end(),
            view.course(),
            view.response().pattern(),
            view.response().complete() ? Completeness.COMPLETE : Completeness.INCOMPLETE));
    tracked.remove(session.id);
    facts.sessions.remove(session.id);
    views = views.stream().filter(other -> !other.equals(view)).toList();
  }

  /**
   * Readings of before this instant are forgotten unless a session that is not settled has them.
   */
  Instant forgottenBefore(Instant watermark) {
    return watermark.minus(settings.factsKept());
  }

  /** Forgets readings and diary entries nothing can need any more. */
  void forget(Instant watermark) {
    Instant readings = forgottenBefore(watermark);
    for (View view : views) {
      readings = earlier(readings, view.assembled().start());
    }
    for (HeartRateSeries series : facts.readings.values()) {
      series.forgetBefore(readings.toEpochMilli());
    }
    Instant diary = earlier(readings, watermark.minus(settings.factsKept())).minus(DIARY_KEPT);
    facts.pain.forgetBefore(diary);
    facts.recovery.forgetBefore(diary);
  }
}
