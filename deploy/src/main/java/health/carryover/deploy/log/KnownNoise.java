package health.carryover.deploy.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;

/**
 * Keeps lines of libraries out of the log that are true and ask nothing of anybody. Named in {@code
 * logback.xml}.
 */
public final class KnownNoise extends Filter<ILoggingEvent> {
  /**
   * No address for dead letters and expired messages, none is wanted; a start that failed, said by
   * us; a client that was turned away, said by us without its name.
   */
  private static final List<String> CODES =
      List.of("AMQ222165", "AMQ222166", "AMQ224104", "AMQ224000", "AMQ222216");

  @Override
  public FilterReply decide(ILoggingEvent event) {
    String message = event.getMessage();
    return message != null && CODES.stream().anyMatch(message::startsWith)
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }
}
