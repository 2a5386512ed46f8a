package health.carryover.store.sql;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Records one after another in chunks of bytes that are used again. What is held for seconds or
 * minutes is then not copied by every collection of the heap, as an object of its own would be. All
 * logs of one {@link Chunks}: one thread at a time.
 */
final class RecordLog {
  /** Of a chunk; small, since everybody of whom something is held has one. */
  static final int CHUNK_BYTES = 512;

  private static final int PREFIX = Integer.BYTES;

  private final Chunks supply;
  private final Deque<byte[]> chunks = new ArrayDeque<>();

  /** Of the first record in the first chunk. */
  private int begin;

  /** Behind the last record in the last chunk. */
  private int end = CHUNK_BYTES;

  private int records;

  RecordLog(Chunks supply) {
    this.supply = supply;
  }

  /** Chunks that no log needs now. */
  static final class Chunks {
    private final Deque<byte[]> free = new ArrayDeque<>();
    private final long most;
    private long taken;

    /**
     * @param mostBytes of chunks that are taken or kept to be used again
     */
    Chunks(long mostBytes) {
      this.most = mostBytes / CHUNK_BYTES;
    }

    private byte[] take() {
      taken++;
      byte[] chunk = free.poll();
      return chunk == null ? new byte[CHUNK_BYTES] : chunk;
    }

    private void giveBack(byte[] chunk) {
      taken--;
      if (taken + free.size() < most) {
        free.push(chunk);
      }
    }

    /** Of all chunks that logs have taken. */
    long takenBytes() {
      return taken * CHUNK_BYTES;
    }
  }

  /** How many records it holds. */
  int records() {
    return records;
  }

  /** Adds a record, which is copied. */
  void add(byte[] record) {
    write(ByteBuffer.allocate(PREFIX).putInt(record.length).array());
    write(record);
    records++;
  }

  private void write(byte[] bytes) {
    int done = 0;
    while (done < bytes.length) {
      if (end == CHUNK_BYTES) {
        chunks.add(supply.take());
        end = 0;
      }
      int some = Math.min(bytes.length - done, CHUNK_BYTES - end);
      System.arraycopy(bytes, done, chunks.getLast(), end, some);
      done += some;
      end += some;
    }
  }

  /** All records, the first that was added first. */
  List<byte[]> all() {
    List<byte[]> all = new ArrayList<>(records);
    Reader reader = new Reader();
    for (int i = 0; i < records; i++) {
      all.add(reader.next());
    }
    return all;
  }

  /** Removes the {@code count} that were added first. */
  void removeFirst(int count) {
    if (count == records) {
      clear();
      return;
    }
    Reader reader = new Reader();
    for (int i = 0; i < count; i++) {
      reader.next();
    }
    for (int i = 0; i < reader.passed; i++) {
      supply.giveBack(chunks.remove());
    }
    records -= count;
    begin = reader.place;
  }

  private void clear() {
    chunks.forEach(supply::giveBack);
    chunks.clear();
    records = 0;
    begin = 0;
    end = CHUNK_BYTES;
  }

  /** Reads record after record. */
  private final class Reader {
    private final Iterator<byte[]> next = chunks.iterator();
    private byte[] chunk = next.hasNext() ? next.next() : new byte[0];
    private int place = begin;

    /** Chunks of which everything was read, where something is left in a later one. */
    private int passed;

    byte[] next() {
      return read(ByteBuffer.wrap(read(PREFIX)).getInt());
    }

    private byte[] read(int length) {
      byte[] bytes = new byte[length];
      int done = 0;
      while (done < length) {
        if (place == CHUNK_BYTES) {
          chunk = next.next();
          place = 0;
          passed++;
        }
        int some = Math.min(length - done, CHUNK_BYTES - place);
        System.arraycopy(chunk, place, bytes, done, some);
        done += some;
        place += some;
      }
      return bytes;
    }
  }
}
