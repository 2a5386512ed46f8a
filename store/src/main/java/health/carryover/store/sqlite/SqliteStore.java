package health.carryover.store.sqlite;

import health.carryover.analysis.port.DeviceCredentials;
import health.carryover.analysis.port.DeviceCursors;
import health.carryover.analysis.port.Enrolments;
import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.MonitorSnapshots;
import health.carryover.analysis.port.Offsets;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.PatientDirectory;
import health.carryover.analysis.port.Quarantine;
import health.carryover.analysis.port.Telemetry;
import health.carryover.store.migration.SchemaMigration;
import health.carryover.store.migration.SchemaRefusedException;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Every store of the service in one folder. The ports may be used from any thread until the store
 * is closed; after that they throw {@link IllegalStateException}.
 *
 * <p>One service at a time may have a folder open. Other processes may read its files with any
 * SQLite tool meanwhile.
 */
public final class SqliteStore implements AutoCloseable {
  private final FolderLock lock;
  private final SqliteFile journal;
  private final SqliteFile records;

  private SqliteStore(FolderLock lock, SqliteFile journal, SqliteFile records) {
    this.lock = lock;
    this.journal = journal;
    this.records = records;
  }

  /**
   * Opens the stores in {@code folder}, making whatever is not there yet.
   *
   * @throws StoreOpenException if another service has it open, if it cannot be written, or if a
   *     newer version of the program wrote it
   */
  public static SqliteStore open(Path folder) {
    FolderLock lock = FolderLock.claim(folder);
    SqliteFile journal = null;
    SqliteFile records = null;
    try {
      journal =
          SqliteFile.open(
              folder.resolve("journal.db"),
              "journal",
              SchemaMigration.ofJournal(SqliteFile.KEY_TYPE));
      records =
          SqliteFile.open(
              folder.resolve("records.db"),
              "records",
              SchemaMigration.ofRecords(SqliteFile.KEY_TYPE));
      return new SqliteStore(lock, journal, records);
    } catch (SQLException | SchemaRefusedException e) {
      throw new StoreOpenException(
          "The data folder " + folder + " cannot be used: " + e.getMessage(), e);
    } finally {
      if (records == null) {
        if (journal != null) {
          journal.close();
        }
        lock.close();
      }
    }
  }

  public Journal journal() {
    return new SqliteJournal(journal);
  }

  public Quarantine quarantine() {
    return new SqliteQuarantine(journal);
  }

  public OutcomeRecords outcomeRecords() {
    return new SqliteOutcomeRecords(records);
  }

  public MonitorSnapshots monitorSnapshots() {
    return new SqliteMonitorSnapshots(records);
  }

  public Telemetry telemetry() {
    return new SqliteTelemetry(records);
  }

  public Enrolments enrolments() {
    return new SqliteEnrolments(records);
  }

  public PatientDirectory patientDirectory() {
    return new SqlitePatientDirectory(records);
  }

  public DeviceCredentials deviceCredentials() {
    return new SqliteDeviceCredentials(records);
  }

  public DeviceCursors deviceCursors() {
    return new SqliteDeviceCursors(records);
  }

  public Offsets offsets() {
    return new SqliteOffsets(records);
  }

  /** The file behind the journal, for tests of what a failing disk does. */
  SqliteFile journalFile() {
    return journal;
  }

  /** Waits for what is running, closes both files and gives the folder back. */
  @Override
  public void close() {
    journal.close();
    records.close();
    lock.close();
  }
}
