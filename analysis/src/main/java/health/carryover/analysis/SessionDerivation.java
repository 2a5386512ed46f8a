package health.carryover.analysis;

import health.carryover.analysis.TrackedSession.View;
import health.carryover.analysis.course.CourseBasis;
import health.carryover.analysis.course.CourseSession;
import health.carryover.analysis.course.CourseSession.CourseOutcome;
import health.carryover.analysis.course.SessionLoads;
import health.carryover.analysis.diary.DiarySession;
import health.carryover.analysis.diary.SlotAnswers;
import health.carryover.analysis.diary.UsualPainDays;
import health.carryover.analysis.event.PainSlot;
import health.carryover.analysis.outcome.Assessment.SlotState;
import health.carryover.analysis.profile.Profile;
import health.carryover.analysis.response.OutcomeCaveat;
import health.carryover.analysis.response.PainResponse;
import health.carryover.analysis.response.ResponseSlot;
import health.carryover.analysis.session.AssembledSession;
import health.carryover.analysis.session.SessionAssembler;
import health.carryover.analysis.session.SessionFacts;
import health.carryover.analysis.session.SessionHeartRate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Derives what a session is from the facts of its patient. Pure but for the caches it is given. */
final class SessionDerivation {
  /** Two sessions that share this much of the shorter one are the same workout. */
  private static final double SAME_WORKOUT = 0.5;

  private static final Duration NEAR = Duration.ofDays(5);

  private final PatientFacts facts;
  private final SessionAssembler assembler;

  SessionDerivation(PatientFacts facts, MonitorSettings settings) {
    this.facts = facts;
    this.assembler = new SessionAssembler(settings.silenceEndsSession(), settings.longestSession());
  }

  /** The session as told so far, or empty. */
  Optional<AssembledSession> assemble(String id, Instant now) {
    SessionFacts told = facts.sessions.get(id);
    return told == null
        ? Optional.empty()
        : assembler.assemble(told, facts.readings.values(), nextStart(told), now);
  }

  private @Nullable Instant nextStart(SessionFacts session) {
    Instant own = session.startedAt();
    Instant next = null;
    for (SessionFacts other : facts.sessions.values()) {
      Instant start = other.startedAt();
      if (own != null
          && start != null
          && start.isAfter(own)
          && (next == null || start.isBefore(next))) {
        next = start;
      }
    }
    return next;
  }

  /** Heart rate of a session that is over; the one read before where nothing changed. */
  SessionHeartRate heartRate(
      AssembledSession assembled, CourseBasis basis, @Nullable View before, long changedFrom) {
    SessionHeartRate held = before == null ? null : before.heartRate();
    if (held != null
        && changedFrom == Long.MAX_VALUE
        && before != null
        && before.assembled().active().equals(assembled.active())
        && held.basis().equals(basis.loadBasis())) {
      return held;
    }
    return SessionHeartRate.of(assembled, facts.readings, basis.loadBasis());
  }

  /** How loads are counted from {@code start} on. */
  static CourseBasis basis(Profile profile, Instant start) {
    return new CourseBasis(profile.currency(), profile.loadBasis(start), profile.referenceLoad());
  }

  /** Whether two sessions are the same workout told twice. */
  static boolean sameWorkout(AssembledSession a, AssembledSession b) {
    long shared =
        Math.min(a.end().toEpochMilli(), b.end().toEpochMilli())
            - Math.max(a.start().toEpochMilli(), b.start().toEpochMilli());
    long shorter =
        Math.min(
            Duration.between(a.start(), a.end()).toMillis(),
            Duration.between(b.start(), b.end()).toMillis());
    return shorter > 0 && shared >= SAME_WORKOUT * shorter;
  }

  /** The answers to the session's questions. */
  SlotAnswers answers(DiarySession session, List<DiarySession> all, Instant now) {
    List<DiarySession> near =
        all.stream()
            .filter(
                other -> Duration.between(session.start(), other.start()).abs().compareTo(NEAR) < 0)
            .toList();
    return facts.pain.answers(session, near, now);
  }

  /** The response of pain, against the usual pain where it is known. */
  PainResponse response(DiarySession session, List<DiarySession> all, SlotAnswers answers) {
    return PainResponse.of(
        answers.scores(), answers.signs(), UsualPainDays.before(session, facts.pain, all));
  }

  /**
   * The session as the tolerance filter sees it.
   *
   * @param next the start of the patient's next session, or null
   */
  static CourseSession course(
      AssembledSession assembled,
      CourseBasis basis,
      SessionHeartRate heartRate,
      DiarySession diary,
      SlotAnswers answers,
      PainResponse response,
      @Nullable Instant next) {
    Set<OutcomeCaveat> caveats = EnumSet.noneOf(OutcomeCaveat.class);
    if (answers.recalled()) {
      caveats.add(OutcomeCaveat.RECALLED);
    }
    Instant morning = diary.windows().window(ResponseSlot.NEXT_MORNING).startInclusive();
    return new CourseSession(
        assembled.session(),
        assembled.start(),
        new SessionLoads(heartRate, assembled.rpe(), assembled.activeMinutes()),
        basis,
        outcome(answers, response),
        OutcomeCaveat.weight(caveats),
        next != null && next.isBefore(morning));
  }

  /**
   * What may be learned: a flare at once, no flare only when the next morning is answered or will
   * not be any more. Without any answer nothing.
   */
  private static @Nullable CourseOutcome outcome(SlotAnswers answers, PainResponse response) {
    Integer grade = response.grade();
    if (grade == null) {
      return null;
    }
    boolean morningOpen = answers.state(PainSlot.NEXT_MORNING) == SlotState.NOT_DUE;
    boolean flare = Boolean.TRUE.equals(response.flare());
    return flare || !morningOpen ? new CourseOutcome(grade) : null;
  }
}
