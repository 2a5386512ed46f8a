package health.carryover.analysis;

import health.carryover.analysis.TrackedSession.View;
import health.carryover.analysis.course.CourseBasis;
import health.carryover.analysis.diary.DiarySession;
import health.carryover.analysis.diary.SlotAnswers;
import health.carryover.analysis.history.SessionMeasures;
import health.carryover.analysis.profile.Profile;
import health.carryover.analysis.profile.References;
import health.carryover.analysis.profile.WearableRates;
import health.carryover.analysis.response.PainResponse;
import health.carryover.analysis.response.UsualPain;
import health.carryover.analysis.session.AssembledSession;
import health.carryover.analysis.session.SessionHeartRate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One derivation of the sessions that are not settled, in the order of their start: first what each
 * measured by itself, then which are the same workout, then how pain answered. What was not touched
 * is taken over. Used once; confined to its timeline.
 */
final class TimelineRebuild {
  private static final Comparator<AssembledSession> BY_START =
      Comparator.comparing(AssembledSession::start).thenComparing(AssembledSession::session);

  private final SessionDerivation derivation;
  private final Map<String, TrackedSession> tracked;
  private final Set<String> touched;
  private final List<AssembledSession> ordered;
  private final Map<String, Measured> measured = new HashMap<>();
  private final SameWorkouts same;
  private final List<DiarySession> diaries;

  /** What a session says by itself; without a heart rate while it runs. */
  private record Measured(
      Profile profile,
      References references,
      @Nullable SessionHeartRate heartRate,
      SessionMeasures measures) {}

  /**
   * Measures the sessions.
   *
   * @param touched ids of the sessions that may be different now
   * @param assembled every session that is not settled
   * @param inUse what wearables had said before them
   * @param peaks of the sessions before them
   * @param settled the sessions before them, as the diary sees them
   */
  TimelineRebuild(
      SessionDerivation derivation,
      Map<String, TrackedSession> tracked,
      Set<String> touched,
      Collection<AssembledSession> assembled,
      WearableRates inUse,
      SessionPeaks peaks,
      List<DiarySession> settled) {
    this.derivation = derivation;
    this.tracked = tracked;
    this.touched = touched;
    this.ordered = assembled.stream().sorted(BY_START).toList();
    measure(inUse, peaks);
    Map<String, SessionHeartRate> heartRates = new HashMap<>();
    measured.forEach(
        (id, found) -> {
          if (found.heartRate() != null) {
            heartRates.put(id, found.heartRate());
          }
        });
    this.same = SameWorkouts.among(ordered, heartRates);
    List<DiarySession> told = new ArrayList<>(settled);
    for (AssembledSession session : ordered) {
      if (same.originalOf(session.session()) == null) {
        told.add(diary(session));
      }
    }
    this.diaries = List.copyOf(told);
  }

  /** All sessions but duplicates, as the diary sees them. */
  List<DiarySession> diaries() {
    return diaries;
  }

  /** The sessions that are not settled, by start; each is put down as the view of its session. */
  List<View> views(Instant now) {
    List<View> views = new ArrayList<>();
    for (AssembledSession session : ordered) {
      TrackedSession held = held(session);
      View view = held.view;
      if (view == null || touched.contains(session.session())) {
        view = answered(session, now);
      }
      // Answers and response of the others stay; only what follows them may have moved.
      held.view = withCourse(view);
      views.add(held.view);
    }
    return List.copyOf(views);
  }

  private void measure(WearableRates before, SessionPeaks peaks) {
    WearableRates inUse = before;
    for (AssembledSession session : ordered) {
      View view = held(session).view;
      Measured found =
          view != null && !touched.contains(session.session())
              ? new Measured(view.profile(), view.references(), view.heartRate(), view.measures())
              : measured(session, view, inUse, peaks);
      inUse = found.references().wearable();
      if (found.heartRate() != null) {
        peaks.add(session.end(), found.measures());
      }
      measured.put(session.session(), found);
    }
  }

  private Measured measured(
      AssembledSession session, @Nullable View before, WearableRates inUse, SessionPeaks peaks) {
    Profile profile = derivation.profile(session.start());
    References references = derivation.references(profile, session.start(), inUse, peaks);
    if (!session.over()) {
      return new Measured(profile, references, null, SessionMeasures.NONE);
    }
    TrackedSession held = held(session);
    long changedFrom = held.readingsChangedFrom;
    SessionHeartRate heartRate =
        derivation.heartRate(session, references.basis(), before, changedFrom);
    SessionMeasures measures = derivation.measures(session, heartRate, before, changedFrom);
    held.readingsChangedFrom = Long.MAX_VALUE;
    return new Measured(profile, references, heartRate, measures);
  }

  private View answered(AssembledSession session, Instant now) {
    Measured found = measuredOf(session);
    Profile profile = found.profile();
    DiarySession diary = diary(session);
    List<DiarySession> near = SessionDerivation.near(diary, diaries);
    SlotAnswers answers = derivation.answers(diary, near, now);
    UsualPain usual = derivation.usual(diary, diaries);
    return new View(
        session,
        profile,
        found.references(),
        new CourseBasis(profile.currency(), found.references().basis(), profile.referenceLoad()),
        diary,
        found.heartRate(),
        found.measures(),
        same.originalOf(session.session()),
        answers,
        derivation.aftermath(diary, near, answers),
        usual,
        PainResponse.of(answers.scores(), answers.signs(), usual),
        null);
  }

  private View withCourse(View view) {
    SessionHeartRate heartRate = view.heartRate();
    if (heartRate == null || same.originalOf(view.assembled().session()) != null) {
      return view.with(null);
    }
    return view.with(derivation.course(view, heartRate, nextStart(view.assembled())));
  }

  private @Nullable Instant nextStart(AssembledSession session) {
    for (AssembledSession other : ordered) {
      if (other.start().isAfter(session.start()) && same.originalOf(other.session()) == null) {
        return other.start();
      }
    }
    return null;
  }

  private DiarySession diary(AssembledSession session) {
    return DiarySession.of(
        session.session(),
        same.aliases(session.session()),
        session.start(),
        session.end(),
        measuredOf(session).profile().zone());
  }

  private Measured measuredOf(AssembledSession session) {
    return Objects.requireNonNull(measured.get(session.session()));
  }

  private TrackedSession held(AssembledSession session) {
    return Objects.requireNonNull(tracked.get(session.session()));
  }
}
