package health.carryover.store.sql;

import java.time.Instant;
import java.util.Set;

/**
 * Lets go of what is older than it has to be kept, a few rows in each transaction, so that whoever
 * writes waits for a few rows and no more.
 *
 * <p>An entry of the journal keeps its place, when and from where it came, whose it is, and how a
 * copy of it is told; its content goes. Nothing goes that somebody has not read who has to: what is
 * not yet in a monitor's snapshot, a device's cursor or where another reader keeps it. A run that
 * is killed is made up for by the next. Any thread, one at a time; every method may throw {@link
 * health.carryover.analysis.port.StoreUnavailableException}.
 */
public final class Trimming {
  private final JournalTrimming journal;
  private final RecordsTrimming records;

  /**
   * What one step did.
   *
   * @param trimmed how many entries or rows
   */
  public record Step(long trimmed, Rest rest) {}

  /** Whether there is more to do now. */
  public enum Rest {
    MORE,
    NOTHING
  }

  Trimming(
      Database journal, Database records, Set<String> journalReaders, Set<String> alertReaders) {
    this.journal = new JournalTrimming(journal, records, journalReaders);
    this.records = new RecordsTrimming(records, alertReaders, this.journal);
  }

  /**
   * Lets go of some of {@code stream}, the oldest first.
   *
   * @param before what came or was known at this instant or later stays
   * @param most how many at most, at least 1
   */
  public Step step(RetainedStream stream, Instant before, int most) {
    return switch (stream.place()) {
      case JOURNAL -> journal.step(stream, before, most);
      case RECORDS -> records.step(stream, before, most);
    };
  }
}
