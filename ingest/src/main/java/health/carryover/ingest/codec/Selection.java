package health.carryover.ingest.codec;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which elements of a message are looked at.
 *
 * @param elements their indices; null: all
 */
record Selection(@Nullable Set<Integer> elements) {
  static final Selection ALL = new Selection(null);

  boolean includes(int element) {
    return elements == null || elements.contains(element);
  }
}
