package health.carryover.analysis.session;

import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.HeartRateSamples.Sensor;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
  private static final int LEAST_PLAIN = BLOCK;

  private static final int SMALLEST = 64;
  private static final long[] NO_TIMES = {};
  private static final float[] NO_RATES = {};

  /** Room for what is heard now and then. */
  private static final int SOME = BLOCK + SMALLEST;

  /** Room for what is not packed, a usual batch more included. */
  private static final int USUAL = LEAST_PLAIN + BLOCK + SMALLEST;

  /** What late readings made larger than this is not kept. */
  private static final int MOST_KEPT = 2 * USUAL;

  private static final int PLAIN_BYTES = Long.BYTES + Float.BYTES;

  /** After readings too late for those not packed so many batches come before packing again. */
  private static final int QUIET_BATCHES = 30;

  /** Full blocks; the first {@link #forgotten} readings in them do not count. */
  private final PackedReadings packed = new PackedReadings();

  private int forgotten;

  /** The readings after those packed. */
  private long[] atMillis = new long[SMALLEST];

  private float[] bpm = new float[SMALLEST];
  private int plain;

  /** The same while nobody asks for them; then the arrays are empty. */
  private @Nullable ReadingBlock resting;

  private int quietBatches = QUIET_BATCHES;
  private Sensor sensor = Sensor.UNKNOWN;

  /** The block looked at last, and its number; empty and -1 for none. */
  private long[] blockMillis = NO_TIMES;

  private float[] blockBpm = NO_RATES;
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

  /** Holds all readings in few bytes until somebody asks for one or adds one. */
  public void rest() {
    if (plain > 0 && resting == null) {
      resting = ReadingBlock.of(atMillis, bpm, 0, plain);
      atMillis = NO_TIMES;
      bpm = NO_RATES;
    }
    blockMillis = NO_TIMES;
    blockBpm = NO_RATES;
    unpacked = -1;
    packed.close();
  }

  private void wake() {
    ReadingBlock held = resting;
    if (held != null) {
      atMillis = new long[plain + SMALLEST];
      bpm = new float[plain + SMALLEST];
      held.unpack(atMillis, bpm, 0);
      resting = null;
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
      wake();
      return atMillis[index - before];
    }
    unpack((index + forgotten) / BLOCK);
    return blockMillis[(index + forgotten) % BLOCK];
  }

  /** Beats per minute of reading {@code index}. */
  public float bpm(int index) {
    int before = packedSize();
    if (index >= before) {
      wake();
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
      wake();
      System.arraycopy(atMillis, next - before, at, next - from, to - next);
      System.arraycopy(bpm, next - before, rates, next - from, to - next);
    }
    return new Slice(at, rates);
  }

  /** Index of the first reading at or after {@code millis}; {@link #size} if there is none. */
  public int firstAtOrAfter(long millis) {
    int block = packed.firstEndingAtOrAfter(millis);
    if (block == packed.size()) {
      wake();
      return packedSize() + first(atMillis, plain, millis);
    }
    int inBlock = 0;
    if (packed.firstMillis(block) < millis) {
      unpack(block);
      inBlock = first(blockMillis, BLOCK, millis);
    }
    return Math.max(0, block * BLOCK + inBlock - forgotten);
  }

  /** How many readings of {@code block} do not count. */
  private int forgottenOf(int block) {
    return Math.max(0, Math.min(BLOCK, forgotten - block * BLOCK));
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
    int block = packed.firstEndingAtOrAfter(fromMillis);
    while (block < packed.size()) {
      ReadingChapter chapter = packed.chapterFrom(block);
      if (chapter != null
          && forgottenOf(block) == 0
          && goesOn(chapter, last, silenceMillis, limitMillis)) {
        last = chapter.lastMillis();
        block += PackedReadings.CHAPTER;
        continue;
      }
      ReadingBlock next = packed.get(block);
      if (forgottenOf(block) == 0 && goesOn(next, last, silenceMillis, limitMillis)) {
        last = next.lastMillis();
      } else {
        unpack(block);
        int from = Math.max(forgottenOf(block), first(blockMillis, BLOCK, last));
        int end = endOfRun(blockMillis, from, BLOCK, last, silenceMillis, limitMillis);
        last = end > from ? blockMillis[end - 1] : last;
        if (end < BLOCK) {
          return last;
        }
      }
      block++;
    }
    wake();
    int from = first(atMillis, plain, last);
    int end = endOfRun(atMillis, from, plain, last, silenceMillis, limitMillis);
    return end > from ? atMillis[end - 1] : last;
  }

  /**
   * Whether the run that came to {@code last} goes on to the end of the span. The gap at {@code
   * last}, where that is within the span, is a part of one of the span's.
   */
  private static boolean goesOn(ReadingSpan span, long last, long silenceMillis, long limitMillis) {
    return span.longestGapMillis() <= silenceMillis
        && span.lastMillis() <= limitMillis
        && (span.firstMillis() <= last || span.firstMillis() - last <= silenceMillis);
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
    wake();
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
    return packed.size() == 0 ? Long.MIN_VALUE : packed.lastMillis();
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
      packed.add(ReadingBlock.of(atMillis, bpm, block * BLOCK, (block + 1) * BLOCK));
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

  /** Holds every reading from {@code millis} on unpacked, and perhaps some before. */
  private void unpackFrom(long millis) {
    int first = packed.firstEndingAtOrAfter(millis);
    int blocks = packed.size() - first;
    if (blocks == 0) {
      return;
    }
    quietBatches = 0;
    int skipped = Math.max(0, forgotten - first * BLOCK);
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
    packed.removeFrom(first);
    unpacked = -1;
    forgotten = Math.min(forgotten, first * BLOCK);
    letGo();
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
      int blocks = letGo();
      unpacked = unpacked < blocks ? -1 : unpacked - blocks;
    } else {
      packed.removeFrom(0);
      forgotten = 0;
      unpacked = -1;
      int from = gone - before;
      atMillis = Arrays.copyOfRange(atMillis, from, Math.max(plain, from + SMALLEST));
      bpm = Arrays.copyOfRange(bpm, from, Math.max(plain, from + SMALLEST));
      plain -= from;
    }
  }

  /** Lets go of blocks of which no reading counts, and gives how many of the first are gone. */
  private int letGo() {
    int blocks = packed.forget(forgotten / BLOCK);
    forgotten -= blocks * BLOCK;
    return blocks;
  }

  /** About how much memory it takes, in bytes. */
  public long heapBytes() {
    return packed.heapBytes()
        + (resting == null ? 0 : resting.heapBytes())
        + (long) PLAIN_BYTES * (atMillis.length + blockMillis.length);
  }

  /**
   * Writes all readings, for snapshots.
   *
   * @param out what can be compressed
   * @param compressed what is already
   * @throws IOException of the streams
   */
  public void write(DataOutputStream out, DataOutputStream compressed) throws IOException {
    out.writeUTF(sensor.name());
    out.writeInt(forgotten);
    packed.write(out, compressed);
    out.writeInt(plain);
    if (plain > 0) {
      ReadingBlock newest = resting;
      (newest == null ? ReadingBlock.of(atMillis, bpm, 0, plain) : newest).write(out);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the bytes end early or are no readings
   */
  public static HeartRateSeries read(DataInputStream in, DataInputStream compressed)
      throws IOException {
    return read(in, compressed, true);
  }

  /**
   * Reads what was written before there were chapters.
   *
   * @throws IOException if the bytes end early or are no readings
   */
  public static HeartRateSeries readWithoutChapters(DataInputStream in) throws IOException {
    return read(in, in, false);
  }

  private static HeartRateSeries read(
      DataInputStream in, DataInputStream compressed, boolean chapters) throws IOException {
    HeartRateSeries series = new HeartRateSeries();
    series.sensor = Sensor.valueOf(in.readUTF());
    series.forgotten = in.readInt();
    if (chapters) {
      series.packed.readChapters(in, compressed);
    }
    for (int blocks = in.readInt(); blocks > 0; blocks--) {
      whole(ReadingBlock.read(in)).forEach(series.packed::add);
    }
    int packed = BLOCK * series.packed.size();
    if (series.forgotten < 0 || series.forgotten > packed) {
      throw new IOException(series.forgotten + " of " + packed + " readings forgotten");
    }
    series.letGo();
    series.plain = in.readInt();
    if (series.plain > 0) {
      ReadingBlock newest = ReadingBlock.read(in);
      if (newest.count() != series.plain) {
        throw new IOException(newest.count() + " newest readings, not " + series.plain);
      }
      series.resting = newest;
      series.atMillis = NO_TIMES;
      series.bpm = NO_RATES;
    }
    return series;
  }

  /** A block as it is held; larger ones of earlier versions in parts. */
  private static List<ReadingBlock> whole(ReadingBlock block) throws IOException {
    if (block.count() == BLOCK) {
      return List.of(block);
    }
    if (block.count() != FORMER_BLOCK) {
      throw new IOException("a block of " + block.count() + " readings");
    }
    long[] at = new long[FORMER_BLOCK];
    float[] rates = new float[FORMER_BLOCK];
    block.unpack(at, rates, 0);
    List<ReadingBlock> parts = new ArrayList<>();
    for (int from = 0; from < FORMER_BLOCK; from += BLOCK) {
      parts.add(ReadingBlock.of(at, rates, from, from + BLOCK));
    }
    return parts;
  }

  private void ensureCapacity(int capacity) {
    if (capacity > atMillis.length) {
      // What grows with each batch leaves arrays behind that became old in the heap.
      int grown =
          capacity <= SOME
              ? SOME
              : Math.max(USUAL, Math.max(capacity, atMillis.length + (atMillis.length >> 1)));
      atMillis = Arrays.copyOf(atMillis, grown);
      bpm = Arrays.copyOf(bpm, grown);
    }
  }
}
