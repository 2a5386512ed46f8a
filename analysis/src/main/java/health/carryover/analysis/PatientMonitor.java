package health.carryover.analysis;

import health.carryover.analysis.AssessmentBuilder.Finality;
import health.carryover.analysis.PatientFacts.Change;
import health.carryover.analysis.SessionTimeline.Derived;
import health.carryover.analysis.TrackedSession.FlareContext;
import health.carryover.analysis.TrackedSession.View;
import health.carryover.analysis.alert.AlertClaim;
import health.carryover.analysis.alert.AlertLedger;
import health.carryover.analysis.course.CourseSession;
import health.carryover.analysis.course.ToleranceCourse;
import health.carryover.analysis.diary.Aftermath;
import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.PatientEvent;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.event.SessionMark;
import health.carryover.analysis.event.SessionSummary;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.outcome.Outcome;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.session.AssembledSession;
import health.carryover.analysis.session.HeartRateSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One patient's monitor: takes events as they become known and says what follows from them.
 *
 * <p>It keeps the set of facts told, derives the sessions, their responses and the course of the
 * tolerance from it, and says what differs from what it said before. So the last word on every
 * session and alert depends on the events and not on their order of arrival, within the allowed
 * lateness.
 *
 * <p>Deterministic: the same calls give the same outcomes with the same ordinals, and {@code
 * advanceTo(b)} equals {@code advanceTo(a)} then {@code advanceTo(b)} for a before b. Restoring
 * from {@link #snapshot} equals never having stopped. Confined to one thread at a time.
 */
public final class PatientMonitor {
  private static final Duration MISSING_STOP_AWAITED = Duration.ofDays(60);

  // Measured; see the calculating core in docs/performance.md.
  private static final long EMPTY_BYTES = 1_900;
  private static final long SESSION_BYTES = 4_000;
  private static final long BELIEFS_BYTES = 130_000;

  private final String patient;
  private final MonitorSettings settings;
  final PatientFacts facts = new PatientFacts();
  final TreeMap<String, TrackedSession> tracked = new TreeMap<>();
  final TreeMap<String, SettledSession> settled = new TreeMap<>();
  final AlertLedger ledger;
  final MissingDataTurns missing = new MissingDataTurns();
  private final ToleranceCourse course;
  private final SessionTimeline timeline;

  Instant now = Instant.EPOCH;
  Instant watermark = Instant.EPOCH;
  long ordinal;

  private OverallClaims overall = OverallClaims.NONE;

  PatientMonitor(String patient, MonitorSettings settings) {
    this.patient = patient;
    this.settings = settings;
    this.ledger = new AlertLedger(patient, settings.liveAlertDelay());
    this.course = new ToleranceCourse(settings.rules().tolerance());
    this.timeline = new SessionTimeline(facts, tracked, settled, settings);
  }

  /** A monitor that knows nothing of {@code patient} yet. */
  public static PatientMonitor start(String patient, MonitorSettings settings) {
    return new PatientMonitor(patient, settings);
  }

  /**
   * The monitor that wrote {@code snapshot}.
   *
   * @throws IllegalArgumentException if the bytes are no snapshot of a known version
   */
  public static PatientMonitor restore(byte[] snapshot, MonitorSettings settings) {
    return MonitorSnapshotForm.read(snapshot, settings);
  }

  /** The patient's pseudonymous id. */
  public String patient() {
    return patient;
  }

  /** The choices this monitor works with. */
  public MonitorSettings settings() {
    return settings;
  }

  /**
   * Takes one event. First advances to its {@code receivedAt}, then uses it.
   *
   * @return what follows, in order; empty if nothing changed
   */
  public List<NumberedOutcome> accept(ReceivedEvent event) {
    List<NumberedOutcome> said = new ArrayList<>(advanceTo(event.receivedAt()));
    if (isForgotten(event)) {
      return said;
    }
    Change change = facts.add(event);
    if (event.event().observedAt().isAfter(watermark)) {
      watermark = event.event().observedAt();
    }
    evaluate(change, Cause.TOLD, said);
    settle(said);
    return said;
  }

  /**
   * Lets time pass: slots fall due, silent sessions end, provisional alerts expire. An instant
   * before the newest one known is ignored.
   */
  public List<NumberedOutcome> advanceTo(Instant target) {
    List<NumberedOutcome> said = new ArrayList<>();
    for (Optional<Instant> due = nextDeadline();
        due.isPresent() && !due.get().isAfter(target);
        due = nextDeadline()) {
      now = due.get();
      evaluate(dueAt(now), Cause.TIME, said);
    }
    if (target.isAfter(now)) {
      now = target;
    }
    return said;
  }

  /**
   * Says what can be said of sessions that still run, as if they ended with their newest reading:
   * for the end of a file. The monitor takes no further events after it.
   */
  public List<NumberedOutcome> finish() {
    List<NumberedOutcome> said = new ArrayList<>();
    timeline.endRunning();
    // Nothing more is on its way: what is missing now is missing.
    tracked.values().forEach(session -> session.toldAt = Instant.EPOCH);
    evaluate(Change.from(Instant.MIN), Cause.TIME, said);
    return said;
  }

  /** When {@link #advanceTo} has something to do next, or empty. */
  public Optional<Instant> nextDeadline() {
    Instant next = null;
    for (Instant deadline : overall.deadlines()) {
      if (deadline.isAfter(now) && (next == null || deadline.isBefore(next))) {
        next = deadline;
      }
    }
    for (TrackedSession session : tracked.values()) {
      for (Instant deadline : session.deadlines) {
        if (deadline.isAfter(now) && (next == null || deadline.isBefore(next))) {
          next = deadline;
        }
      }
    }
    return Optional.ofNullable(next);
  }

  /** Everything needed to go on elsewhere, in a versioned binary form. */
  public byte[] snapshot() {
    return MonitorSnapshotForm.write(this);
  }

  /** Takes less memory until it is used again; nothing it says or knows is different. */
  public void rest() {
    facts.readings.values().forEach(HeartRateSeries::rest);
  }

  /**
   * About how much memory this monitor takes, in bytes: nearly all of it is readings and beliefs on
   * the tolerance grid. Takes no time.
   */
  public long heapBytes() {
    long readings = 0;
    for (HeartRateSeries series : facts.readings.values()) {
      readings += series.heapBytes();
    }
    return EMPTY_BYTES
        + readings
        + SESSION_BYTES * (tracked.size() + settled.size())
        + (course.size() > 0 ? BELIEFS_BYTES : 0);
  }

  /** Derives everything anew without a word, after the facts were put back. */
  void rederive() {
    timeline.derive(Change.from(Instant.MIN), now);
    runCourse();
    for (TrackedSession session : tracked.values()) {
      session.deadlines = deadlines(session);
    }
    for (View view : timeline.views()) {
      tracked(view).flareContext = timeline.history().flareContext(view, course);
    }
    missing.assign(timeline.views(), tracked, ledger, now);
    overall = OverallClaims.of(timeline.history(), facts, watermark, now);
  }

  /** Sessions whose deadline is {@code instant}, and what may follow from them. */
  private Change dueAt(Instant instant) {
    Instant from = Instant.MAX;
    for (TrackedSession session : tracked.values()) {
      View view = session.view;
      if (view != null
          && session.deadlines.contains(instant)
          && view.assembled().end().isBefore(from)) {
        from = view.assembled().end();
      }
    }
    return Change.from(from);
  }

  /** Whether the event speaks of what is final and forgotten: then it changes nothing any more. */
  private boolean isForgotten(ReceivedEvent event) {
    PatientEvent told = event.event();
    if (told instanceof SessionMark mark && settled.containsKey(mark.session())) {
      return true;
    }
    if (told instanceof SessionSummary summary && settled.containsKey(summary.session())) {
      return true;
    }
    return told instanceof HeartRateSamples
        && told.observedAt().isBefore(timeline.forgottenBefore(watermark));
  }

  /** Why something is looked at again. */
  private enum Cause {
    TOLD,
    TIME
  }

  private void evaluate(Change change, Cause cause, List<NumberedOutcome> said) {
    Derived derived = timeline.derive(change, now);
    Set<String> touched = derived.touched();
    if (cause == Cause.TOLD) {
      touched.forEach(id -> Objects.requireNonNull(tracked.get(id)).toldAt = now);
    }
    if (!derived.newestReadingsOnly()) {
      int changedFrom = runCourse();
      for (int i = changedFrom; i < course.size(); i++) {
        touched.add(course.session(i).session());
      }
      touchFlares(touched);
      touched.addAll(missing.assign(timeline.views(), tracked, ledger, now));
      overall = OverallClaims.of(timeline.history(), facts, watermark, now);
    }
    Set<String> subjects = new HashSet<>();
    List<AlertClaim> claims = new ArrayList<>();
    for (View view : timeline.views()) {
      TrackedSession session = tracked(view);
      if (!touched.contains(session.id)) {
        continue;
      }
      subjects.add(session.id);
      claims.addAll(
          view.assembled().over() ? over(session, view, said) : running(session, view, said));
      session.deadlines = deadlines(session);
    }
    claims.addAll(overall.claims());
    for (AlertChange step :
        ledger.say(claims, (kind, subject) -> overall.examines(kind, subject, subjects), now)) {
      number(step, said);
    }
  }

  /** Flares that other sessions now explain differently, or that settled since. */
  private void touchFlares(Set<String> touched) {
    for (View view : timeline.views()) {
      TrackedSession session = tracked(view);
      FlareContext before = session.flareContext;
      session.flareContext = timeline.history().flareContext(view, course);
      if (!session.flareContext.equals(before)) {
        touched.add(session.id);
      }
    }
  }

  private TrackedSession tracked(View view) {
    return Objects.requireNonNull(tracked.get(view.assembled().session()));
  }

  private List<AlertClaim> over(TrackedSession session, View view, List<NumberedOutcome> said) {
    session.running = null;
    SessionFindings findings =
        SessionFindings.of(patient, view, course, timeline, facts, settings.rules());
    assess(session, view, findings, said);
    return view.duplicateOf() == null
        ? MissingDataTurns.kept(session, findings.claims(now, session))
        : List.of();
  }

  private List<AlertClaim> running(TrackedSession session, View view, List<NumberedOutcome> said) {
    RunningFindings running =
        RunningFindings.of(session, view, course, timeline, facts, settings.rules());
    progress(session, view, running, said);
    return running.claims(now);
  }

  /** Gives the filter what is known of each session; the index from which it says something new. */
  private int runCourse() {
    List<CourseSession> sessions = timeline.history().course();
    int same = 0;
    while (same < sessions.size()
        && same < course.size()
        && sessions.get(same).equals(course.session(same))) {
      same++;
    }
    if (same < sessions.size() || same < course.size()) {
      course.replaceFrom(same, List.copyOf(sessions.subList(same, sessions.size())));
    }
    return same;
  }

  private void assess(
      TrackedSession session, View view, SessionFindings findings, List<NumberedOutcome> said) {
    Assessment assessment =
        findings.assessment(
            SessionConcerns.of(view, timeline.history(), facts),
            isFinal(view) ? Finality.FINAL : Finality.OPEN);
    if (session.isNews(assessment)) {
      session.revision++;
      number(assessment.withRevision(session.revision, now), said);
      if (session.revision == 1) {
        said.add(new NumberedOutcome(patient, 0, ended(view, findings)));
      }
    }
  }

  private SessionProgress ended(View view, SessionFindings findings) {
    return new SessionProgress(
        patient,
        view.assembled().session(),
        now,
        view.assembled().end(),
        null,
        findings.load(),
        findings.toleratedLoad(),
        findings.probability(),
        true);
  }

  private void progress(
      TrackedSession session, View view, RunningFindings running, List<NumberedOutcome> said) {
    long at = view.assembled().end().toEpochMilli();
    if (at >= session.lastProgressMillis + RunningFindings.PROGRESS_EVERY_MILLIS) {
      session.lastProgressMillis = at;
      said.add(new NumberedOutcome(patient, 0, running.progress(patient, now)));
    }
  }

  /**
   * Whether nothing within the allowed lateness can change it any more: the last report that can
   * belong to a session lies up to 56 hours after its end.
   */
  private boolean isFinal(View view) {
    return view.assembled().end().plus(Aftermath.LONGEST).plus(lateness(view)).isBefore(watermark);
  }

  /** A session whose stop is missing can go on after a jump of its device's clock. */
  private Duration lateness(View view) {
    return view.assembled().ending() == AssembledSession.Ending.TOLD
        ? settings.allowedLateness()
        : MISSING_STOP_AWAITED;
  }

  private List<Instant> deadlines(TrackedSession session) {
    View view = session.view;
    if (view == null) {
      return List.of();
    }
    List<Instant> deadlines = new ArrayList<>(timeline.deadlines(view, now));
    Instant quiet = MissingDataTurns.quietAt(session);
    if (quiet.isAfter(now)) {
      deadlines.add(quiet);
    }
    return deadlines;
  }

  /** Says what has become final, and forgets the raw facts behind what is long final. */
  private void settle(List<NumberedOutcome> said) {
    for (View view : timeline.views()) {
      TrackedSession session = tracked(view);
      if (view.assembled().over() && isFinal(view)) {
        if (!session.settled) {
          session.settled = true;
          assess(
              session,
              view,
              SessionFindings.of(patient, view, course, timeline, facts, settings.rules()),
              said);
        }
        if (view.assembled()
            .end()
            .plus(settings.factsKept())
            .plus(lateness(view).minus(settings.allowedLateness()))
            .isBefore(watermark)) {
          missing.forget(session, view);
          timeline.settle(session, view);
        }
      }
    }
    timeline.forget(watermark);
  }

  private void number(Outcome outcome, List<NumberedOutcome> said) {
    ordinal++;
    said.add(new NumberedOutcome(patient, ordinal, outcome));
  }
}
