package health.carryover.analysis;

import health.carryover.analysis.TrackedSession.View;
import health.carryover.analysis.course.CourseSession;
import health.carryover.analysis.course.CourseSession.CourseOutcome;
import health.carryover.analysis.course.CourseSession.CourseOutcome.Answers;
import health.carryover.analysis.course.SessionLoads;
import health.carryover.analysis.diary.Aftermath;
import health.carryover.analysis.diary.DiarySession;
import health.carryover.analysis.diary.SlotAnswers;
import health.carryover.analysis.diary.UsualPainDays;
import health.carryover.analysis.event.PainSlot;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.event.SafetyReport;
import health.carryover.analysis.history.SessionMeasures;
import health.carryover.analysis.load.LoadBasis;
import health.carryover.analysis.outcome.Assessment.SlotState;
import health.carryover.analysis.profile.Profile;
import health.carryover.analysis.profile.References;
import health.carryover.analysis.profile.WearableRates;
import health.carryover.analysis.response.OutcomeCaveat;
import health.carryover.analysis.response.PainResponse;
import health.carryover.analysis.response.ResponseSlot;
import health.carryover.analysis.response.UsualPain;
import health.carryover.analysis.session.AssembledSession;
import health.carryover.analysis.session.SessionAssembler;
import health.carryover.analysis.session.SessionFacts;
import health.carryover.analysis.session.SessionHeartRate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Derives what a session is from the facts of its patient. Pure but for the caches it is given. */
final class SessionDerivation {
  private static final Duration NEAR = Duration.ofDays(5);

  private static final Set<String> ILLNESS = Set.of("fever", "systemically-unwell");

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
      AssembledSession assembled, LoadBasis basis, @Nullable View before, long changedFrom) {
    SessionHeartRate held = before == null ? null : before.heartRate();
    if (held != null
        && changedFrom > assembled.end().toEpochMilli()
        && before != null
        && before.assembled().active().equals(assembled.active())
        && held.basis().equals(basis)) {
      return held;
    }
    return SessionHeartRate.of(assembled, facts.readings, basis);
  }

  /** What the session's readings say by themselves; read before where nothing changed. */
  SessionMeasures measures(
      AssembledSession assembled,
      SessionHeartRate heartRate,
      @Nullable View before,
      long changedFrom) {
    if (before != null
        && changedFrom == Long.MAX_VALUE
        && before.heartRate() != null
        && before.assembled().end().equals(assembled.end())
        && before.assembled().active().equals(assembled.active())) {
      return before.measures();
    }
    String device = heartRate.device();
    return SessionMeasures.read(assembled, device == null ? null : facts.readings.get(device));
  }

  /** What is known of the patient at {@code at}. */
  Profile profile(Instant at) {
    return facts.profiles.at(at);
  }

  /**
   * The heart-rate references of a session that starts at {@code start}.
   *
   * @param inUse what wearables had said before the session before it
   * @param peaks of the sessions before it
   */
  References references(Profile profile, Instant start, WearableRates inUse, SessionPeaks peaks) {
    boolean measured = profile.restBpm() != null;
    WearableRates said =
        new WearableRates(
            measured ? null : facts.recovery.toldResting(start),
            measured ? null : facts.lowest.before(start, facts.readings.values()),
            peaks.highestBefore(start, References.highestCredible(profile, start)));
    return References.of(profile, start, said.steadied(inUse));
  }

  /** The answers to the session's questions. */
  SlotAnswers answers(DiarySession session, List<DiarySession> near, Instant now) {
    return facts.pain.answers(session, near, now);
  }

  /** The sessions of {@code all} that are close enough to share an answer. */
  static List<DiarySession> near(DiarySession session, List<DiarySession> all) {
    return all.stream()
        .filter(other -> Duration.between(session.start(), other.start()).abs().compareTo(NEAR) < 0)
        .toList();
  }

  /** What else was told afterwards. */
  Aftermath aftermath(DiarySession session, List<DiarySession> near, SlotAnswers answers) {
    return Aftermath.of(session, near, facts.pain, answers.worstLaterAt());
  }

  /** Pain as it usually is at that time of day. */
  UsualPain usual(DiarySession session, List<DiarySession> all) {
    return UsualPainDays.before(session, facts.pain, all);
  }

  /** Local days on which an illness was told of. */
  Set<LocalDate> illDays(ZoneId zone) {
    Set<LocalDate> days = new HashSet<>();
    for (ReceivedEvent source : facts.safety) {
      if (source.event() instanceof SafetyReport report
          && report.redFlags().stream().anyMatch(ILLNESS::contains)) {
        days.add(report.at().atZone(zone).toLocalDate());
      }
    }
    return days;
  }

  /**
   * The session as the tolerance filter sees it.
   *
   * @param next the start of the patient's next session, or null
   */
  CourseSession course(View view, SessionHeartRate heartRate, @Nullable Instant next) {
    AssembledSession assembled = view.assembled();
    Set<OutcomeCaveat> caveats = EnumSet.noneOf(OutcomeCaveat.class);
    if (view.answers().recalled()) {
      caveats.add(OutcomeCaveat.RECALLED);
    }
    if (view.aftermath().likelySoreness()) {
      caveats.add(OutcomeCaveat.LIKELY_MUSCLE_SORENESS);
    }
    LocalDate day = assembled.end().atZone(view.diary().zone()).toLocalDate();
    Set<LocalDate> ill = illDays(view.diary().zone());
    if (ill.contains(day) || ill.contains(day.plusDays(1))) {
      caveats.add(OutcomeCaveat.ILLNESS);
    }
    Instant morning = view.diary().windows().window(ResponseSlot.NEXT_MORNING).startInclusive();
    return new CourseSession(
        assembled.session(),
        assembled.start(),
        new SessionLoads(heartRate, assembled.rpe(), assembled.activeMinutes()),
        view.basis(),
        outcome(view.answers(), view.response()),
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
    return flare || !morningOpen
        ? new CourseOutcome(grade, response.complete() ? Answers.COMPLETE : Answers.INCOMPLETE)
        : null;
  }
}
