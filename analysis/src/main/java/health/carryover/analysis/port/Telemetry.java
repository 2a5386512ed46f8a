package health.carryover.analysis.port;

import java.time.Instant;
import java.util.List;

/**
 * Heart-rate readings as they were accepted. Any thread; every method may throw {@link
 * StoreUnavailableException}.
 */
public interface Telemetry {

  /**
   * Stores blocks in one transaction. A block whose journal sequence is already held is left as it
   * is.
   */
  void append(List<Block> blocks);

  /**
   * The readings of a patient within the bounds, by time and then by device, each device and
   * millisecond once: where one was sent twice with different values the higher counts.
   */
  List<Reading> readings(String patient, Instant fromInclusive, Instant toExclusive);

  /** The sequence of the newest journal entry whose readings are held, 0 if there is none. */
  long lastSequence();

  /**
   * The accepted readings of one message: parallel arrays of epoch milliseconds and beats per
   * minute.
   *
   * @param sequence of the message in the journal
   */
  record Block(long sequence, String patient, String device, long[] atMillis, float[] bpm) {}

  /** One reading. */
  record Reading(String device, long atMillis, float bpm) {}
}
