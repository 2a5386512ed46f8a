package health.carryover.analysis.session;

import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.HeartRateSamples.Sensor;
import java.util.Arrays;

/**
 * The readings of one device of one patient, ascending by time, each millisecond once.
 *
 * <p>Where a millisecond was sent twice with different values the higher counts, so that the series
 * does not depend on the order of arrival and load is never underestimated by a repeated reading.
 * Appending in order costs a copy of the new readings; a late batch is merged. Confined to one
 * thread.
 */
public final class HeartRateSeries {
  private long[] atMillis = new long[64];
  private float[] bpm = new float[64];
  private int size;
  private Sensor sensor = Sensor.UNKNOWN;

  /** How many readings there are. */
  public int size() {
    return size;
  }

  /** Epoch millisecond of reading {@code index}. */
  public long atMillis(int index) {
    return atMillis[index];
  }

  /** Beats per minute of reading {@code index}. */
  public float bpm(int index) {
    return bpm[index];
  }

  /** Where the sensor sits, as last told. */
  public Sensor sensor() {
    return sensor;
  }

  /** The times, ascending; valid up to {@link #size}, until the next change; not to be written. */
  public long[] times() {
    return atMillis;
  }

  /** The heart rates beside {@link #times}. */
  public float[] heartRates() {
    return bpm;
  }

  /** Index of the first reading at or after {@code millis}; {@link #size} if there is none. */
  public int firstAtOrAfter(long millis) {
    int found = Arrays.binarySearch(atMillis, 0, size, millis);
    return found >= 0 ? found : -found - 1;
  }

  /**
   * Takes readings in any order.
   *
   * @return the earliest millisecond that changed, or {@code Long.MAX_VALUE} if nothing did
   */
  public long add(HeartRateSamples samples) {
    if (samples.sensor() != Sensor.UNKNOWN) {
      sensor = samples.sensor();
    }
    if (follows(samples)) {
      ensureCapacity(size + samples.size());
      for (int i = 0; i < samples.size(); i++) {
        atMillis[size + i] = samples.atMillis(i);
        bpm[size + i] = samples.bpm(i);
      }
      size += samples.size();
      return samples.atMillis(0);
    }
    return merge(samples);
  }

  /** Whether every reading lies after the last one held and after the one before it. */
  private boolean follows(HeartRateSamples samples) {
    long last = size == 0 ? Long.MIN_VALUE : atMillis[size - 1];
    for (int i = 0; i < samples.size(); i++) {
      if (samples.atMillis(i) <= last) {
        return false;
      }
      last = samples.atMillis(i);
    }
    return true;
  }

  private long merge(HeartRateSamples samples) {
    Integer[] order = new Integer[samples.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Long.compare(samples.atMillis(a), samples.atMillis(b)));
    int from = firstAtOrAfter(samples.atMillis(order[0]));
    long[] tailAt = Arrays.copyOfRange(atMillis, from, size);
    float[] tailBpm = Arrays.copyOfRange(bpm, from, size);
    ensureCapacity(size + samples.size());
    int held = 0;
    int added = 0;
    int n = from;
    long earliest = Long.MAX_VALUE;
    while (held < tailAt.length || added < order.length) {
      boolean takeHeld =
          added == order.length
              || (held < tailAt.length && tailAt[held] <= samples.atMillis(order[added]));
      long at = takeHeld ? tailAt[held] : samples.atMillis(order[added]);
      float value = takeHeld ? tailBpm[held++] : samples.bpm(order[added++]);
      if (n > from && atMillis[n - 1] == at) {
        if (value > bpm[n - 1]) {
          bpm[n - 1] = value;
          earliest = Math.min(earliest, at);
        }
      } else {
        if (!takeHeld) {
          earliest = Math.min(earliest, at);
        }
        atMillis[n] = at;
        bpm[n++] = value;
      }
    }
    size = n;
    return earliest;
  }

  /** Forgets every reading before {@code millis}. */
  public void forgetBefore(long millis) {
    int from = firstAtOrAfter(millis);
    if (from == 0) {
      return;
    }
    atMillis = Arrays.copyOfRange(atMillis, from, Math.max(size, from + 64));
    bpm = Arrays.copyOfRange(bpm, from, Math.max(size, from + 64));
    size -= from;
  }

  /**
   * All readings as one event, for snapshots.
   *
   * @throws IllegalStateException if there is none
   */
  public HeartRateSamples toSamples() {
    if (size == 0) {
      throw new IllegalStateException("no readings");
    }
    return new HeartRateSamples(Arrays.copyOf(atMillis, size), Arrays.copyOf(bpm, size), sensor);
  }

  private void ensureCapacity(int capacity) {
    if (capacity > atMillis.length) {
      int grown = Math.max(capacity, atMillis.length + (atMillis.length >> 1));
      atMillis = Arrays.copyOf(atMillis, grown);
      bpm = Arrays.copyOf(bpm, grown);
    }
  }
}
