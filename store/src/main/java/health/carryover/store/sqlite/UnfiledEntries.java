package health.carryover.store.sqlite;

import health.carryover.store.sql.EntryFinder.Found;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The newest entries of the journal, in the order of their sequences, until they are filed: in
 * blocks of arrays that are used again. They wait for about a second, which is as long as two or
 * three collections of the heap; as objects they would be copied by each and then be garbage among
 * what is old. One thread at a time.
 */
final class UnfiledEntries {
  /** Entries of a block: so many are filed together. */
  static final int BLOCK = 16_384;

  private final Deque<Block> blocks = new ArrayDeque<>();
  private @Nullable Block spare;

  /** How many wait. */
  int size() {
    return blocks.isEmpty() ? 0 : (blocks.size() - 1) * BLOCK + blocks.getLast().count;
  }

  /** Adds an entry that is newer than all before. */
  void add(Found entry) {
    Block last = blocks.peekLast();
    if (last == null || last.count == BLOCK) {
      last = spare == null ? new Block() : spare;
      spare = null;
      blocks.add(last);
    }
    last.add(entry);
  }

  /** The first entry that has {@code identity}. */
  OptionalLong sequenceOf(String identity) {
    byte[] text = identity.getBytes(StandardCharsets.UTF_8);
    for (Block block : blocks) {
      int place = block.find(text);
      if (place >= 0) {
        return OptionalLong.of(block.sequences[place]);
      }
    }
    return OptionalLong.empty();
  }

  /** Those that have waited longest, a block of them at most. */
  List<Found> oldest() {
    Block first = blocks.peekFirst();
    return first == null ? List.of() : first.entries();
  }

  /** Removes what {@link #oldest} gives. */
  void removeOldest() {
    Block first = blocks.poll();
    if (first != null) {
      first.clear();
      spare = first;
    }
  }

  /**
   * Adds the sequences of entries of {@code patient} that lie beyond the one and up to the other.
   */
  void addSequencesOf(String patient, long after, long through, Set<Long> sequences) {
    for (Block block : blocks) {
      for (int place = 0; place < block.count; place++) {
        long sequence = block.sequences[place];
        if (sequence > after && sequence <= through && patient.equals(block.patients[place])) {
          sequences.add(sequence);
        }
      }
    }
  }

  /** Adds everybody to whom an entry belongs. */
  void addPatients(Set<String> patients) {
    for (Block block : blocks) {
      Arrays.stream(block.patients, 0, block.count).filter(Objects::nonNull).forEach(patients::add);
    }
  }

  /** Nothing leads to these entries any more; they keep their places and are not filed. */
  void empty(LongPredicate sequences) {
    blocks.forEach(block -> block.empty(sequences));
  }

  private static final class Block {
    private static final int BYTES_EACH = 64;

    /** Instead of where a text begins. */
    private static final int NONE = -1;

    /** Instead of a sequence. */
    private static final long EMPTIED = 0;

    final long[] sequences = new long[BLOCK];

    /** Where the text of each begins, or {@link #NONE}. */
    private final int[] begins = new int[BLOCK];

    private final int[] ends = new int[BLOCK];
    final @Nullable String[] patients = new String[BLOCK];

    /** Open addressing: one more than the place of an entry, or 0. */
    private final int[] table = new int[2 * BLOCK];

    private byte[] texts = new byte[BLOCK * BYTES_EACH];
    private int length;
    int count;

    void add(Found entry) {
      sequences[count] = entry.sequence();
      patients[count] = entry.patient();
      if (entry.identity() == null) {
        begins[count] = NONE;
      } else {
        byte[] text = entry.identity().getBytes(StandardCharsets.UTF_8);
        begins[count] = length;
        append(text);
        ends[count] = length;
        int slot = slot(text);
        if (table[slot] == 0) {
          table[slot] = count + 1;
        }
      }
      count++;
    }

    private void append(byte[] text) {
      if (texts.length - length < text.length) {
        texts = Arrays.copyOf(texts, Math.max(length + text.length, 2 * texts.length));
      }
      System.arraycopy(text, 0, texts, length, text.length);
      length += text.length;
    }

    /** Where the identity is in the table, or would be. */
    private int slot(byte[] text) {
      int hash = Arrays.hashCode(text) * 0x9E3779B9;
      int slot = hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(table.length));
      while (table[slot] != 0 && !has(table[slot] - 1, text)) {
        slot = (slot + 1) % table.length;
      }
      return slot;
    }

    private boolean has(int place, byte[] text) {
      return begins[place] != NONE
          && Arrays.equals(texts, begins[place], ends[place], text, 0, text.length);
    }

    /** The place of the first entry that has it, or -1. */
    int find(byte[] text) {
      return table[slot(text)] - 1;
    }

    List<Found> entries() {
      List<Found> entries = new ArrayList<>(count);
      for (int place = 0; place < count; place++) {
        if (sequences[place] != EMPTIED) {
          entries.add(new Found(sequences[place], identity(place), patients[place]));
        }
      }
      return entries;
    }

    private @Nullable String identity(int place) {
      return begins[place] == NONE
          ? null
          : new String(texts, begins[place], ends[place] - begins[place], StandardCharsets.UTF_8);
    }

    /** Their places in the table are kept, for those that stand behind them there. */
    void empty(LongPredicate which) {
      for (int place = 0; place < count; place++) {
        if (sequences[place] != EMPTIED && which.test(sequences[place])) {
          if (begins[place] != NONE) {
            Arrays.fill(texts, begins[place], ends[place], (byte) 0);
          }
          sequences[place] = EMPTIED;
          begins[place] = NONE;
          patients[place] = null;
        }
      }
    }

    void clear() {
      Arrays.fill(table, 0);
      Arrays.fill(patients, null);
      length = 0;
      count = 0;
    }
  }
}
