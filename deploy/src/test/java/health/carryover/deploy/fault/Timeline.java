package health.carryover.deploy.fault;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;

/**
 * A clock that shows the same day in every run, whenever that is, so that a seed is all a run
 * depends on.
 *
 * @param offset what is added to this machine's time
 */
record Timeline(Duration offset) {
  /** What devices speak of lies before; further than any jump of the clock before its start. */
  static final Instant TRAFFIC_ENDS = Instant.parse("2026-06-11T09:00:00Z");

  private static final Duration MOST_JUMP = Duration.ofHours(2);
  private static final Instant STARTS = TRAFFIC_ENDS.plus(Duration.ofHours(3));
  private static final int CALLS_BETWEEN_JUMPS = 400;

  static Timeline startingNow() {
    return new Timeline(Duration.between(Instant.now(), STARTS));
  }

  /** The clock as it should be. */
  InstantSource steady() {
    return () -> Instant.now().plus(offset);
  }

  /** A clock that is set to some time within two hours of the true one, again and again. */
  InstantSource jumping(long seed) {
    Random random = new Random(seed);
    return new InstantSource() {
      private int calls;
      private Duration off = Duration.ZERO;

      @Override
      public synchronized Instant instant() {
        if (calls++ % CALLS_BETWEEN_JUMPS == 0) {
          long most = MOST_JUMP.toMillis();
          off = Duration.ofMillis(random.nextLong(2 * most) - most);
        }
        return Instant.now().plus(offset).plus(off);
      }
    };
  }
}
