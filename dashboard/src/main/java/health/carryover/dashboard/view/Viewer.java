package health.carryover.dashboard.view;

import health.carryover.analysis.port.Role;
import health.carryover.dashboard.access.RightsTable;
import health.carryover.dashboard.http.ApiRouter.Endpoint;
import health.carryover.dashboard.triage.AlertBudget;
import io.vertx.core.http.HttpMethod;
import java.text.NumberFormat;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who looks, and how they read: language, zone and budget. Times are shown in the zone of the
 * looker's computer, which its pages tell by a cookie; until they did, in UTC.
 *
 * @param person under whose name acts are recorded
 * @param clinic whose patients exist for them
 * @param role what they are trusted with
 */
record Viewer(
    String person,
    String clinic,
    Role role,
    Language language,
    ZoneId zone,
    AlertBudget budget,
    Instant now) {

  /** The zone of that name, or empty. */
  static Optional<ZoneId> zone(String name) {
    try {
      return Optional.of(ZoneId.of(name));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  static ZoneId unknownZone() {
    return ZoneOffset.UTC;
  }

  Words words() {
    return Words.of(language);
  }

  /**
   * Whether their role is given that call, so that no page offers what would be refused.
   *
   * @param path as it stands in the table of rights
   */
  private boolean may(HttpMethod method, String path) {
    return RightsTable.of(new Endpoint(method, path)).orElseThrow().roles().contains(role);
  }

  boolean mayActOnAlerts() {
    return may(HttpMethod.POST, "/api/v1/alerts/{id}/acts");
  }

  /** Whether they may note reviews, tags and whose patient somebody is. */
  boolean mayKeepCases() {
    return may(HttpMethod.POST, "/api/v1/patients/{id}/case-load");
  }

  boolean mayTryRules() {
    return may(HttpMethod.POST, "/api/v1/patients/{id}/what-if");
  }

  boolean mayChangeCarePlans() {
    return may(HttpMethod.PUT, "/api/v1/patients/{id}/profile");
  }

  private ZonedDateTime at(Instant instant) {
    return instant.atZone(zone);
  }

  private DateTimeFormatter format(String key) {
    return DateTimeFormatter.ofPattern(words().say(key), language.locale());
  }

  /** "10:12" today, "Mon 2 Mar, 10:12" otherwise. */
  String when(Instant instant) {
    boolean today = at(instant).toLocalDate().equals(at(now).toLocalDate());
    return at(instant).format(format(today ? "time.clock" : "time.day-and-clock"));
  }

  String day(Instant instant) {
    return at(instant).format(format("time.day"));
  }

  String clock(Instant instant) {
    return at(instant).format(format("time.clock"));
  }

  /** With year and zone. */
  String full(Instant instant) {
    return at(instant).format(format("time.full"));
  }

  /** "3 days ago", as one says it. */
  String ago(Instant instant) {
    Duration since = Duration.between(instant, now);
    if (since.toMinutes() < 1) {
      return words().say("ago.now");
    }
    if (since.toHours() < 1) {
      return words().count("ago.minutes", since.toMinutes());
    }
    return since.toDays() < 1
        ? words().count("ago.hours", since.toHours())
        : words().count("ago.days", since.toDays());
  }

  /** At most one digit behind the point; what is not known is said to be unknown. */
  String number(@Nullable Object value) {
    if (!(value instanceof Number number)) {
      return words().say("unknown");
    }
    NumberFormat format = NumberFormat.getNumberInstance(language.locale());
    format.setMaximumFractionDigits(1);
    return format.format(number.doubleValue());
  }

  String percent(@Nullable Object share) {
    return share instanceof Number number
        ? Math.round(number.doubleValue() * 100) + " %"
        : words().say("unknown");
  }

  /** "about 4 in 10", as people read risks best. */
  String inTen(@Nullable Object probability) {
    if (!(probability instanceof Number number)) {
      return words().say("unknown");
    }
    long tenths = Math.round(number.doubleValue() * 10);
    return tenths == 0 ? words().say("risk.less") : words().say("risk.about", tenths);
  }

  /** A time as an element: short to read, whole when pointed at. */
  Html time(Instant instant, String shown) {
    return new Html()
        .open("time", "datetime", instant.toString(), "title", full(instant))
        .text(shown)
        .close("time");
  }
}
