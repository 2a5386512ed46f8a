package health.carryover.store.influx;

import health.carryover.analysis.port.MemoryOffsets;
import health.carryover.analysis.port.Telemetry;
import health.carryover.analysis.port.TelemetryErasure;
import health.carryover.analysis.port.TelemetryErasureContract;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Erasure at the server that Debian ships (1.6). */
final class InfluxErasureTest extends TelemetryErasureContract {
  private static InfluxServer server;
  private InfluxTelemetry telemetry;

  @BeforeAll
  static void startServer() throws Exception {
    server = InfluxServer.start(Files.createTempDirectory("carryover-influx"));
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @AfterEach
  void closeTelemetry() {
    telemetry.close();
  }

  @Override
  protected Telemetry create() {
    telemetry =
        new InfluxTelemetry(
            new InfluxAddress(
                server.url(),
                InfluxAddress.Api.V1,
                "",
                "carryover_erasure",
                "heart_rate",
                Duration.ZERO,
                Duration.ZERO,
                "",
                ""),
            new MemoryOffsets(),
            new MemoryRefusals());
    return telemetry;
  }

  @Override
  protected TelemetryErasure erasure() {
    return telemetry;
  }
}
