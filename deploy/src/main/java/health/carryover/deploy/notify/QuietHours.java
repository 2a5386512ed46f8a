package health.carryover.deploy.notify;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Hours of the day in which only urgent things are told, by the clock of a zone. Immutable.
 *
 * @param from null: there are none
 * @param to may be earlier than {@code from}: then the hours go over midnight
 */
public record QuietHours(@Nullable LocalTime from, @Nullable LocalTime to, ZoneId zone) {

  /** There are none. */
  public static QuietHours none() {
    return new QuietHours(null, null, ZoneId.of("UTC"));
  }

  /** {@code at} itself outside of them, their end otherwise. */
  Instant endAfter(Instant at) {
    if (from == null || to == null || from.equals(to)) {
      return at;
    }
    ZonedDateTime local = at.atZone(zone);
    LocalTime time = local.toLocalTime();
    boolean overMidnight = to.isBefore(from);
    boolean quiet =
        overMidnight
            ? !time.isBefore(from) || time.isBefore(to)
            : !time.isBefore(from) && time.isBefore(to);
    if (!quiet) {
      return at;
    }
    // The next day's date where the hours began before midnight.
    ZonedDateTime end = local.with(to);
    return (overMidnight && !time.isBefore(from) ? end.plusDays(1) : end).toInstant();
  }
}
