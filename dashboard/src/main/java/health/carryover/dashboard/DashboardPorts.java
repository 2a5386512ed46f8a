package health.carryover.dashboard;

import health.carryover.analysis.port.AccessLog;
import health.carryover.analysis.port.Accounts;
import health.carryover.analysis.port.AlertActs;
import health.carryover.analysis.port.BrokerDoor;
import health.carryover.analysis.port.CarePlans;
import health.carryover.analysis.port.CaseLoad;
import health.carryover.analysis.port.DeviceCursors;
import health.carryover.analysis.port.DeviceDesk;
import health.carryover.analysis.port.Enrolments;
import health.carryover.analysis.port.Erasures;
import health.carryover.analysis.port.EventIntake;
import health.carryover.analysis.port.Intake;
import health.carryover.analysis.port.Integrations;
import health.carryover.analysis.port.Notifications;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.PatientDirectory;
import health.carryover.analysis.port.PatientPhone;
import health.carryover.analysis.port.PersonalData;
import health.carryover.analysis.port.Quarantine;
import health.carryover.analysis.port.QuarantineDesk;
import health.carryover.analysis.port.RuleTrials;
import health.carryover.analysis.port.Telemetry;
import health.carryover.dashboard.stream.OutcomeFeed;

/**
 * What the dashboard reads from and writes to. All of it may block, but {@code feed} never does.
 */
public record DashboardPorts(
    OutcomeRecords records,
    AlertActs acts,
    CaseLoad caseLoad,
    CarePlans carePlans,
    DeviceCursors deviceCursors,
    Telemetry telemetry,
    Quarantine quarantine,
    QuarantineDesk desk,
    Enrolments enrolments,
    PatientDirectory directory,
    Intake intake,
    EventIntake events,
    RuleTrials trials,
    DeviceDesk devices,
    Notifications notifications,
    PatientPhone phones,
    BrokerDoor brokerDoor,
    PersonalData personalData,
    Erasures erasures,
    Accounts accounts,
    Integrations integrations,
    AccessLog accessLog,
    OutcomeFeed feed) {}
