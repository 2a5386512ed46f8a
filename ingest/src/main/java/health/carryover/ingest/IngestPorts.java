package health.carryover.ingest;

import health.carryover.analysis.port.Enrolments;
import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.MonitorSnapshots;
import health.carryover.analysis.port.MonitorSteps;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.Quarantine;
import health.carryover.analysis.port.Telemetry;

/** The stores the edge in works with; they belong to whoever opened them. */
public record IngestPorts(
    Journal journal,
    Quarantine quarantine,
    Enrolments enrolments,
    OutcomeRecords outcomes,
    Telemetry telemetry,
    MonitorSnapshots snapshots,
    MonitorSteps steps) {}
