package health.carryover.analysis.port;

final class MemoryTelemetryErasureTest extends TelemetryErasureContract {
  private MemoryTelemetry telemetry = new MemoryTelemetry();

  @Override
  protected Telemetry create() {
    telemetry = new MemoryTelemetry();
    return telemetry;
  }

  @Override
  protected TelemetryErasure erasure() {
    return telemetry;
  }
}
