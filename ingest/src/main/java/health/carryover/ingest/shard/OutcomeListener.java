package health.carryover.ingest.shard;

import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import java.util.List;

/**
 * Hears what the monitors said, after it was stored.
 *
 * <p>Called on the shards' threads, of which there are several; must return at once. What it throws
 * is counted and goes no further. After a restart, assessments may be heard again; alert changes
 * may be missing, and are read from the records by their id.
 */
public interface OutcomeListener {

  /** Alert changes that are new, by ascending id over all calls. */
  void alertsChanged(List<StoredAlertChange> changes);

  /** Assessments, oldest first for each session. */
  void assessed(List<Assessment> assessments);

  /** How running sessions stand; only the newest of each session matters. */
  void progressed(List<SessionProgress> progress);
}
