package health.carryover.analysis.port;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How much of what each device sent is safely stored, derived from the journal. Any thread; every
 * method may throw {@link StoreUnavailableException}.
 */
public interface DeviceCursors {

  /**
   * Replaces the cursors of these devices and, in the same transaction, notes that all stored
   * cursors together contain the journal up to {@code checkpoint}. The checkpoint never moves back.
   */
  void save(List<DeviceCursor> cursors, long checkpoint);

  /** What is stored of one device, or empty. */
  Optional<DeviceCursor> load(String clinic, String device);

  /** The {@code limit} devices heard most recently, newest first. */
  List<DeviceCursor> newest(int limit);

  /** The journal sequence up to which the cursors contain everything, 0 if nothing is stored. */
  long checkpoint();

  /**
   * What is stored of one device.
   *
   * @param runs the device's runs of counting, the one that was first heard of last at the head
   * @param heardAt when its newest message was received, to the millisecond
   * @param accepted messages of which something is used
   * @param duplicates copies of messages that were held already
   * @param quarantined messages of which nothing is used
   * @param reasons why messages or elements cannot be used, how often each
   */
  record DeviceCursor(
      String clinic,
      String device,
      List<Run> runs,
      Instant heardAt,
      long accepted,
      long duplicates,
      long quarantined,
      Map<String, Long> reasons) {
    public DeviceCursor {
      runs = List.copyOf(runs);
      reasons = java.util.Collections.unmodifiableMap(new TreeMap<>(reasons));
    }
  }

  /**
   * One run of a device's counter, which begins with 1.
   *
   * @param boot the name of the run
   * @param durableSeq every number from 1 to this one is stored; 0 if not even the first is
   * @param beyond what is stored above that, ascending, with gaps between
   */
  record Run(String boot, long durableSeq, List<Stretch> beyond) {
    public Run {
      beyond = List.copyOf(beyond);
    }
  }

  /** Numbers without a gap. */
  record Stretch(long firstInclusive, long lastInclusive) {
    public Stretch {
      if (firstInclusive > lastInclusive) {
        throw new IllegalArgumentException("a stretch that ends before it begins");
      }
    }
  }
}
