package health.carryover.analysis.port;

final class MemoryPersonErasureTest extends PersonErasureContract {
  @Override
  protected Stores create() {
    MemoryJournal journal = new MemoryJournal();
    MemoryQuarantine quarantine = new MemoryQuarantine(journal);
    MemoryOutcomeRecords outcomes = new MemoryOutcomeRecords();
    MemoryMonitorSnapshots snapshots = new MemoryMonitorSnapshots();
    MemoryTelemetry telemetry = new MemoryTelemetry();
    MemoryEnrolments enrolments = new MemoryEnrolments();
    MemoryPatientDirectory directory = new MemoryPatientDirectory();
    MemoryDeviceCredentials credentials = new MemoryDeviceCredentials();
    MemoryDeviceCursors cursors = new MemoryDeviceCursors();
    return new Stores(
        journal,
        quarantine,
        outcomes,
        snapshots,
        telemetry,
        enrolments,
        directory,
        credentials,
        cursors,
        new MemoryTelemetryRefusals(),
        new MemoryPersonErasure(
            journal,
            quarantine,
            outcomes,
            snapshots,
            telemetry,
            enrolments,
            directory,
            credentials,
            cursors));
  }
}
