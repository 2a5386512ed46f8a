package health.carryover.analysis.port;

final class MemoryTelemetryTest extends TelemetryContract {
  private final MemoryTelemetry held = new MemoryTelemetry();

  @Override
  protected Telemetry create() {
    return held;
  }

  @Override
  protected Telemetry reopen() {
    return held;
  }
}
