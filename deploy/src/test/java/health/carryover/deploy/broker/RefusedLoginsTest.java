package health.carryover.deploy.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import health.carryover.analysis.port.MemoryDeviceCredentials;
import health.carryover.deploy.log.KnownNoise;
import health.carryover.deploy.log.LogLevels;
import health.carryover.ingest.device.DeviceDoor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What is said of clients that are turned away: that there are some, not who. */
class RefusedLoginsTest {
  @TempDir Path folder;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getFormattedMessage());
        }
      };

  @BeforeEach
  void listen() {
    // A command that ran in this process before may have silenced warnings.
    LogLevels.write("warn");
    KnownNoise filter = new KnownNoise();
    filter.start();
    appender.addFilter(filter);
    appender.setContext(root.getLoggerContext());
    appender.start();
    root.addAppender(appender);
  }

  @AfterEach
  void stop() {
    root.detachAppender(appender);
  }

  @Test
  void guessersAreCountedSlowedAndNotNamedInTheLog() throws Exception {
    DeviceDoor door =
        new DeviceDoor(new MemoryDeviceCredentials(), () -> Instant.parse("2026-03-02T12:00:00Z"));
    String secret = door.issue("c", "marker-device", Instant.EPOCH).orElseThrow();
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(
            BrokerSettings.local(0, folder),
            new DeviceAccess(
                door,
                Map.of(),
                DeviceAccess.Unknown.REFUSED,
                new RefusedLogins(InstantSource.system(), registry)))) {
      RawClient.connect(broker.port(), "marker-device", "marker-device", secret).close();
      for (int i = 0; i < 15; i++) {
        String guess = "marker-guess-" + i;
        assertThatThrownBy(
                () -> RawClient.connect(broker.port(), "marker-device", "marker-device", guess))
            .isInstanceOf(IOException.class);
      }
      RawClient.connect(broker.port(), "marker-device", "marker-device", secret).close();
    }
    assertThat(lines).filteredOn(line -> line.startsWith("CO-1301")).hasSize(1);
    assertThat(lines).noneMatch(line -> line.contains("marker"));
    assertThat(refused("unknown")).isEqualTo(15);
    assertThat(refused("too-many")).isEqualTo(5);
  }

  private double refused(String reason) {
    return Clients.count(registry, "carryover.broker.logins.refused", "reason", reason);
  }
}
