package health.carryover.ingest.shard;

import java.util.List;

/** The journal as the shards see it. Any thread; may throw as the journal does. */
public interface PatientHistory {

  /** What the entries after {@code afterSequence} mean, in order, {@code limit} entries at most. */
  Page read(long afterSequence, int limit);

  /**
   * Part of the history.
   *
   * @param messages what could be used
   * @param lastSequence of the last entry looked at; the one asked for if there was none
   */
  record Page(List<PatientMessage> messages, long lastSequence) {
    public Page {
      messages = List.copyOf(messages);
    }
  }
}
