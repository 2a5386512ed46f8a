package health.carryover.store.sqlite;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.MurmurHash3;
import org.apache.commons.collections4.bloomfilter.EnhancedDoubleHasher;
import org.apache.commons.collections4.bloomfilter.Hasher;
import org.apache.commons.collections4.bloomfilter.Shape;
import org.apache.commons.collections4.bloomfilter.SimpleBloomFilter;

/**
 * Says of most new identities that no entry has them, without a look into a file: Bloom filters
 * (Bloom, 1970), the next one twice as large when one is full. It never says so of an identity that
 * was added. Of others it cannot say it for seven in a thousand with each filter that is full. What
 * does not fit its memory ends it: it gives the memory back and says nothing any more. One thread
 * at a time.
 */
final class KnownIdentities {
  private static final int PROBES = 4;

  /** In a full filter. */
  private static final int BITS_EACH = 12;

  private static final int FIRST_BITS = 1 << 21;

  private final long mostBits;
  private final List<SimpleBloomFilter> filters = new ArrayList<>();
  private long bits;
  private long added;
  private boolean ended;
  private boolean complete;

  /**
   * Nothing is added yet.
   *
   * @param mostBytes that all filters take
   */
  KnownIdentities(long mostBytes) {
    this.mostBits = mostBytes * Byte.SIZE;
  }

  /** Adding the same identity again does no harm. */
  void add(String identity) {
    if (ended) {
      return;
    }
    if (added >= bits / BITS_EACH) {
      grow();
    }
    if (!ended) {
      filters.get(filters.size() - 1).merge(hasher(identity));
      added++;
    }
  }

  private void grow() {
    // As many as all before and the first once more: twice as many as the last.
    long next = bits + FIRST_BITS;
    if (bits + next > mostBits || next > Integer.MAX_VALUE) {
      filters.clear();
      ended = true;
    } else {
      filters.add(new SimpleBloomFilter(Shape.fromKM(PROBES, (int) next)));
      bits += next;
    }
  }

  /** Everything that entries have was added; from now on it can be told what is new. */
  void complete() {
    complete = true;
  }

  /** Whether there is something to wait for: what entries have is still to be added. */
  boolean isToBeCompleted() {
    return !ended && !complete;
  }

  /** Whether certainly no entry has it. */
  boolean isNew(String identity) {
    if (ended || !complete) {
      return false;
    }
    Hasher hasher = hasher(identity);
    for (SimpleBloomFilter filter : filters) {
      if (filter.contains(hasher)) {
        return false;
      }
    }
    return true;
  }

  private static Hasher hasher(String identity) {
    long[] hash = MurmurHash3.hash128x64(identity.getBytes(StandardCharsets.UTF_8));
    return new EnhancedDoubleHasher(hash[0], hash[1]);
  }
}
