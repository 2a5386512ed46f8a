package health.carryover.dashboard.account;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Holds up whoever guesses. Each key may fail so many times freely; every further failure doubles
 * the time until the next attempt, up to a longest. A key that is left alone for {@link
 * #FORGOTTEN_AFTER} starts anew. An attempt counts as failed from its beginning, so that many at
 * once gain nothing. Of the {@value #MOST_REMEMBERED} keys tried last it is remembered. Confined to
 * one thread.
 */
final class Lockout {
  private static final int MOST_REMEMBERED = 10_000;
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
  private static final int MOST_DOUBLINGS = 16;

  private final int free;
  private final Duration first;
  private final Duration longest;
  private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param free how many failures cost nothing
   * @param first how long to wait after one more
   * @param longest how long to wait at most
   */
  Lockout(int free, Duration first, Duration longest) {
    this.free = free;
    this.first = first;
    this.longest = longest;
  }

  private record Failures(int count, Instant lastAt, Instant until) {}

  /** How long {@code key} has to wait; zero: not at all. */
  Duration wait(String key, Instant now) {
    Failures known = failures.get(key);
    return known == null || !now.isBefore(known.until())
        ? Duration.ZERO
        : Duration.between(now, known.until());
  }

  /** Counts an attempt of {@code key}, as failed until it is said otherwise. */
  void begin(String key, Instant now) {
    Failures known = failures.get(key);
    boolean fresh = known == null || !now.isBefore(known.lastAt().plus(FORGOTTEN_AFTER));
    int count = fresh || known == null ? 1 : known.count() + 1;
    failures.put(key, new Failures(count, now, now.plus(afterFailures(count))));
    if (failures.size() > MOST_REMEMBERED) {
      failures.remove(failures.keySet().iterator().next());
    }
  }

  /** The last attempt of {@code key} did not fail: it is as if there had been none. */
  void takeBack(String key) {
    failures.computeIfPresent(
        key,
        (same, known) ->
            known.count() <= 1
                ? null
                : new Failures(known.count() - 1, known.lastAt(), known.lastAt()));
  }

  /** {@code key} starts anew. */
  void forget(String key) {
    failures.remove(key);
  }

  private Duration afterFailures(int count) {
    if (count <= free) {
      return Duration.ZERO;
    }
    Duration wait = first.multipliedBy(1L << Math.min(count - free - 1, MOST_DOUBLINGS));
    return wait.compareTo(longest) > 0 ? longest : wait;
  }
}
