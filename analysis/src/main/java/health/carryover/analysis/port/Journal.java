package health.carryover.analysis.port;

import java.util.List;

/**
 * The durable record of everything that was received, good or bad, in order. What it holds may be
 * acknowledged to the sender; everything else is derived from it and can be rebuilt.
 *
 * <p>One thread appends; any thread reads.
 */
public interface Journal extends AutoCloseable {

  /**
   * Appends {@code entries} in one durable transaction: when this returns, they survive the death
   * of the process and of the machine.
   *
   * <p>An entry whose {@link JournalEntry#identity} is already held is not stored a second time:
   * with the same {@link JournalEntry#digest} it is a {@link Appended.Duplicate}; with another one
   * it is stored once as {@link JournalEntry#inConflict} and reported as {@link Appended.Conflict},
   * and a copy of that is a duplicate of it.
   *
   * @return one result for each entry, in the same order
   * @throws StoreUnavailableException if nothing was stored and a later attempt may succeed
   */
  List<Appended> append(List<JournalEntry> entries);

  /**
   * Entries with a sequence above {@code afterSequence}, in order, at most {@code limit}.
   *
   * @throws StoreUnavailableException if the store cannot be read now
   */
  List<StoredEntry> read(long afterSequence, int limit);

  /**
   * Like {@link #read(long, int)}, of the entries of one patient alone.
   *
   * @throws StoreUnavailableException if the store cannot be read now
   */
  List<StoredEntry> readOf(String patient, long afterSequence, int limit);

  /** The sequence of the newest entry, 0 if there is none. */
  long lastSequence();

  @Override
  void close();

  /** What became of one appended entry. */
  sealed interface Appended {

    /** Stored under {@code sequence}, above every earlier one. */
    record Stored(long sequence) implements Appended {}

    /** Already held as {@code sequence}: counted once. */
    record Duplicate(long sequence) implements Appended {}

    /** The identity was used before for other content; this content is kept as {@code sequence}. */
    record Conflict(long sequence) implements Appended {}
  }

  /** An entry with its place in the journal. */
  record StoredEntry(long sequence, JournalEntry entry) {}
}
