package health.carryover.analysis;

import health.carryover.analysis.course.CourseSession;
import health.carryover.analysis.history.PastSession;
import health.carryover.analysis.profile.WearableRates;
import health.carryover.analysis.response.ResponsePattern;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What stays of a session that is final and whose raw facts are forgotten.
 *
 * @param past as later sessions look back on it
 * @param wearable what wearables had said before it
 * @param course as the tolerance filter sees it; null for a duplicate
 * @param pattern of the response
 * @param completeness whether it counts towards a pattern
 */
record SettledSession(
    PastSession past,
    WearableRates wearable,
    @Nullable CourseSession course,
    ResponsePattern pattern,
    Completeness completeness) {

  String id() {
    return past.session();
  }

  Instant start() {
    return past.start();
  }

  Instant end() {
    return past.end();
  }

  /** Whether a response counts towards a pattern. */
  enum Completeness {
    COMPLETE,
    INCOMPLETE
  }
}
