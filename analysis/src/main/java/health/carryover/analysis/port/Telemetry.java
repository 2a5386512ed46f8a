package health.carryover.analysis.port;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * Heart-rate readings as they were accepted. Any thread; every method may throw {@link
 * StoreUnavailableException}.
 */
public interface Telemetry {

  /**
   * Stores blocks. A block whose journal sequence is already held is left as it is; the readings of
   * a message never change, so that whoever fails half-way may append the same blocks again.
   */
  void append(List<Block> blocks);

  /**
   * Takes blocks of messages that hold nothing but heart rate. {@link #readings} has them at once;
   * a store may hold them in memory until {@link #storeGathered}, and may then store several
   * messages of a patient together, under the sequence of the newest. Whoever gathers has to gather
   * again what was not stored when the process died.
   */
  default void gather(List<Block> blocks) {
    append(blocks);
  }

  /** Stores what was gathered of these patients. */
  default void storeGathered(Collection<String> patients) {}

  /** Lets go of what was gathered of these patients and is not stored. */
  default void forgetGathered(Predicate<String> patients) {}

  /**
   * The readings of a patient within the bounds, by time and then by device, each device and
   * millisecond once: where one was sent twice with different values the higher counts.
   */
  List<Reading> readings(String patient, Instant fromInclusive, Instant toExclusive);

  /**
   * The same, summed up minute by minute, for views of many hours: each device's minutes by time,
   * then by device; a minute without readings is absent. At the bounds a minute is summed up from
   * what lies within them. A store may let a reading that was sent twice with different values
   * count twice in the mean. It may keep minutes for longer than their readings: of a minute that a
   * bound cuts there is nothing then.
   */
  default List<Minute> minutes(String patient, Instant fromInclusive, Instant toExclusive) {
    return Minutes.of(readings(patient, fromInclusive, toExclusive));
  }

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

  /**
   * One minute of one device.
   *
   * @param atMillis when it begins
   * @param mean of its readings, as are the lowest and the highest: beats per minute
   * @param readings how many, at least 1
   */
  record Minute(
      String device, long atMillis, float mean, float lowest, float highest, int readings) {}
}
