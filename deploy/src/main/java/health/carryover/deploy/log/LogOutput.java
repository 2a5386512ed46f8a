package health.carryover.deploy.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.LoggerFactory;

/** What became of the log lines of this process. Any thread. */
public final class LogOutput {
  private static final long PATIENCE_MILLIS = 1_000;

  private LogOutput() {}

  /** How many lines were left out so far because nobody read those before them. */
  public static long leftOut() {
    return queues().mapToLong(QueuedLines::leftOut).sum();
  }

  /** Waits until what was logged is written, a second at most. Called before the process ends. */
  public static void drain() {
    queues()
        .forEach(
            queue -> {
              try {
                queue.drain(PATIENCE_MILLIS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private static Stream<QueuedLines> queues() {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return Stream.empty();
    }
    Iterable<Appender<ILoggingEvent>> all =
        () -> context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
    return StreamSupport.stream(all.spliterator(), false)
        .filter(QueuedLines.class::isInstance)
        .map(QueuedLines.class::cast);
  }
}
