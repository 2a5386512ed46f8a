package health.carryover.store.postgres;

import health.carryover.analysis.port.AccessLog;
import health.carryover.analysis.port.AccessLogContract;
import health.carryover.analysis.port.Accounts;
import health.carryover.analysis.port.AccountsContract;
import health.carryover.analysis.port.AlertActs;
import health.carryover.analysis.port.AlertActsContract;
import health.carryover.analysis.port.CarePlans;
import health.carryover.analysis.port.CarePlansContract;
import health.carryover.analysis.port.CaseLoad;
import health.carryover.analysis.port.CaseLoadContract;
import health.carryover.analysis.port.DeviceCredentials;
import health.carryover.analysis.port.DeviceCredentialsContract;
import health.carryover.analysis.port.DeviceCursors;
import health.carryover.analysis.port.DeviceCursorsContract;
import health.carryover.analysis.port.Enrolments;
import health.carryover.analysis.port.EnrolmentsContract;
import health.carryover.analysis.port.Integrations;
import health.carryover.analysis.port.IntegrationsContract;
import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.JournalContract;
import health.carryover.analysis.port.MonitorSnapshots;
import health.carryover.analysis.port.MonitorSnapshotsContract;
import health.carryover.analysis.port.Notifications;
import health.carryover.analysis.port.NotificationsContract;
import health.carryover.analysis.port.Offsets;
import health.carryover.analysis.port.OffsetsContract;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.OutcomeRecordsContract;
import health.carryover.analysis.port.PatientDirectory;
import health.carryover.analysis.port.PatientDirectoryContract;
import health.carryover.analysis.port.PersonErasureContract;
import health.carryover.analysis.port.Quarantine;
import health.carryover.analysis.port.QuarantineContract;
import health.carryover.analysis.port.Telemetry;
import health.carryover.analysis.port.TelemetryContract;
import health.carryover.analysis.port.TelemetryRefusals;
import health.carryover.analysis.port.TelemetryRefusalsContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every port does on PostgreSQL what its contract says. */
final class PostgresPortsTest {
  @RegisterExtension static final OpenPostgres OPEN = new OpenPostgres();

  @Nested
  final class AlertActsTest extends AlertActsContract {
    @Override
    protected AlertActs create() {
      return OPEN.store().alertActs();
    }

    @Override
    protected OutcomeRecords records() {
      return OPEN.store().outcomeRecords();
    }

    @Override
    protected AlertActs reopen() {
      return OPEN.reopen().alertActs();
    }
  }

  @Nested
  final class CaseLoadTest extends CaseLoadContract {
    @Override
    protected CaseLoad create() {
      return OPEN.store().caseLoad();
    }

    @Override
    protected PatientDirectory directory() {
      return OPEN.store().patientDirectory();
    }

    @Override
    protected CaseLoad reopen() {
      return OPEN.reopen().caseLoad();
    }
  }

  @Nested
  final class CarePlansTest extends CarePlansContract {
    @Override
    protected CarePlans create() {
      return OPEN.store().carePlans();
    }

    @Override
    protected PatientDirectory directory() {
      return OPEN.store().patientDirectory();
    }

    @Override
    protected CarePlans reopen() {
      return OPEN.reopen().carePlans();
    }
  }

  @Nested
  final class AccountsTest extends AccountsContract {
    @Override
    protected Accounts create() {
      return OPEN.store().accounts();
    }

    @Override
    protected Accounts reopen() {
      return OPEN.reopen().accounts();
    }
  }

  @Nested
  final class IntegrationsTest extends IntegrationsContract {
    @Override
    protected Integrations create() {
      return OPEN.store().integrations();
    }

    @Override
    protected Integrations reopen() {
      return OPEN.reopen().integrations();
    }
  }

  @Nested
  final class NotificationsTest extends NotificationsContract {
    @Override
    protected Notifications create() {
      return OPEN.store().notifications();
    }

    @Override
    protected Notifications reopen() {
      return OPEN.reopen().notifications();
    }
  }

  @Nested
  final class AccessLogTest extends AccessLogContract {
    @Override
    protected AccessLog create() {
      return OPEN.store().accessLog();
    }

    @Override
    protected AccessLog reopen() {
      return OPEN.reopen().accessLog();
    }
  }

  @Nested
  final class DeviceCredentialsTest extends DeviceCredentialsContract {
    @Override
    protected DeviceCredentials create() {
      return OPEN.store().deviceCredentials();
    }

    @Override
    protected DeviceCredentials reopen() {
      return OPEN.reopen().deviceCredentials();
    }
  }

  @Nested
  final class DeviceCursorsTest extends DeviceCursorsContract {
    @Override
    protected DeviceCursors create() {
      return OPEN.store().deviceCursors();
    }

    @Override
    protected DeviceCursors reopen() {
      return OPEN.reopen().deviceCursors();
    }
  }

  @Nested
  final class EnrolmentsTest extends EnrolmentsContract {
    @Override
    protected Enrolments create() {
      return OPEN.store().enrolments();
    }

    @Override
    protected Enrolments reopen() {
      return OPEN.reopen().enrolments();
    }
  }

  @Nested
  final class MonitorSnapshotsTest extends MonitorSnapshotsContract {
    @Override
    protected MonitorSnapshots create() {
      return OPEN.store().monitorSnapshots();
    }

    @Override
    protected MonitorSnapshots reopen() {
      return OPEN.reopen().monitorSnapshots();
    }
  }

  @Nested
  final class OffsetsTest extends OffsetsContract {
    @Override
    protected Offsets create() {
      return OPEN.store().offsets();
    }

    @Override
    protected Offsets reopen() {
      return OPEN.reopen().offsets();
    }
  }

  @Nested
  final class OutcomeRecordsTest extends OutcomeRecordsContract {
    @Override
    protected OutcomeRecords create() {
      return OPEN.store().outcomeRecords();
    }

    @Override
    protected OutcomeRecords reopen() {
      return OPEN.reopen().outcomeRecords();
    }
  }

  @Nested
  final class PatientDirectoryTest extends PatientDirectoryContract {
    @Override
    protected PatientDirectory create() {
      return OPEN.store().patientDirectory();
    }

    @Override
    protected PatientDirectory reopen() {
      return OPEN.reopen().patientDirectory();
    }
  }

  @Nested
  final class TelemetryTest extends TelemetryContract {
    @Override
    protected Telemetry create() {
      return OPEN.store().telemetry();
    }

    @Override
    protected Telemetry reopen() {
      return OPEN.reopen().telemetry();
    }
  }

  @Nested
  final class TelemetryRefusalsTest extends TelemetryRefusalsContract {
    @Override
    protected TelemetryRefusals create() {
      return OPEN.store().telemetryRefusals();
    }

    @Override
    protected TelemetryRefusals reopen() {
      return OPEN.reopen().telemetryRefusals();
    }
  }

  @Nested
  final class JournalTest extends JournalContract {
    @Override
    protected Journal create() {
      return OPEN.store().journal();
    }

    @Override
    protected Journal reopen(Journal journal) {
      return OPEN.reopen().journal();
    }
  }

  @Nested
  final class PersonErasureTest extends PersonErasureContract {
    @Override
    protected Stores create() {
      PostgresStore store = OPEN.store();
      return new Stores(
          store.journal(),
          store.quarantine(),
          store.outcomeRecords(),
          store.monitorSnapshots(),
          store.telemetry(),
          store.enrolments(),
          store.patientDirectory(),
          store.deviceCredentials(),
          store.deviceCursors(),
          store.telemetryRefusals(),
          store.personErasure());
    }
  }

  @Nested
  final class QuarantineTest extends QuarantineContract {
    @Override
    protected Journal createJournal() {
      return OPEN.store().journal();
    }

    @Override
    protected Quarantine quarantine() {
      return OPEN.store().quarantine();
    }
  }
}
