package health.carryover.analysis;

import health.carryover.analysis.course.CourseSession;
import health.carryover.analysis.response.ResponsePattern;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What stays of a session that is final and whose raw facts are forgotten.
 *
 * @param course as the tolerance filter sees it; null for a duplicate
 * @param pattern of the response
 * @param completeness whether it counts towards a pattern
 */
record SettledSession(
    String id,
    Instant start,
    Instant end,
    @Nullable CourseSession course,
    ResponsePattern pattern,
    Completeness completeness) {

  /** Whether a response counts towards a pattern. */
  enum Completeness {
    COMPLETE,
    INCOMPLETE
  }
}
