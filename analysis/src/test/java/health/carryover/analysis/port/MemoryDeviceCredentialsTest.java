package health.carryover.analysis.port;

final class MemoryDeviceCredentialsTest extends DeviceCredentialsContract {
  private final MemoryDeviceCredentials held = new MemoryDeviceCredentials();

  @Override
  protected DeviceCredentials create() {
    return held;
  }

  @Override
  protected DeviceCredentials reopen() {
    return held;
  }
}
