package health.carryover.analysis;

import health.carryover.analysis.course.CourseBasis;
import health.carryover.analysis.course.CourseSession;
import health.carryover.analysis.course.ToleranceCourse;
import health.carryover.analysis.course.ToleranceCourse.FlareChance;
import health.carryover.analysis.course.ToleranceCourse.Outlook;
import health.carryover.analysis.diary.Aftermath;
import health.carryover.analysis.diary.DiarySession;
import health.carryover.analysis.diary.SlotAnswers;
import health.carryover.analysis.history.PastSession;
import health.carryover.analysis.history.SessionMeasures;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.Background.Share;
import health.carryover.analysis.profile.Profile;
import health.carryover.analysis.profile.References;
import health.carryover.analysis.response.PainResponse;
import health.carryover.analysis.response.UsualPain;
import health.carryover.analysis.session.AssembledSession;
import health.carryover.analysis.session.RunningLoad;
import health.carryover.analysis.session.SessionHeartRate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is derived from the facts about one session, kept so that it need not be derived again, and
 * what was last said about it. Owned by {@link PatientMonitor}.
 */
final class TrackedSession {
  final String id;
  @Nullable View view;

  /** Readings changed since {@link View#heartRate} was read. */
  long readingsChangedFrom = Long.MAX_VALUE;

  @Nullable RunningLoad running;
  long lastProgressMillis = Long.MIN_VALUE;

  /** Whether this session is the one that says what its patient's data lack. */
  boolean speaksOfMissing;

  /** When something was last told that may have changed it. */
  Instant toldAt = Instant.EPOCH;

  int revision;
  boolean settled;
  List<Instant> deadlines = List.of();

  FlareContext flareContext = FlareContext.NONE;

  private @Nullable Believed believed;
  private @Nullable AskedChance asked;
  private @Nullable Assessment said;

  /** Of {@link #said}, or of what was said before a restart; null until it is asked for. */
  private @Nullable String saidDigest = "";

  private @Nullable Object passedBy;
  private final Map<Limit, Optional<Instant>> passedAt = new HashMap<>();

  TrackedSession(String id) {
    this.id = id;
  }

  /**
   * Whether the assessment finds something else than what was last said. From now on it is what was
   * said.
   */
  boolean isNews(Assessment assessment) {
    boolean same =
        said != null
            ? said.sameFindings(assessment)
            : MonitorSnapshotForm.digest(assessment).equals(saidDigest);
    said = assessment;
    if (!same) {
      saidDigest = null;
    }
    return !same;
  }

  /** A digest of what was last said, for snapshots; empty if nothing was. */
  String saidDigest() {
    String digest = saidDigest;
    if (digest == null) {
      digest = MonitorSnapshotForm.digest(Objects.requireNonNull(said));
      saidDigest = digest;
    }
    return digest;
  }

  /** Puts back what {@link #saidDigest} gave. */
  void restoreSaid(String digest) {
    saidDigest = digest;
  }

  /**
   * What is believed before this session, asked of {@code course} again only when something
   * changed.
   *
   * @param known how many sessions of the course began before it
   */
  Outlook outlook(ToleranceCourse course, int known, Instant start, CourseBasis basis) {
    Believed held = believed;
    if (held == null
        || held.version != course.version()
        || !held.start.equals(start)
        || !held.basis.equals(basis)) {
      held = new Believed(course.version(), start, basis, course.outlook(known, start, basis));
      believed = held;
    }
    return held.outlook;
  }

  /**
   * When the load passed {@code limit} as counted under {@code basis}; empty if its readings do not
   * tell. Searched once for one counting of the load: readings that follow do not move it.
   *
   * @param counted the running load, or what heart rate says of a session that is over: another
   *     object whenever it was counted anew
   */
  Optional<Instant> passedAt(
      Object counted, CourseBasis basis, double limit, Supplier<Optional<Instant>> search) {
    if (passedBy != counted) {
      passedBy = counted;
      passedAt.clear();
    }
    return passedAt.computeIfAbsent(new Limit(basis, limit), any -> search.get());
  }

  private record Limit(CourseBasis basis, double load) {}

  /** Probability of a flare over load under {@code outlook}, prepared once. */
  FlareChance chance(Outlook outlook) {
    AskedChance held = asked;
    if (held == null || !held.outlook.equals(outlook)) {
      held = new AskedChance(outlook, outlook.chance());
      asked = held;
    }
    return held.chance;
  }

  private record AskedChance(Outlook outlook, FlareChance chance) {}

  private record Believed(long version, Instant start, CourseBasis basis, Outlook outlook) {}

  /**
   * A session as derived.
   *
   * @param heartRate of a session that is over; null while it runs
   * @param duplicateOf the session that is the same workout, or null
   * @param course as the tolerance filter sees it; null while it runs and for a duplicate
   */
  record View(
      AssembledSession assembled,
      Profile profile,
      References references,
      CourseBasis basis,
      DiarySession diary,
      @Nullable SessionHeartRate heartRate,
      SessionMeasures measures,
      @Nullable String duplicateOf,
      SlotAnswers answers,
      Aftermath aftermath,
      UsualPain usual,
      PainResponse response,
      @Nullable CourseSession course) {

    /** The same running session with newer readings. */
    View stillRunning(AssembledSession newer) {
      return new View(
          newer,
          profile,
          references,
          basis,
          diary,
          null,
          measures,
          duplicateOf,
          answers,
          aftermath,
          usual,
          response,
          null);
    }

    View with(@Nullable CourseSession newer) {
      return new View(
          assembled,
          profile,
          references,
          basis,
          diary,
          heartRate,
          measures,
          duplicateOf,
          answers,
          aftermath,
          usual,
          response,
          newer);
    }

    /** When the report was made that shows a flare; null without one. */
    @Nullable Instant flareAt() {
      if (!Boolean.TRUE.equals(response.flare())) {
        return null;
      }
      Instant told = answers.worstLaterAt();
      return told == null ? assembled.end() : told;
    }

    /** What morning pain is compared with: its usual level, else pain at the start; or null. */
    @Nullable Double baseline() {
      return usual.nextMorning() == null ? answers.scores().before() : usual.nextMorning();
    }

    /** As later sessions look back on it. */
    PastSession past() {
      return new PastSession(
          assembled.session(),
          assembled.start(),
          assembled.end(),
          assembled.plan().template(),
          measures,
          flareAt(),
          baseline());
    }
  }

  /** What was said of a flare that other sessions can change. */
  record FlareContext(List<Share> attribution, boolean settledLater) {
    static final FlareContext NONE = new FlareContext(List.of(), false);
  }
}
