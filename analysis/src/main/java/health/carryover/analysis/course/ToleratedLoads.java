package health.carryover.analysis.course;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The loads of the last 30 days that no flare followed. Immutable.
 *
 * @param newest the newest of them, however long ago, or null
 */
record ToleratedLoads(@Nullable Double newest, List<Tolerated> recent) {
  private static final Duration RECENT = Duration.ofDays(30);

  static final ToleratedLoads NONE = new ToleratedLoads(null, List.of());

  /** A load that no flare followed. */
  record Tolerated(Instant at, double load) {}

  ToleratedLoads with(Instant at, double load) {
    List<Tolerated> kept = new ArrayList<>(recent.size() + 1);
    for (Tolerated tolerated : recent) {
      if (!tolerated.at.isBefore(at.minus(RECENT))) {
        kept.add(tolerated);
      }
    }
    kept.add(new Tolerated(at, load));
    return new ToleratedLoads(load, List.copyOf(kept));
  }

  /** The highest within 30 days before {@code at}, or null. */
  @Nullable Double highestBefore(Instant at) {
    Double highest = null;
    for (Tolerated tolerated : recent) {
      if (!tolerated.at.isBefore(at.minus(RECENT))
          && (highest == null || tolerated.load > highest)) {
        highest = tolerated.load;
      }
    }
    return highest;
  }
}
