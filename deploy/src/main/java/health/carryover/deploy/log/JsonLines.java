package health.carryover.deploy.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Log lines for programs: one JSON object each, in place of the text of logback.xml. */
public final class JsonLines {

  private JsonLines() {}

  /** Writes every line as JSON from now on. */
  public static void write() {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    write(context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders(), context);
  }

  private static void write(Iterator<Appender<ILoggingEvent>> appenders, LoggerContext context) {
    while (appenders.hasNext()) {
      Appender<ILoggingEvent> appender = appenders.next();
      if (appender instanceof QueuedLines queue) {
        write(queue.iteratorForAppenders(), context);
      }
      if (appender instanceof OutputStreamAppender<ILoggingEvent> output) {
        output.setEncoder(encoder(context));
      }
    }
  }

  private static JsonEncoder encoder(LoggerContext context) {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(context);
    // The message with its values in place, and nothing twice: the text form has no more.
    encoder.setWithFormattedMessage(true);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithContext(false);
    encoder.setWithMDC(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithSequenceNumber(false);
    encoder.start();
    return encoder;
  }
}
