package health.carryover.deploy.export;

import health.carryover.analysis.port.AlertActs;
import health.carryover.analysis.port.CarePlans;
import health.carryover.analysis.port.CaseLoad;
import health.carryover.analysis.port.DeviceCredentials;
import health.carryover.analysis.port.Enrolments;
import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.PatientDirectory;
import health.carryover.analysis.port.Quarantine;
import health.carryover.analysis.port.Telemetry;

/** Where it lies what is kept about patients. */
public record ExportSources(
    Journal journal,
    Quarantine quarantine,
    OutcomeRecords records,
    Telemetry telemetry,
    Enrolments enrolments,
    DeviceCredentials credentials,
    PatientDirectory directory,
    AlertActs acts,
    CaseLoad caseLoad,
    CarePlans carePlans) {}
