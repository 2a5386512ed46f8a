package health.carryover.deploy.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** Sets how much of Carryover's own lines is written. */
public final class LogLevels {

  private LogLevels() {}

  /**
   * Writes lines of {@code level} and above from now on.
   *
   * @param level error, warn, info or debug, in any case
   */
  public static void write(String level) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger("health.carryover").setLevel(Level.toLevel(level, Level.INFO));
    }
  }
}
