package health.carryover.ingest.clock;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one device's clock: a pure state, moved on by the pairs of its messages.
 *
 * <p>The <em>lag</em> of a message is its receipt minus its newest event time: the way it took,
 * less what the device's clock is ahead. A message cannot take less than no time, so the smallest
 * lag of messages that came live says how far the clock is off, too low by the shortest way at
 * most. The smallest lag is the estimate of Paxson (1998, "On calibrating measurements of packet
 * transit times"), here over the last 10 to 20 minutes so that drift is followed.
 *
 * <p>Messages came live if their lags agree within {@value #AGREEMENT_MILLIS} ms at {@value
 * #LEAST_MOMENTS} moments over {@value #LEAST_SPAN_MILLIS} ms of receipt. A burst of what a phone
 * has kept does not: its lags fall by as much as its event times span. A smaller lag than all
 * before begins anew at once: the clock was set forward, or what came before was late. Larger lags
 * are late messages as long as live ones come in between; if they alone come live, the clock was
 * set back.
 *
 * @param live the messages that are believed to be live, or null before the first
 * @param rival larger lags that may take their place, or null
 * @param shiftMillis what is added to the device's times now; 0: nothing
 */
public record DeviceClock(@Nullable Run live, @Nullable Run rival, long shiftMillis) {
  /** How far lags of live messages may differ. */
  static final long AGREEMENT_MILLIS = 20_000;

  /** Messages heard closer together are one moment: the end of a burst proves nothing by itself. */
  static final long MOMENT_MILLIS = 5_000;

  /** Over how much time of receipt they must agree. */
  static final long LEAST_SPAN_MILLIS = 60_000;

  /** At how many moments they must agree. */
  static final int LEAST_MOMENTS = 5;

  private static final long WINDOW_MILLIS = 600_000;

  /** A correction follows the estimate in steps, so that it does not tear readings apart. */
  private static final long STEP_MILLIS = 5_000;

  /** Nothing is known. */
  public static final DeviceClock UNKNOWN = new DeviceClock(null, null, 0);

  /**
   * Messages whose lags agree.
   *
   * @param moments how many moments of receipt, as far as it matters
   * @param firstHeardMillis receipt of the first
   * @param heardMillis the newest moment
   * @param windowMillis when the newer of two windows began
   * @param anchor the lag with which all of them agree: the first, later the smallest of a window,
   *     so that neither a slow burst slides along nor a drifting clock falls out
   * @param lowestBefore smallest lag of the older window
   * @param lowest smallest lag of the newer window
   */
  public record Run(
      int moments,
      long firstHeardMillis,
      long heardMillis,
      long windowMillis,
      long anchor,
      long lowestBefore,
      long lowest) {

    static Run begin(long heardMillis, long lag) {
      return new Run(1, heardMillis, heardMillis, heardMillis, lag, lag, lag);
    }

    /** The smallest lag of the last 10 to 20 minutes. */
    long smallestLag() {
      return Math.min(lowestBefore, lowest);
    }

    boolean agrees(long lag) {
      return Math.abs(lag - anchor) <= AGREEMENT_MILLIS;
    }

    boolean proves() {
      return moments >= LEAST_MOMENTS && heardMillis - firstHeardMillis >= LEAST_SPAN_MILLIS;
    }

    Run with(long heard, long lag) {
      boolean another = heard - heardMillis >= MOMENT_MILLIS;
      int counted = another ? Math.min(moments + 1, LEAST_MOMENTS) : moments;
      long moment = another ? heard : heardMillis;
      return heard - windowMillis > WINDOW_MILLIS
          ? new Run(counted, firstHeardMillis, moment, heard, lowest, lowest, lag)
          : new Run(
              counted,
              firstHeardMillis,
              moment,
              windowMillis,
              anchor,
              lowestBefore,
              Math.min(lowest, lag));
    }
  }

  /**
   * The state after a message.
   *
   * @param observedMillis its newest event time by the device's clock, epoch milliseconds
   * @param heardMillis its receipt, never before an earlier one's
   */
  public DeviceClock heard(long observedMillis, long heardMillis, ClockSettings settings) {
    long lag = heardMillis - observedMillis;
    Run next = live;
    Run other = rival;
    if (next == null || lag < next.anchor() - AGREEMENT_MILLIS) {
      next = Run.begin(heardMillis, lag);
      other = null;
    } else if (next.agrees(lag)) {
      next = next.with(heardMillis, lag);
      other = null;
    } else {
      other =
          other == null || !other.agrees(lag)
              ? Run.begin(heardMillis, lag)
              : other.with(heardMillis, lag);
      if (other.proves()) {
        next = other;
        other = null;
      }
    }
    return new DeviceClock(next, other, shift(next, settings));
  }

  private long shift(Run of, ClockSettings settings) {
    if (!of.proves()) {
      // A new run of smaller lags: what was added before would move events behind their receipt.
      boolean contradicted = of.smallestLag() < shiftMillis - AGREEMENT_MILLIS;
      return contradicted ? 0 : shiftMillis;
    }
    long estimate = of.smallestLag();
    long from = settings.from().toMillis();
    boolean off = Math.abs(estimate) >= (shiftMillis == 0 ? from : from / 2);
    if (!off || Math.abs(estimate) > settings.upTo().toMillis()) {
      return 0;
    }
    return shiftMillis != 0 && Math.abs(estimate - shiftMillis) <= STEP_MILLIS
        ? shiftMillis
        : estimate;
  }

  /**
   * How far the device's clock is ahead of ours, negative if behind, as far as live messages prove
   * it.
   */
  public Optional<Duration> ahead() {
    return live == null || !live.proves()
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(-live.smallestLag()));
  }

  /** What is added to the device's times, or empty if they stand as they are. */
  public Optional<Duration> shift() {
    return shiftMillis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(shiftMillis));
  }
}
