package health.carryover.analysis.port;

final class MemoryDeviceCursorsTest extends DeviceCursorsContract {
  private final MemoryDeviceCursors held = new MemoryDeviceCursors();

  @Override
  protected DeviceCursors create() {
    return held;
  }

  @Override
  protected DeviceCursors reopen() {
    return held;
  }
}
