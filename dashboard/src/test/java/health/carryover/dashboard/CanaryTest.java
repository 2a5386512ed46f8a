package health.carryover.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import health.carryover.analysis.port.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Marker values in place of health data are found in no log and no error. */
class CanaryTest {
  private static final String CANARY = "canary-187-bpm";

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    root.setLevel(Level.DEBUG);
    root.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    root.detachAppender(log);
    root.setLevel(Level.WARN);
  }

  @Test
  void whatWasSentAndWhatFailedIsNotRepeated() {
    List<String> answers = new ArrayList<>();
    try (RunningDashboard dashboard = RunningDashboard.start()) {
      dashboard.failWith(
          id ->
              id.equals("down")
                  ? new StoreUnavailableException(CANARY, new IllegalStateException(CANARY))
                  : new IllegalStateException(CANARY));
      for (String path : List.of("broken", "down")) {
        RunningDashboard.Answer answer = dashboard.get("/api/v1/patients/" + path + "/timeline");
        assertThat(answer.status()).isEqualTo(path.equals("down") ? 503 : 500);
        answers.add(answer.response().body());
      }
      answers.add(
          dashboard
              .send(
                  "POST",
                  "/api/v1/patients",
                  "{\"id\":\"" + CANARY + "!\",\"" + CANARY + "\":1,\"displayName\":\"\"}")
              .response()
              .body());
      answers.add(dashboard.send("POST", "/api/v1/patients", "{" + CANARY).response().body());
      answers.add(
          dashboard
              .send("PUT", "/api/v1/patients/p1/profile", "{\"zone\":\"" + CANARY + "\"}")
              .response()
              .body());
    }
    assertThat(answers).hasSize(5).noneMatch(text -> text.contains(CANARY));
    assertThat(log.list).as("something was logged at all").isNotEmpty();
    assertThat(log.list)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
        .noneMatch(CanaryTest::tells);
    assertThat(log.list)
        .filteredOn(event -> event.getLoggerName().startsWith("health.carryover"))
        .anyMatch(event -> event.getLevel() == Level.ERROR)
        .noneMatch(CanaryTest::tells);
  }

  private static boolean tells(ILoggingEvent event) {
    String trace =
        event.getThrowableProxy() == null
            ? ""
            : ThrowableProxyUtil.asString(event.getThrowableProxy());
    return event.getFormattedMessage().contains(CANARY) || trace.contains(CANARY);
  }
}
