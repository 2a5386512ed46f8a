package health.carryover.ingest.shard;

import health.carryover.analysis.MonitorSettings;
import health.carryover.analysis.PatientMonitor;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.outcome.NumberedOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The core's monitors. */
record CoreMonitors(MonitorSettings settings) implements Monitors {

  @Override
  public Monitor start(String patient) {
    return new Core(PatientMonitor.start(patient, settings));
  }

  @Override
  public Monitor restore(byte[] snapshot) {
    return new Core(PatientMonitor.restore(snapshot, settings));
  }

  private record Core(PatientMonitor monitor) implements Monitor {
    @Override
    public String patient() {
      return monitor.patient();
    }

    @Override
    public List<NumberedOutcome> accept(ReceivedEvent event) {
      return monitor.accept(event);
    }

    @Override
    public List<NumberedOutcome> advanceTo(Instant now) {
      return monitor.advanceTo(now);
    }

    @Override
    public Optional<Instant> nextDeadline() {
      return monitor.nextDeadline();
    }

    @Override
    public byte[] snapshot() {
      return monitor.snapshot();
    }

    @Override
    public long heapBytes() {
      return monitor.heapBytes();
    }

    @Override
    public void rest() {
      monitor.rest();
    }
  }
}
