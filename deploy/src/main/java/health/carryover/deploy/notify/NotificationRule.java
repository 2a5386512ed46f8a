package health.carryover.deploy.notify;

import health.carryover.analysis.outcome.AlertChange.Change;
import health.carryover.analysis.outcome.AlertChange.Severity;
import health.carryover.analysis.port.Notifications.Channel;
import health.carryover.analysis.port.Notifications.Entry;
import health.carryover.analysis.port.Notifications.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a change of an alert is told on a channel, when, and why. Pure: the same inputs give the
 * same answer. What is told: an alert that is new or became worse, at or above a severity; and that
 * it was withdrawn, to who was told of it; once, that nobody reacted to it. The rest stands on the
 * dashboard.
 *
 * @param from below it nothing is told
 * @param groupFor how long what is not urgent is gathered, so that one mail tells of all
 */
record NotificationRule(Severity from, Duration groupFor, QuietHours quiet) {
  /** What is known that late is history, for instance from an import. */
  private static final Duration NEWS = Duration.ofHours(24);

  /**
   * What was decided.
   *
   * @param reason a word for machines
   * @param dueAt null: it is left out
   */
  record Decision(String reason, @Nullable Instant dueAt) {
    State state() {
      return dueAt == null ? State.LEFT_OUT : State.WAITING;
    }
  }

  /**
   * @param knownAt when the change was known
   * @param earlier what was decided about the same alert on the same channel, oldest first
   */
  Decision decide(
      Channel channel,
      Change change,
      Severity severity,
      Instant knownAt,
      List<Entry> earlier,
      Instant now) {
    if (knownAt.isBefore(now.minus(NEWS))) {
      return leftOut("past");
    }
    return switch (change) {
      case RAISED, UPGRADED -> ofWorse(channel, change, severity, earlier, now);
      case RETRACTED ->
          told(earlier) == null ? leftOut("never-told") : held(channel, "withdrawn", severity, now);
      case CONFIRMED, DOWNGRADED, RESOLVED -> leftOut("no-news");
    };
  }

  /**
   * Whether it is told that nobody reacted to an alert.
   *
   * @param passedOnAt when it was passed on
   */
  Decision escalation(Channel channel, Severity severity, Instant passedOnAt, Instant now) {
    if (passedOnAt.isBefore(now.minus(NEWS))) {
      return leftOut("past");
    }
    if (channel == Channel.MQTT) {
      // Programs hear everything, and sleep at no hour.
      return new Decision("escalated", now);
    }
    return severity.compareTo(from) < 0
        ? leftOut("below-severity")
        : held(channel, "escalated", severity, now);
  }

  private Decision ofWorse(
      Channel channel, Change change, Severity severity, List<Entry> earlier, Instant now) {
    if (severity.compareTo(from) < 0) {
      return leftOut("below-severity");
    }
    Severity told = told(earlier);
    if (told != null && severity.compareTo(told) <= 0) {
      return leftOut("told-already");
    }
    return held(channel, change == Change.RAISED ? "new" : "worse", severity, now);
  }

  private Decision held(Channel channel, String reason, Severity severity, Instant now) {
    if (severity == Severity.URGENT) {
      return new Decision(reason, now);
    }
    Instant gathered = channel == Channel.MAIL ? now.plus(groupFor) : now;
    Instant awake = quiet.endAfter(gathered);
    return awake.equals(gathered)
        ? new Decision(reason, gathered)
        : new Decision(reason + "-after-quiet-hours", awake);
  }

  private static Decision leftOut(String reason) {
    return new Decision(reason, null);
  }

  /** The highest severity of which somebody was told, or will be; null if nobody. */
  private static @Nullable Severity told(List<Entry> earlier) {
    Severity highest = null;
    for (Entry entry : earlier) {
      Severity severity = entry.note().severity();
      if (entry.note().reason().startsWith("withdrawn")) {
        // Told of again, it is news.
        highest = null;
      } else if (isOut(entry) && (highest == null || severity.compareTo(highest) > 0)) {
        highest = severity;
      }
    }
    return highest;
  }

  private static boolean isOut(Entry entry) {
    return entry.note().state() == State.SENT || entry.note().state() == State.WAITING;
  }
}
