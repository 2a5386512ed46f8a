package health.carryover.ingest;

import health.carryover.analysis.port.Enrolments;
import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.MonitorSnapshots;
import health.carryover.analysis.port.MonitorSteps;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.PatientShares;
import health.carryover.analysis.port.Quarantine;
import health.carryover.analysis.port.Telemetry;
import org.jspecify.annotations.Nullable;

/**
 * The stores the edge in works with; they belong to whoever opened them.
 *
 * @param shares how the patients are divided among services, or null if this one has them all
 */
public record IngestPorts(
    Journal journal,
    Quarantine quarantine,
    Enrolments enrolments,
    OutcomeRecords outcomes,
    Telemetry telemetry,
    MonitorSnapshots snapshots,
    MonitorSteps steps,
    @Nullable PatientShares shares) {

  /** Of a service that has all patients. */
  public IngestPorts(
      Journal journal,
      Quarantine quarantine,
      Enrolments enrolments,
      OutcomeRecords outcomes,
      Telemetry telemetry,
      MonitorSnapshots snapshots,
      MonitorSteps steps) {
    this(journal, quarantine, enrolments, outcomes, telemetry, snapshots, steps, null);
  }
}
