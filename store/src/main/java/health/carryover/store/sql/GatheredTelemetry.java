package health.carryover.store.sql;

import health.carryover.analysis.port.Readings;
import health.carryover.analysis.port.Telemetry;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * Heart rate in the records, held in memory until its patient's monitor is stored too: then what a
 * device sent within an hour is one row, where each message would otherwise be a row and a page of
 * the index. What is held is in the journal after the checkpoint, so that a start gathers it again.
 */
public final class GatheredTelemetry implements Telemetry {
  private static final Comparator<Held> BY_DEVICE_AND_TIME =
      Comparator.comparing(Held::device).thenComparingLong(Held::firstAt);

  private final SqlTelemetry stored;
  private final long mostBytes;

  // Guarded by this.
  private final Map<String, Own> held = new HashMap<>();
  private final RecordLog.Chunks chunks;

  /** Held while blocks leave memory, so that each does so once. */
  private final ReentrantLock storing = new ReentrantLock();

  /**
   * @param mostBytes from so many on everything is stored
   */
  GatheredTelemetry(SqlTelemetry stored, long mostBytes) {
    this.stored = stored;
    this.mostBytes = mostBytes;
    this.chunks = new RecordLog.Chunks(mostBytes);
  }

  /** A message's readings, at least one. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Held(long sequence, String device, long firstAt, long lastAt, byte[] readings) {
    private static final int HEADER = 3 * Long.BYTES + Integer.BYTES;

    static Held of(Block block) {
      LongSummaryStatistics times = LongStream.of(block.atMillis()).summaryStatistics();
      return new Held(
          block.sequence(),
          block.device(),
          times.getMin(),
          times.getMax(),
          HeartRateBytes.of(block.atMillis(), block.bpm()));
    }

    byte[] bytes(int place) {
      return ByteBuffer.allocate(HEADER + readings.length)
          .putLong(sequence)
          .putLong(firstAt)
          .putLong(lastAt)
          .putInt(place)
          .put(readings)
          .array();
    }

    static Held parse(byte[] bytes, List<String> devices) {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      long sequence = in.getLong();
      long firstAt = in.getLong();
      long lastAt = in.getLong();
      String device = devices.get(in.getInt());
      byte[] readings = new byte[in.remaining()];
      in.get(readings);
      return new Held(sequence, device, firstAt, lastAt, readings);
    }
  }

  /** What is held of one patient, in the order in which it came. */
  private static final class Own {
    private final RecordLog log;

    /** In the order of their places in records. */
    private final List<String> devices = new ArrayList<>(1);

    /** The highest sequence that was held. */
    private long newest;

    Own(RecordLog.Chunks chunks) {
      this.log = new RecordLog(chunks);
    }

    /** Adds a message, once. */
    void add(Held block) {
      if (block.sequence() <= newest
          && all().stream().anyMatch(own -> own.sequence() == block.sequence())) {
        return;
      }
      newest = Math.max(newest, block.sequence());
      int place = devices.indexOf(block.device());
      if (place < 0) {
        place = devices.size();
        devices.add(block.device());
      }
      log.add(block.bytes(place));
    }

    List<Held> all() {
      return log.all().stream().map(record -> Held.parse(record, devices)).toList();
    }
  }

  @Override
  public void append(List<Block> blocks) {
    stored.append(blocks);
  }

  @Override
  public void gather(List<Block> blocks) {
    List<Block> empty = new ArrayList<>();
    boolean full = false;
    for (Block block : blocks) {
      if (block.atMillis().length == 0) {
        empty.add(block);
      } else {
        full |= hold(block.patient(), Held.of(block)) > mostBytes;
      }
    }
    stored.append(empty);
    if (full) {
      storeGathered(patients());
    }
  }

  /** Gives how many bytes are held then. */
  private synchronized long hold(String patient, Held block) {
    held.computeIfAbsent(patient, p -> new Own(chunks)).add(block);
    return chunks.takenBytes();
  }

  /** About how much memory is held. */
  public synchronized long heldBytes() {
    return chunks.takenBytes();
  }

  private synchronized Set<String> patients() {
    return Set.copyOf(held.keySet());
  }

  private synchronized List<Held> of(String patient) {
    Own own = held.get(patient);
    return own == null ? List.of() : own.all();
  }

  @Override
  public void storeGathered(Collection<String> patients) {
    storing.lock();
    try {
      Map<String, List<Held>> taken = new HashMap<>();
      for (String patient : patients) {
        List<Held> own = of(patient);
        if (!own.isEmpty()) {
          taken.put(patient, own);
        }
      }
      stored.append(newRows(taken));
      taken.forEach(this::letGo);
    } finally {
      storing.unlock();
    }
  }

  /** {@code taken} were the first. */
  private synchronized void letGo(String patient, List<Held> taken) {
    Own own = held.get(patient);
    if (own != null) {
      own.log.removeFirst(taken.size());
      if (own.log.records() == 0) {
        held.remove(patient);
      }
    }
  }

  /**
   * Rows under sequences of which there is none. The row of a sequence always holds that message,
   * so a message that has one is left out.
   */
  private List<Block> newRows(Map<String, List<Held>> taken) {
    Set<Long> there = new HashSet<>();
    while (true) {
      List<Block> rows = new ArrayList<>();
      taken.forEach(
          (patient, own) ->
              addRows(
                  rows,
                  patient,
                  own.stream().filter(block -> !there.contains(block.sequence())).toList()));
      if (!there.addAll(stored.rows(rows.stream().map(Block::sequence).toList()))) {
        return rows;
      }
    }
  }

  /** A row of each device and hour at most, the span that the index of rows counts on. */
  private static void addRows(List<Block> rows, String patient, List<Held> own) {
    List<Held> sorted = new ArrayList<>(own);
    sorted.sort(BY_DEVICE_AND_TIME);
    int begin = 0;
    for (int end = 1; begin < sorted.size(); end++) {
      if (end == sorted.size() || !fits(sorted.get(begin), sorted.get(end))) {
        rows.add(row(patient, sorted.subList(begin, end)));
        begin = end;
      }
    }
  }

  private static boolean fits(Held first, Held next) {
    return first.device().equals(next.device())
        && next.lastAt() - first.firstAt() <= SqlTelemetry.SHORT_SPAN;
  }

  private static Block row(String patient, List<Held> blocks) {
    List<HeartRateBytes.Readings> parts =
        blocks.stream().map(block -> HeartRateBytes.parse(block.readings())).toList();
    int count = parts.stream().mapToInt(part -> part.atMillis().length).sum();
    long[] atMillis = new long[count];
    float[] bpm = new float[count];
    int place = 0;
    for (HeartRateBytes.Readings part : parts) {
      int size = part.atMillis().length;
      System.arraycopy(part.atMillis(), 0, atMillis, place, size);
      System.arraycopy(part.bpm(), 0, bpm, place, size);
      place += size;
    }
    long newest = blocks.stream().mapToLong(Held::sequence).max().orElseThrow();
    return new Block(newest, patient, blocks.get(0).device(), atMillis, bpm);
  }

  @Override
  public void forgetGathered(Predicate<String> patients) {
    storing.lock();
    try {
      patients().stream().filter(patients).forEach(patient -> letGo(patient, of(patient)));
    } finally {
      storing.unlock();
    }
  }

  @Override
  public List<Reading> readings(String patient, Instant fromInclusive, Instant toExclusive) {
    long from = Bounds.millis(fromInclusive);
    long to = Bounds.millis(toExclusive);
    // Memory first: what is stored meanwhile is found twice, and counts once.
    List<Held> own =
        of(patient).stream()
            .filter(block -> block.firstAt() < to && block.lastAt() >= from)
            .toList();
    if (own.isEmpty()) {
      return stored.readings(patient, fromInclusive, toExclusive);
    }
    // Before the rows are read: a message is left out only if its row is found then.
    Set<Long> there = stored.rows(own.stream().map(Held::sequence).toList());
    List<Reading> lasting = stored.readings(patient, fromInclusive, toExclusive);
    List<Reading> all = new ArrayList<>(lasting);
    for (Held block : own) {
      if (!there.contains(block.sequence())) {
        HeartRateBytes.parse(block.readings()).addTo(all, block.device(), from, to);
      }
    }
    return Readings.highestOfEach(all);
  }

  @Override
  public long lastSequence() {
    long newest = newestHeld();
    return Math.max(newest, stored.lastSequence());
  }

  private synchronized long newestHeld() {
    return held.values().stream().mapToLong(own -> own.newest).max().orElse(0);
  }
}
