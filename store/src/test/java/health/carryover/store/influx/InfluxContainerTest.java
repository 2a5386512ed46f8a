package health.carryover.store.influx;

import health.carryover.analysis.port.MemoryOffsets;
import health.carryover.analysis.port.Offsets;
import health.carryover.analysis.port.Telemetry;
import health.carryover.analysis.port.TelemetryContract;
import health.carryover.store.container.ServerImage;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** The contract against a server in a container. */
final class InfluxContainerTest extends TelemetryContract {
  private static final int PORT = 8086;
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private static GenericContainer<?> server;

  private final Offsets offsets = new MemoryOffsets();
  private InfluxAddress address;
  private InfluxTelemetry telemetry;

  @BeforeAll
  static void startServer() {
    server =
        ServerImage.INFLUXDB
            .container()
            .withExposedPorts(PORT)
            .waitingFor(Wait.forHttp("/ping").forPort(PORT).forStatusCode(204));
    server.start();
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.stop();
    }
  }

  @AfterEach
  void closeTelemetry() {
    telemetry.close();
  }

  @Override
  protected Telemetry create() {
    address =
        new InfluxAddress(
            "http://" + server.getHost() + ":" + server.getMappedPort(PORT),
            InfluxAddress.Api.V1,
            "",
            "carryover_" + DATABASES.incrementAndGet(),
            "heart_rate",
            Duration.ZERO,
            Duration.ZERO,
            "",
            "");
    telemetry = new InfluxTelemetry(address, offsets, new MemoryRefusals());
    return telemetry;
  }

  @Override
  protected Telemetry reopen() {
    telemetry.close();
    telemetry = new InfluxTelemetry(address, offsets, new MemoryRefusals());
    return telemetry;
  }
}
