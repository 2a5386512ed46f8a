package health.carryover.store.sqlite;

import health.carryover.store.sql.EntryFinder.Found;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The newest entries of the journal, in the order of their sequences, until they are filed: in
 * blocks of arrays that are used again. In a flood they wait for seconds, which is as long as some
 * collections of the heap; as objects they would be copied by these and then be garbage among what
 * is old. One thread at a time.
 */
final class UnfiledEntries {
  /**
   * Entries of a block: so many are filed together. The more there are of a device, the more of
   * them share a page.
   */
  static final int BLOCK = 65_536;

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

  /**
   * Those that have waited longest, if a block of them waits. It does not change while others are
   * added, and may be read beside that.
   */
  Optional<Oldest> oldest() {
    return size() < BLOCK ? Optional.empty() : Optional.of(new Oldest(blocks.getFirst()));
  }

  /** A block of entries, in lists that make their elements when they are asked for them. */
  static final class Oldest {
    private final Block block;

    private Oldest(Block block) {
      this.block = block;
    }

    /** The newest of them that is not emptied. */
    OptionalLong newest() {
      return block.places().mapToLong(place -> block.sequences[place]).max();
    }

    /** Those that have an identity, in the order of its bytes. */
    List<Found> byIdentity() {
      return block.sorted(block::hasIdentity, block::compareIdentities);
    }

    /** Those that belong to somebody, by patient and then by sequence. */
    List<Found> byPatient() {
      return block.sorted(
          place -> block.patients[place] != null,
          Comparator.comparing(place -> String.valueOf(block.patients[place])));
    }
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
    blocks.forEach(block -> block.addSequencesOf(patient, after, through, sequences));
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
    private static final int FIRST_BYTES = 1 << 16;
    private static final int SLOTS = 2 * BLOCK;
    private static final int MOST_PROBES = 32;

    /** Instead of where a text begins, of a slot or of a place. */
    private static final int NONE = -1;

    /** Instead of a sequence. */
    private static final long EMPTIED = 0;

    final long[] sequences = new long[BLOCK];

    /** Where the text of each begins, or {@link #NONE}. */
    private final int[] begins = new int[BLOCK];

    private final int[] ends = new int[BLOCK];
    final @Nullable String[] patients = new String[BLOCK];

    /** Open addressing: one more than the place of the first entry of an identity, or 0. */
    private final int[] byIdentity = new int[SLOTS];

    /**
     * Places of entries whose identities find no slot nearby. Senders choose identities, and could
     * choose such as share a slot: what is looked for here does not take longer the more there are.
     */
    private final Map<String, Integer> crowded = new HashMap<>();

    /** As {@link #byIdentity}, for the newest entry of a patient; clinics choose these names. */
    private final int[] byPatient = new int[SLOTS];

    /** One more than the place of the patient's entry before, or 0. */
    private final int[] before = new int[BLOCK];

    private byte[] texts = new byte[FIRST_BYTES];
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
        index(count, text);
      }
      indexPatient(count);
      count++;
    }

    private void index(int place, byte[] text) {
      int slot = slot(text);
      if (slot == NONE) {
        crowded.putIfAbsent(new String(text, StandardCharsets.UTF_8), place);
      } else if (byIdentity[slot] == 0) {
        byIdentity[slot] = place + 1;
      }
    }

    private void indexPatient(int place) {
      String patient = patients[place];
      if (patient != null) {
        int slot = slot(patient);
        before[place] = byPatient[slot];
        byPatient[slot] = place + 1;
      }
    }

    private void append(byte[] text) {
      if (texts.length - length < text.length) {
        texts = Arrays.copyOf(texts, Math.max(length + text.length, 2 * texts.length));
      }
      System.arraycopy(text, 0, texts, length, text.length);
      length += text.length;
    }

    /** Where the identity is in its table, or would be; {@link #NONE} if there is no room. */
    private int slot(byte[] text) {
      int slot = begin(Arrays.hashCode(text));
      for (int probe = 0; probe < MOST_PROBES; probe++) {
        if (byIdentity[slot] == 0 || has(byIdentity[slot] - 1, text)) {
          return slot;
        }
        slot = (slot + 1) % SLOTS;
      }
      return NONE;
    }

    private int slot(String patient) {
      int slot = begin(patient.hashCode());
      while (byPatient[slot] != 0 && !patient.equals(patients[byPatient[slot] - 1])) {
        slot = (slot + 1) % SLOTS;
      }
      return slot;
    }

    /** Spread by the golden ratio (Knuth, 1998, section 6.4), over a power of two. */
    private static int begin(int hash) {
      return (hash * 0x9E3779B9) >>> (Integer.SIZE - Integer.numberOfTrailingZeros(SLOTS));
    }

    private boolean has(int place, byte[] text) {
      return hasIdentity(place)
          && Arrays.equals(texts, begins[place], ends[place], text, 0, text.length);
    }

    /** The place of the first entry that has it, or -1. */
    int find(byte[] text) {
      int slot = slot(text);
      return slot == NONE
          ? crowded.getOrDefault(new String(text, StandardCharsets.UTF_8), NONE)
          : byIdentity[slot] - 1;
    }

    void addSequencesOf(String patient, long after, long through, Set<Long> sequencesOfPatient) {
      int next = byPatient[slot(patient)];
      while (next != 0 && sequences[next - 1] > after) {
        if (sequences[next - 1] <= through) {
          sequencesOfPatient.add(sequences[next - 1]);
        }
        next = before[next - 1];
      }
    }

    /** Of entries that are not emptied, ascending. */
    IntStream places() {
      return IntStream.range(0, count).filter(place -> sequences[place] != EMPTIED);
    }

    boolean hasIdentity(int place) {
      return begins[place] != NONE;
    }

    int compareIdentities(int one, int other) {
      return Arrays.compareUnsigned(
          texts, begins[one], ends[one], texts, begins[other], ends[other]);
    }

    /** Places that are equal stay in the order in which they came. */
    List<Found> sorted(IntPredicate which, Comparator<Integer> order) {
      int[] places =
          places().filter(which).boxed().sorted(order).mapToInt(Integer::intValue).toArray();
      return new AbstractList<>() {
        @Override
        public Found get(int index) {
          int place = places[index];
          return new Found(sequences[place], identity(place), patients[place]);
        }

        @Override
        public int size() {
          return places.length;
        }
      };
    }

    private @Nullable String identity(int place) {
      return hasIdentity(place)
          ? new String(texts, begins[place], ends[place] - begins[place], StandardCharsets.UTF_8)
          : null;
    }

    void empty(LongPredicate which) {
      for (int place = 0; place < count; place++) {
        if (sequences[place] != EMPTIED && which.test(sequences[place])) {
          if (hasIdentity(place)) {
            Arrays.fill(texts, begins[place], ends[place], (byte) 0);
          }
          sequences[place] = EMPTIED;
          begins[place] = NONE;
          patients[place] = null;
        }
      }
      Arrays.fill(byIdentity, 0);
      Arrays.fill(byPatient, 0);
      crowded.clear();
      for (int place = 0; place < count; place++) {
        if (hasIdentity(place)) {
          index(place, Arrays.copyOfRange(texts, begins[place], ends[place]));
        }
        indexPatient(place);
      }
    }

    void clear() {
      Arrays.fill(byIdentity, 0);
      Arrays.fill(byPatient, 0);
      crowded.clear();
      Arrays.fill(patients, null);
      length = 0;
      count = 0;
    }
  }
}
