package health.carryover.analysis.diary;

import health.carryover.analysis.response.PainWindows;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A session as the diary sees it.
 *
 * @param session its id
 * @param start first moment
 * @param end last moment known
 * @param zone the patient's zone then
 * @param windows when each answer was due
 */
public record DiarySession(
    String session, Instant start, Instant end, ZoneId zone, PainWindows windows) {

  /** With the windows of that start, end and zone. */
  public static DiarySession of(String session, Instant start, Instant end, ZoneId zone) {
    return new DiarySession(session, start, end, zone, PainWindows.of(start, end, zone));
  }
}
