package health.carryover.analysis.diary;

import health.carryover.analysis.response.PainWindows;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;

/**
 * A session as the diary sees it.
 *
 * @param session its id
 * @param aliases ids under which the same workout was sent again
 * @param start first moment
 * @param end last moment known
 * @param zone the patient's zone then
 * @param windows when each answer was due
 */
public record DiarySession(
    String session,
    Set<String> aliases,
    Instant start,
    Instant end,
    ZoneId zone,
    PainWindows windows) {

  /** With the windows of that start, end and zone. */
  public static DiarySession of(
      String session, Set<String> aliases, Instant start, Instant end, ZoneId zone) {
    return new DiarySession(session, aliases, start, end, zone, PainWindows.of(start, end, zone));
  }

  /** Whether {@code id} names this session. */
  boolean isNamed(String id) {
    return session.equals(id) || aliases.contains(id);
  }

  /** Sessions compare by what they are, not by the windows that follow from it. */
  @Override
  public boolean equals(Object other) {
    return other instanceof DiarySession that
        && session.equals(that.session)
        && aliases.equals(that.aliases)
        && start.equals(that.start)
        && end.equals(that.end)
        && zone.equals(that.zone);
  }

  @Override
  public int hashCode() {
    return session.hashCode();
  }
}
