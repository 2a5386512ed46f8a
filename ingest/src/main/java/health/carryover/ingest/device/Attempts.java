package health.carryover.ingest.device;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A bucket of attempts for each place they come from, and one for all places together. Keeps the
 * places heard last. Confined to one thread at a time.
 */
final class Attempts {
  private static final int MOST_PLACES = 10_000;

  private final int forEach;
  private final Duration refill;
  private final Map<String, Bucket> places = new LinkedHashMap<>();
  private Bucket all;

  private record Bucket(double left, Instant at) {
    Bucket at(Instant now, int most, Duration refill) {
      long passed = Math.max(0, Duration.between(at, now).toMillis());
      return new Bucket(Math.min(most, left + most * (double) passed / refill.toMillis()), now);
    }
  }

  private final int forAll;

  /**
   * @param refill in which an empty bucket is full again
   */
  Attempts(int forEach, int forAll, Duration refill) {
    this.forEach = forEach;
    this.forAll = forAll;
    this.refill = refill;
    this.all = new Bucket(forAll, Instant.EPOCH);
  }

  /** Whether one more is allowed; if so it is counted. */
  boolean take(String place, Instant now) {
    Bucket total = all.at(now, forAll, refill);
    Bucket own = places.getOrDefault(place, new Bucket(forEach, now)).at(now, forEach, refill);
    if (total.left() < 1 || own.left() < 1) {
      return false;
    }
    all = new Bucket(total.left() - 1, now);
    places.remove(place);
    if (places.size() >= MOST_PLACES) {
      places.remove(places.keySet().iterator().next());
    }
    places.put(place, new Bucket(own.left() - 1, now));
    return true;
  }

  /** Takes back one that was counted: it turned out to be none. */
  void giveBack(String place) {
    all = new Bucket(Math.min(forAll, all.left() + 1), all.at());
    Bucket own = places.get(place);
    if (own != null) {
      places.put(place, new Bucket(Math.min(forEach, own.left() + 1), own.at()));
    }
  }
}
