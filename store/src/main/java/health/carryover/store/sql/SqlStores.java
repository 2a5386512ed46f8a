package health.carryover.store.sql;

import health.carryover.analysis.port.AccessLog;
import health.carryover.analysis.port.Accounts;
import health.carryover.analysis.port.AlertActs;
import health.carryover.analysis.port.CarePlans;
import health.carryover.analysis.port.CaseLoad;
import health.carryover.analysis.port.DeviceCredentials;
import health.carryover.analysis.port.DeviceCursors;
import health.carryover.analysis.port.Enrolments;
import health.carryover.analysis.port.Integrations;
import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.MonitorSnapshots;
import health.carryover.analysis.port.MonitorSteps;
import health.carryover.analysis.port.Notifications;
import health.carryover.analysis.port.Offsets;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.PatientDirectory;
import health.carryover.analysis.port.PatientShares;
import health.carryover.analysis.port.PersonErasure;
import health.carryover.analysis.port.Quarantine;
import health.carryover.analysis.port.Telemetry;
import health.carryover.analysis.port.TelemetryRefusals;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every store of the service: what arrived in one database, what was made of it in another. The
 * ports may be used from any thread until the stores are closed; after that they throw {@link
 * IllegalStateException}.
 *
 * <p>One service at a time has them open.
 */
public abstract class SqlStores implements AutoCloseable {
  /** The name of what arrived. */
  public static final String JOURNAL = "journal";

  /** The name of what was made of it. */
  public static final String RECORDS = "records";

  /** The name under which notifications keep how far they have come. */
  public static final String NOTIFIED = SqlNotifications.CONSUMER;

  private final Database journal;
  private final Database records;
  private final EntryFinder finder;

  protected SqlStores(Database journal, Database records) {
    this(journal, records, new EntryTableIndexes(journal));
  }

  /**
   * @param finder finds entries of {@code journal}
   */
  protected SqlStores(Database journal, Database records, EntryFinder finder) {
    this.journal = journal;
    this.records = records;
    this.finder = finder;
  }

  public final Journal journal() {
    return new SqlJournal(journal, finder, receipts());
  }

  /** What is asked of the times of receipt of what is journalled; nothing by default. */
  protected ReceiptRule receipts() {
    return ReceiptRule.NONE;
  }

  /** How the patients are divided among services, or empty where one service has them all. */
  public Optional<PatientShares> shares() {
    return Optional.empty();
  }

  public final Quarantine quarantine() {
    return new SqlQuarantine(journal);
  }

  public final OutcomeRecords outcomeRecords() {
    return new SqlOutcomeRecords(records);
  }

  public final AlertActs alertActs() {
    return new SqlAlertActs(records);
  }

  public final CaseLoad caseLoad() {
    return new SqlCaseLoad(records);
  }

  public final CarePlans carePlans() {
    return new SqlCarePlans(records);
  }

  public final MonitorSnapshots monitorSnapshots() {
    return new SqlMonitorSnapshots(records);
  }

  public final MonitorSteps monitorSteps() {
    return (outcomes, snapshots) ->
        records.write(
            connection -> {
              SqlMonitorSnapshots.put(connection, snapshots);
              return SqlOutcomeRecords.save(connection, outcomes);
            });
  }

  public final Telemetry telemetry() {
    return new SqlTelemetry(records);
  }

  /**
   * The same for the one service that fills them: what is gathered is held in memory, where no
   * other process sees it.
   *
   * @param mostBytes held; more is stored
   */
  public final GatheredTelemetry gatheredTelemetry(long mostBytes) {
    return new GatheredTelemetry(new SqlTelemetry(records), mostBytes);
  }

  public final TelemetryRefusals telemetryRefusals() {
    return new SqlTelemetryRefusals(records);
  }

  public final Enrolments enrolments() {
    return new SqlEnrolments(records);
  }

  public final PatientDirectory patientDirectory() {
    return new SqlPatientDirectory(records);
  }

  public final DeviceCredentials deviceCredentials() {
    return new SqlDeviceCredentials(records);
  }

  public final Accounts accounts() {
    return new SqlAccounts(records);
  }

  public final Integrations integrations() {
    return new SqlIntegrations(records);
  }

  public final AccessLog accessLog() {
    return new SqlAccessLog(records);
  }

  public final DeviceCursors deviceCursors() {
    return new SqlDeviceCursors(records);
  }

  public final Notifications notifications() {
    return new SqlNotifications(records);
  }

  public final Offsets offsets() {
    return new SqlOffsets(records);
  }

  /**
   * What lets go of what is old.
   *
   * @param journalReaders under which names others than monitors and cursors keep how far they have
   *     read the journal
   * @param alertReaders the same, of alert changes
   */
  public final Trimming trimming(Set<String> journalReaders, Set<String> alertReaders) {
    return new Trimming(journal, records, journalReaders, alertReaders);
  }

  /**
   * The two databases by name, for what handles whole tables; the ports are for everything else.
   */
  public final Map<String, Database> databases() {
    return Map.of(JOURNAL, journal, RECORDS, records);
  }

  /**
   * Refuses stores that a move has begun to fill: a service would take half for the whole. Closes
   * them then.
   *
   * @throws StoreOpenException if a move into these stores has not ended
   */
  protected final void requireWhole() {
    if (UnfinishedMove.source(records).isPresent()) {
      close();
      throw new StoreOpenException(
          "A move into these stores has not ended: run migrate-store again, or use an empty place");
    }
  }

  /** Takes people out of both databases. */
  public final PersonErasure personErasure() {
    return new SqlPersonErasure(journal, records, finder);
  }

  /** Why nothing can be written now, in words for the operator; empty while it can. Any thread. */
  public final Optional<String> complaint() {
    return journal.complaint().or(records::complaint);
  }

  /**
   * Whether another service has taken the stores over, so that this one has to end. May take
   * seconds. Any thread.
   */
  public final boolean displaced() {
    return journal.displaced() || records.displaced();
  }

  /** Waits for what is running, closes both databases and gives them back. */
  @Override
  public void close() {
    journal.close();
    records.close();
  }
}
