package health.carryover.deploy.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class JsonLinesTest {
  @Test
  void aLineIsOneObjectWithItsCodeAndTheException() throws Exception {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger logger = context.getLogger(Logger.ROOT_LOGGER_NAME);
    OutputStreamAppender<ILoggingEvent> output =
        (OutputStreamAppender<ILoggingEvent>) logger.iteratorForAppenders().next();
    Encoder<ILoggingEvent> text = output.getEncoder();
    try {
      JsonLines.write();
      LoggingEvent event =
          new LoggingEvent(
              "",
              logger,
              Level.WARN,
              LogCode.STOP_INCOMPLETE.line("{} parts\nfailed"),
              new IllegalStateException("why"),
              new Object[] {2});
      String line = new String(output.getEncoder().encode(event), StandardCharsets.UTF_8);

      assertThat(line).endsWith("\n").containsOnlyOnce("\n");
      JsonNode object = new ObjectMapper().readTree(line);
      assertThat(object.path("formattedMessage").asText()).isEqualTo("CO-1006 2 parts\nfailed");
      assertThat(object.path("level").asText()).isEqualTo("WARN");
      assertThat(object.path("timestamp").isNumber()).isTrue();
      assertThat(object.path("throwable").path("message").asText()).isEqualTo("why");
      assertThat(object.has("arguments")).isFalse();
    } finally {
      output.setEncoder(text);
    }
  }
}
