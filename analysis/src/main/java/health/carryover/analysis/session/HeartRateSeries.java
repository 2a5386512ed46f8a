package health.carryover.analysis.session;

import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.HeartRateSamples.Sensor;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The readings of one device of one patient, ascending by time, each millisecond once.
 *
 * <p>Where a millisecond was sent twice with different values the higher counts, so that the series
 * does not depend on the order of arrival and load is never underestimated by a repeated reading.
 * Appending in order costs a copy of the new readings; a late batch is merged.
 *
 * <p>Somebody who wears a device day and night has 864,000 readings in ten days. All but the newest
 * are held packed, in few bytes each, and unpacked in blocks when they are looked at. Confined to
 * one thread.
 */
public final class HeartRateSeries {
  private static final int BLOCK = 256;

  /** Snapshots once held blocks of so many. */
  private static final int FORMER_BLOCK = 4 * BLOCK;

  /** So many of the newest are not packed at least: late readings mostly belong there. */
  private static final int LEAST_PLAIN = 2 * BLOCK;

  private static final int SMALLEST = 64;

  /** Room for what is not packed, a usual batch more included. */
  private static final int USUAL = LEAST_PLAIN + BLOCK + SMALLEST;

  /** What late readings made larger than this is not kept. */
  private static final int MOST_KEPT = 2 * USUAL;

  private static final int PLAIN_BYTES = Long.BYTES + Float.BYTES;

  /** After readings too late for those not packed so many batches come before packing again. */
  private static final int QUIET_BATCHES = 30;

  /** Full blocks; of the first one the first {@link #forgotten} readings do not count. */
  private final List<ReadingBlock> packed = new ArrayList<>();

  private long packedBytes;
  private int forgotten;

  /** The readings after those packed. */
  private long[] atMillis = new long[SMALLEST];

  private float[] bpm = new float[SMALLEST];
  private int plain;
  private int quietBatches = QUIET_BATCHES;
  private Sensor sensor = Sensor.UNKNOWN;

  /** The block looked at last, and its number; empty and -1 for none. */
  private long[] blockMillis = {};

  private float[] blockBpm = {};
  private int unpacked = -1;

  /**
   * Some readings in a row.
   *
   * @param atMillis epoch milliseconds, ascending
   * @param bpm beats per minute beside them
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Slice(long[] atMillis, float[] bpm) {
    /** How many. */
    public int size() {
      return atMillis.length;
    }
  }

  private int packedSize() {
    return packed.size() * BLOCK - forgotten;
  }

  /** How many readings there are. */
  public int size() {
    return packedSize() + plain;
  }

  /** Epoch millisecond of reading {@code index}. */
  public long atMillis(int index) {
    int before = packedSize();
    if (index >= before) {
      return atMillis[index - before];
    }
    unpack((index + forgotten) / BLOCK);
    return blockMillis[(index + forgotten) % BLOCK];
  }

  /** Beats per minute of reading {@code index}. */
  public float bpm(int index) {
    int before = packedSize();
    if (index >= before) {
      return bpm[index - before];
    }
    unpack((index + forgotten) / BLOCK);
    return blockBpm[(index + forgotten) % BLOCK];
  }

  private void unpack(int block) {
    if (unpacked == block) {
      return;
    }
    if (blockMillis.length == 0) {
      blockMillis = new long[BLOCK];
      blockBpm = new float[BLOCK];
    }
    packed.get(block).unpack(blockMillis, blockBpm, 0);
    unpacked = block;
  }

  /** Where the sensor sits, as last told. */
  public Sensor sensor() {
    return sensor;
  }

  /** A copy of the readings {@code from} to {@code to}, exclusive. */
  public Slice slice(int from, int to) {
    long[] at = new long[to - from];
    float[] rates = new float[to - from];
    int before = packedSize();
    int next = from;
    while (next < Math.min(to, before)) {
      int block = (next + forgotten) / BLOCK;
      int place = (next + forgotten) % BLOCK;
      int count = Math.min(BLOCK - place, Math.min(to, before) - next);
      unpack(block);
      System.arraycopy(blockMillis, place, at, next - from, count);
      System.arraycopy(blockBpm, place, rates, next - from, count);
      next += count;
    }
    if (next < to) {
      System.arraycopy(atMillis, next - before, at, next - from, to - next);
      System.arraycopy(bpm, next - before, rates, next - from, to - next);
    }
    return new Slice(at, rates);
  }

  /** Index of the first reading at or after {@code millis}; {@link #size} if there is none. */
  public int firstAtOrAfter(long millis) {
    if (packed.isEmpty() || millis > packed.get(packed.size() - 1).lastMillis()) {
      return packedSize() + first(atMillis, plain, millis);
    }
    int low = 0;
    int high = packed.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (packed.get(middle).lastMillis() < millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    int inBlock = 0;
    if (packed.get(low).firstMillis() < millis) {
      unpack(low);
      inBlock = first(blockMillis, BLOCK, millis);
    }
    return Math.max(0, low * BLOCK + inBlock - forgotten);
  }

  /**
   * Where the unbroken run of readings after {@code fromMillis} ends.
   *
   * @param fromMillis epoch millisecond; readings before it do not count
   * @param silenceMillis a longer time without a reading ends the run, from {@code fromMillis} on
   * @param limitMillis epoch millisecond; readings after it do not count
   * @return epoch millisecond of the last reading of the run, {@code fromMillis} if it has none
   */
  public long lastOfRun(long fromMillis, long silenceMillis, long limitMillis) {
    long last = fromMillis;
    int block = packed.size();
    while (block > 0 && packed.get(block - 1).lastMillis() >= fromMillis) {
      block--;
    }
    for (; block < packed.size(); block++) {
      ReadingBlock next = packed.get(block);
      // The gap at fromMillis is a part of one of the block's, unless that was forgotten.
      boolean whole =
          next.longestGapMillis() <= silenceMillis
              && next.lastMillis() <= limitMillis
              && (next.firstMillis() <= last || next.firstMillis() - last <= silenceMillis)
              && (block > 0 || forgotten == 0);
      if (whole) {
        last = next.lastMillis();
      } else {
        unpack(block);
        int from = Math.max(block == 0 ? forgotten : 0, first(blockMillis, BLOCK, last));
        int end = endOfRun(blockMillis, from, BLOCK, last, silenceMillis, limitMillis);
        last = end > from ? blockMillis[end - 1] : last;
        if (end < BLOCK) {
          return last;
        }
      }
    }
    int from = first(atMillis, plain, last);
    int end = endOfRun(atMillis, from, plain, last, silenceMillis, limitMillis);
    return end > from ? atMillis[end - 1] : last;
  }

  /** Index after the last reading of the unbroken run from index {@code from} on. */
  private static int endOfRun(
      long[] times, int from, int size, long fromMillis, long silenceMillis, long limitMillis) {
    long last = fromMillis;
    int i = from;
    while (i < size && times[i] <= limitMillis && times[i] - last <= silenceMillis) {
      last = times[i];
      i++;
    }
    return i;
  }

  private static int first(long[] times, int size, long millis) {
    int found = Arrays.binarySearch(times, 0, size, millis);
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
      ensureCapacity(plain + samples.size());
      for (int i = 0; i < samples.size(); i++) {
        atMillis[plain + i] = samples.atMillis(i);
        bpm[plain + i] = samples.bpm(i);
      }
      plain += samples.size();
      quietBatches++;
      if (quietBatches > QUIET_BATCHES) {
        pack();
      }
      return samples.atMillis(0);
    }
    return merge(samples);
  }

  /** Whether every reading lies after the last one held and after the one before it. */
  private boolean follows(HeartRateSamples samples) {
    long last = last();
    for (int i = 0; i < samples.size(); i++) {
      if (samples.atMillis(i) <= last) {
        return false;
      }
      last = samples.atMillis(i);
    }
    return true;
  }

  private long last() {
    if (plain > 0) {
      return atMillis[plain - 1];
    }
    return packed.isEmpty() ? Long.MIN_VALUE : packed.get(packed.size() - 1).lastMillis();
  }

  private long merge(HeartRateSamples samples) {
    Integer[] order = new Integer[samples.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Long.compare(samples.atMillis(a), samples.atMillis(b)));
    unpackFrom(samples.atMillis(order[0]));
    int from = first(atMillis, plain, samples.atMillis(order[0]));
    long[] tailAt = Arrays.copyOfRange(atMillis, from, plain);
    float[] tailBpm = Arrays.copyOfRange(bpm, from, plain);
    ensureCapacity(plain + samples.size());
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
    plain = n;
    return earliest;
  }

  /** Packs what is older than the newest. */
  private void pack() {
    int blocks = (plain - LEAST_PLAIN) / BLOCK;
    if (blocks < 1) {
      return;
    }
    for (int block = 0; block < blocks; block++) {
      hold(ReadingBlock.of(atMillis, bpm, block * BLOCK, (block + 1) * BLOCK));
    }
    int left = plain - blocks * BLOCK;
    boolean large = atMillis.length > MOST_KEPT;
    long[] keptAt = large ? new long[USUAL] : atMillis;
    float[] keptBpm = large ? new float[USUAL] : bpm;
    System.arraycopy(atMillis, blocks * BLOCK, keptAt, 0, left);
    System.arraycopy(bpm, blocks * BLOCK, keptBpm, 0, left);
    atMillis = keptAt;
    bpm = keptBpm;
    plain = left;
  }

  private void hold(ReadingBlock block) {
    packed.add(block);
    packedBytes += block.heapBytes();
  }

  private void letGo(int from, int to) {
    List<ReadingBlock> gone = packed.subList(from, to);
    gone.forEach(block -> packedBytes -= block.heapBytes());
    gone.clear();
  }

  /** Holds every reading from {@code millis} on unpacked, and perhaps some before. */
  private void unpackFrom(long millis) {
    int first = packed.size();
    while (first > 0 && packed.get(first - 1).lastMillis() >= millis) {
      first--;
    }
    int blocks = packed.size() - first;
    if (blocks == 0) {
      return;
    }
    quietBatches = 0;
    int skipped = first == 0 ? forgotten : 0;
    int count = blocks * BLOCK - skipped;
    long[] at = new long[blocks * BLOCK + plain];
    float[] rates = new float[at.length];
    for (int block = 0; block < blocks; block++) {
      packed.get(first + block).unpack(at, rates, block * BLOCK);
    }
    System.arraycopy(at, skipped, at, 0, count);
    System.arraycopy(rates, skipped, rates, 0, count);
    System.arraycopy(atMillis, 0, at, count, plain);
    System.arraycopy(bpm, 0, rates, count, plain);
    atMillis = at;
    bpm = rates;
    plain += count;
    letGo(first, packed.size());
    unpacked = -1;
    if (packed.isEmpty()) {
      forgotten = 0;
    }
  }

  /** Forgets every reading before {@code millis}. */
  public void forgetBefore(long millis) {
    int gone = firstAtOrAfter(millis);
    if (gone == 0) {
      return;
    }
    int before = packedSize();
    if (gone < before) {
      forgotten += gone;
      int blocks = forgotten / BLOCK;
      letGo(0, blocks);
      forgotten -= blocks * BLOCK;
      unpacked = unpacked < blocks ? -1 : unpacked - blocks;
    } else {
      letGo(0, packed.size());
      forgotten = 0;
      unpacked = -1;
      int from = gone - before;
      atMillis = Arrays.copyOfRange(atMillis, from, Math.max(plain, from + SMALLEST));
      bpm = Arrays.copyOfRange(bpm, from, Math.max(plain, from + SMALLEST));
      plain -= from;
    }
  }

  /** About how much memory it takes, in bytes. */
  public long heapBytes() {
    return packedBytes + (long) PLAIN_BYTES * (atMillis.length + blockMillis.length);
  }

  /**
   * Writes all readings, for snapshots.
   *
   * @throws IOException of the stream
   */
  public void write(DataOutputStream out) throws IOException {
    out.writeUTF(sensor.name());
    out.writeInt(forgotten);
    out.writeInt(packed.size());
    for (ReadingBlock block : packed) {
      block.write(out);
    }
    out.writeInt(plain);
    if (plain > 0) {
      ReadingBlock.of(atMillis, bpm, 0, plain).write(out);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the bytes end early or are no readings
   */
  public static HeartRateSeries read(DataInputStream in) throws IOException {
    HeartRateSeries series = new HeartRateSeries();
    series.sensor = Sensor.valueOf(in.readUTF());
    series.forgotten = in.readInt();
    if (series.forgotten < 0 || series.forgotten >= FORMER_BLOCK) {
      throw new IOException(series.forgotten + " readings of a block forgotten");
    }
    for (int blocks = in.readInt(); blocks > 0; blocks--) {
      series.holdRead(ReadingBlock.read(in));
    }
    series.letGo(0, Math.min(series.packed.size(), series.forgotten / BLOCK));
    series.forgotten %= BLOCK;
    series.plain = in.readInt();
    if (series.plain > 0) {
      series.ensureCapacity(series.plain);
      ReadingBlock newest = ReadingBlock.read(in);
      if (newest.count() != series.plain) {
        throw new IOException(newest.count() + " newest readings, not " + series.plain);
      }
      newest.unpack(series.atMillis, series.bpm, 0);
    }
    return series;
  }

  private void holdRead(ReadingBlock block) throws IOException {
    if (block.count() == BLOCK) {
      hold(block);
    } else if (block.count() == FORMER_BLOCK) {
      long[] at = new long[FORMER_BLOCK];
      float[] rates = new float[FORMER_BLOCK];
      block.unpack(at, rates, 0);
      for (int from = 0; from < FORMER_BLOCK; from += BLOCK) {
        hold(ReadingBlock.of(at, rates, from, from + BLOCK));
      }
    } else {
      throw new IOException("a block of " + block.count() + " readings");
    }
  }

  private void ensureCapacity(int capacity) {
    if (capacity > atMillis.length) {
      int grown = Math.max(capacity, atMillis.length + (atMillis.length >> 1));
      atMillis = Arrays.copyOf(atMillis, grown);
      bpm = Arrays.copyOf(bpm, grown);
    }
  }
}
