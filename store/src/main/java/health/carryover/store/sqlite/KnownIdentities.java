package health.carryover.store.sqlite;

import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.MurmurHash3;
import org.apache.commons.collections4.bloomfilter.EnhancedDoubleHasher;
import org.apache.commons.collections4.bloomfilter.Hasher;
import org.apache.commons.collections4.bloomfilter.Shape;
import org.apache.commons.collections4.bloomfilter.SimpleBloomFilter;
import org.jspecify.annotations.Nullable;

/**
 * Says of nearly every new identity that no entry has it, without a look into a file: a Bloom
 * filter (Bloom, 1970) of fixed size. It never says so of an identity that was added. Of others it
 * cannot say it for one in 3,000 with 40 bits for each identity that was added, for one in seven
 * with 4; with fewer it takes too much room for what it knows, says nothing any more and gives its
 * memory back. One thread at a time.
 */
final class KnownIdentities {
  private static final int PROBES = 3;
  private static final int LEAST_BITS_EACH = 4;

  /** The filter counts its bits by an int. */
  private static final long MOST_BYTES = Integer.MAX_VALUE / Byte.SIZE;

  private final long most;
  private @Nullable SimpleBloomFilter filter;
  private long added;
  private boolean complete;

  /**
   * A filter to which nothing was added yet.
   *
   * @param bytes it takes; at most 256 MiB are used
   */
  KnownIdentities(long bytes) {
    int bits = Math.toIntExact(Math.min(bytes, MOST_BYTES) * Byte.SIZE);
    most = bits / LEAST_BITS_EACH;
    filter = new SimpleBloomFilter(Shape.fromKM(PROBES, bits));
  }

  /** Adding the same identity again does no harm. */
  void add(String identity) {
    if (filter != null) {
      added++;
      if (added > most) {
        filter = null;
      } else {
        filter.merge(hasher(identity));
      }
    }
  }

  /** Everything that entries have was added; from now on it can be told what is new. */
  void complete() {
    complete = true;
  }

  /** Whether there is something to wait for: what entries have is still to be added. */
  boolean isToBeCompleted() {
    return filter != null && !complete;
  }

  /** Whether certainly no entry has it. */
  boolean isNew(String identity) {
    return filter != null && complete && !filter.contains(hasher(identity));
  }

  private static Hasher hasher(String identity) {
    long[] hash = MurmurHash3.hash128x64(identity.getBytes(StandardCharsets.UTF_8));
    return new EnhancedDoubleHasher(hash[0], hash[1]);
  }
}
