package health.carryover.analysis.port;

final class MemoryMonitorSnapshotsTest extends MonitorSnapshotsContract {
  private final MemoryMonitorSnapshots held = new MemoryMonitorSnapshots();

  @Override
  protected MonitorSnapshots create() {
    return held;
  }

  @Override
  protected MonitorSnapshots reopen() {
    return held;
  }
}
