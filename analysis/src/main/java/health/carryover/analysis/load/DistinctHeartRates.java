package health.carryover.analysis.load;

import java.util.Arrays;

/**
 * Milliseconds per distinct fractional heart rate. An open hash of primitives, so that beat-to-beat
 * recordings (about two thousand distinct values at millisecond resolution) cost no allocation per
 * sample. Confined to its owner's thread.
 */
final class DistinctHeartRates {

  private static final int FIRST_CAPACITY = 64;

  /** 0 marks a free slot: heart rates are positive. */
  private float[] bpm = new float[FIRST_CAPACITY];

  private long[] millis = new long[FIRST_CAPACITY];
  private int size;

  void add(float heartRate, long heldMillis) {
    int slot = slotOf(heartRate);
    if (bpm[slot] == 0) {
      if (2 * (size + 1) > bpm.length) {
        grow();
        slot = slotOf(heartRate);
      }
      bpm[slot] = heartRate;
      size++;
    }
    millis[slot] += heldMillis;
  }

  DistinctHeartRates copy() {
    DistinctHeartRates copy = new DistinctHeartRates();
    copy.bpm = bpm.clone();
    copy.millis = millis.clone();
    copy.size = size;
    return copy;
  }

  /** The distinct values in ascending order, so that sums do not depend on the order of arrival. */
  float[] ascending() {
    float[] values = new float[size];
    int n = 0;
    for (float value : bpm) {
      if (value != 0) {
        values[n++] = value;
      }
    }
    Arrays.sort(values);
    return values;
  }

  long millisAt(float heartRate) {
    return millis[slotOf(heartRate)];
  }

  private int slotOf(float heartRate) {
    int mask = bpm.length - 1;
    int hash = Float.floatToIntBits(heartRate) * 0x9E3779B9;
    int slot = (hash >>> 16) & mask;
    while (bpm[slot] != 0 && bpm[slot] != heartRate) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    float[] oldBpm = bpm;
    long[] oldMillis = millis;
    bpm = new float[2 * oldBpm.length];
    millis = new long[2 * oldBpm.length];
    for (int i = 0; i < oldBpm.length; i++) {
      if (oldBpm[i] != 0) {
        int slot = slotOf(oldBpm[i]);
        bpm[slot] = oldBpm[i];
        millis[slot] = oldMillis[i];
      }
    }
  }
}
