package health.carryover.analysis;

import health.carryover.analysis.course.CourseBasis;
import health.carryover.analysis.course.CourseSession;
import health.carryover.analysis.course.ToleranceCourse;
import health.carryover.analysis.course.ToleranceCourse.Outlook;
import health.carryover.analysis.diary.DiarySession;
import health.carryover.analysis.diary.SlotAnswers;
import health.carryover.analysis.profile.Profile;
import health.carryover.analysis.response.PainResponse;
import health.carryover.analysis.session.AssembledSession;
import health.carryover.analysis.session.RunningLoad;
import health.carryover.analysis.session.SessionHeartRate;
import java.time.Instant;
import java.util.List;
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

  int revision;
  String said = "";
  boolean settled;
  List<Instant> deadlines = List.of();

  private @Nullable Believed believed;

  TrackedSession(String id) {
    this.id = id;
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
      CourseBasis basis,
      DiarySession diary,
      @Nullable SessionHeartRate heartRate,
      @Nullable String duplicateOf,
      SlotAnswers answers,
      PainResponse response,
      @Nullable CourseSession course) {}
}
