package health.carryover.analysis;

import health.carryover.analysis.PatientFacts.Change;
import health.carryover.analysis.SettledSession.Completeness;
import health.carryover.analysis.TrackedSession.View;
import health.carryover.analysis.diary.DiarySession;
import health.carryover.analysis.profile.WearableRates;
import health.carryover.analysis.response.ResponseSlot;
import health.carryover.analysis.session.AssembledSession;
import health.carryover.analysis.session.HeartRateSeries;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
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

  private final PatientFacts facts;
  private final SortedMap<String, TrackedSession> tracked;
  private final SortedMap<String, SettledSession> settled;
  private final MonitorSettings settings;
  private final SessionDerivation derivation;
  private boolean runningEnd;

  /** Sessions that are not settled, by start. */
  private List<View> views = List.of();

  /** All sessions but duplicates, as the diary sees them. */
  private List<DiarySession> diaries = List.of();

  private @Nullable List<DiarySession> settledDiaries;
  private @Nullable SessionHistory history;

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

  SessionDerivation derivation() {
    return derivation;
  }

  /** Sessions that are not settled, by start. */
  List<View> views() {
    return views;
  }

  /**
   * What was derived.
   *
   * @param touched sessions that may be different now
   * @param newestReadingsOnly whether nothing but running sessions got newer readings: then no
   *     session that is over, no answer and no course changed
   */
  record Derived(Set<String> touched, boolean newestReadingsOnly) {}

  /** Derives every session that {@code change} may have touched. */
  Derived derive(Change change, Instant now) {
    Change wide = widened(change);
    Set<String> touched = new TreeSet<>();
    Map<String, AssembledSession> assembled = new TreeMap<>();
    boolean onlyRunning = wide.readingsOnly();
    for (String id : facts.sessions.keySet()) {
      TrackedSession session = tracked(id);
      View view = session.view;
      if (view == null || id.equals(wide.session()) || mayTouch(wide, view)) {
        session.readingsChangedFrom =
            Math.min(session.readingsChangedFrom, wide.readingsFromMillis());
        Optional<AssembledSession> found = derivation.assemble(id, runningEnd ? Instant.MAX : now);
        found.ifPresent(told -> assembled.put(id, told));
        touched.add(id);
        onlyRunning &= found.map(told -> goesOn(view, told)).orElse(view == null);
      } else {
        assembled.put(id, view.assembled());
      }
    }
    if (onlyRunning) {
      goOn(touched, assembled);
    } else {
      rebuild(touched, assembled, now);
    }
    return new Derived(touched, onlyRunning);
  }

  /** A session that moved touches what follows the place where it was, too. */
  private Change widened(Change change) {
    TrackedSession session = change.session() == null ? null : tracked.get(change.session());
    View view = session == null ? null : session.view;
    return view == null ? change : change.andFrom(view.assembled().start());
  }

  private static boolean goesOn(@Nullable View view, AssembledSession told) {
    return view != null
        && !view.assembled().over()
        && !told.over()
        && view.assembled().start().equals(told.start());
  }

  private void goOn(Set<String> touched, Map<String, AssembledSession> assembled) {
    if (touched.isEmpty()) {
      return;
    }
    List<View> next = new ArrayList<>(views.size());
    for (View view : views) {
      String id = view.assembled().session();
      AssembledSession newer = assembled.get(id);
      if (newer != null && touched.contains(id)) {
        View running = view.stillRunning(newer);
        tracked(id).view = running;
        next.add(running);
      } else {
        next.add(view);
      }
    }
    views = List.copyOf(next);
  }

  private static boolean mayTouch(Change change, View view) {
    return !view.assembled().over()
        || !view.assembled().end().plus(RECOVERY_AFTER_END).isBefore(change.from());
  }

  private void rebuild(Set<String> touched, Map<String, AssembledSession> assembled, Instant now) {
    TimelineRebuild rebuild =
        new TimelineRebuild(
            derivation,
            tracked,
            touched,
            assembled.values(),
            ratesInUse(),
            SessionPeaks.of(settled.values()),
            settledDiaries());
    diaries = rebuild.diaries();
    views = rebuild.views(now);
    history = null;
  }

  /** What wearables had said before the last settled session. */
  private WearableRates ratesInUse() {
    return settled.values().stream()
        .max(Comparator.comparing(SettledSession::start).thenComparing(SettledSession::id))
        .map(SettledSession::wearable)
        .orElse(WearableRates.NONE);
  }

  private List<DiarySession> settledDiaries() {
    List<DiarySession> held = settledDiaries;
    if (held == null) {
      held = new ArrayList<>();
      for (SettledSession session : settled.values()) {
        held.add(
            DiarySession.of(
                session.id(), Set.of(), session.start(), session.end(), ZoneOffset.UTC));
      }
      settledDiaries = held;
    }
    return held;
  }

  private TrackedSession tracked(String id) {
    return tracked.computeIfAbsent(id, TrackedSession::new);
  }

  /** The patient's sessions as later ones look back on them. */
  SessionHistory history() {
    SessionHistory held = history;
    if (held == null) {
      held = new SessionHistory(facts, settled.values(), views, diaries);
      history = held;
    }
    return held;
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
            view.past(),
            view.references().wearable(),
            view.course(),
            view.response().pattern(),
            view.response().complete() ? Completeness.COMPLETE : Completeness.INCOMPLETE));
    tracked.remove(session.id);
    facts.sessions.remove(session.id);
    views = views.stream().filter(other -> !other.equals(view)).toList();
    settledDiaries = null;
    history = null;
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
    facts.lowest.close(readings, facts.readings.values());
    for (HeartRateSeries series : facts.readings.values()) {
      series.forgetBefore(readings.toEpochMilli());
    }
    Instant diary = earlier(readings, watermark.minus(settings.factsKept())).minus(DIARY_KEPT);
    facts.pain.forgetBefore(diary);
    facts.recovery.forgetBefore(diary);
  }
}
