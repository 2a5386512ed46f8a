package health.carryover.deploy.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps lines of libraries out of the log that are true and ask nothing of anybody, and those that
 * a stranger could repeat without end: of each kind only some a minute pass. Named in {@code
 * logback.xml}. Any thread.
 */
public final class KnownNoise extends Filter<ILoggingEvent> {
  /**
   * No address for dead letters and expired messages, none is wanted; a start that failed, said by
   * us; a client that was turned away, said by us without its name; the end of a connection, which
   * is every day's; a count of the library's own that it corrects, with the topic; what it tells
   * the other brokers of a cluster, which there are none, about a queue that is gone by then.
   */
  private static final List<String> CODES =
      List.of(
          "AMQ222165",
          "AMQ222166",
          "AMQ224104",
          "AMQ224000",
          "AMQ222216",
          "AMQ222061",
          "AMQ222107",
          "AMQ224095",
          "AMQ224051");

  private static final String OWN = "health.carryover";
  private static final int A_MINUTE = 10;
  private static final int KINDS = 200;
  private static final int KIND_LENGTH = 9;
  private static final long MINUTE_MILLIS = 60_000;

  private final Map<String, Integer> saidThisMinute = new HashMap<>();
  private long minute;

  @Override
  public FilterReply decide(ILoggingEvent event) {
    String message = event.getMessage();
    if (message == null || event.getLoggerName().startsWith(OWN)) {
      return FilterReply.NEUTRAL;
    }
    return CODES.stream().anyMatch(message::startsWith) || isTooOften(event, message)
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }

  private synchronized boolean isTooOften(ILoggingEvent event, String message) {
    long now = event.getTimeStamp() / MINUTE_MILLIS;
    if (now != minute || saidThisMinute.size() > KINDS) {
      minute = now;
      saidThisMinute.clear();
    }
    String kind =
        event.getLoggerName() + message.substring(0, Math.min(message.length(), KIND_LENGTH));
    return saidThisMinute.merge(kind, 1, Integer::sum) > A_MINUTE;
  }
}
