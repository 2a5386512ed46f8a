package health.carryover.ingest.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is wrong with times that cannot be right, guessed from what several messages of one run of
 * one device have in common. Pure.
 */
public final class ClockProposal {
  /** A receiver of satellite time counts weeks in ten bits and loses 1,024 of them at once. */
  private static final Duration ROLLOVER = Duration.ofDays(7 * 1_024);

  /** Late messages of one run lie within this. */
  private static final Duration LONGEST_DELAY = Duration.ofDays(7);

  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final Duration LONGEST_WAY = Duration.ofMinutes(5);
  private static final Duration LARGEST_OFFSET = Duration.ofHours(14);

  private ClockProposal() {}

  /**
   * What one message says.
   *
   * @param newestAt its newest time, as its sender wrote it
   * @param heardAt its receipt
   */
  public record Told(Instant newestAt, Instant heardAt) {
    Duration lag() {
      return Duration.between(newestAt, heardAt);
    }
  }

  /**
   * What is to be added to the times of {@code one}: the smallest lag among the messages of its run
   * that can be explained by the same clock, in whole seconds; a satellite receiver's lost weeks
   * exactly.
   *
   * @param run messages of the same run of the device, {@code one} among them
   */
  public static Duration shift(Told one, List<Told> run) {
    Duration smallest =
        run.stream()
            .map(Told::lag)
            .filter(lag -> lag.minus(one.lag()).abs().compareTo(LONGEST_DELAY) <= 0)
            .min(Duration::compareTo)
            .orElse(one.lag());
    Duration left = smallest.minus(ROLLOVER);
    boolean rollover = !left.isNegative() && left.compareTo(LONGEST_DELAY) <= 0;
    return rollover ? ROLLOVER : Duration.ofSeconds(smallest.toSeconds());
  }

  /**
   * The offset that was left out, if the message came live: whole quarters of an hour between its
   * newest time read as UTC and its receipt, and few minutes beside.
   *
   * @param newestAt the newest time without offset, read as UTC
   */
  public static Optional<String> offset(Instant newestAt, Instant heardAt) {
    Duration ahead = Duration.between(heardAt, newestAt);
    long quarters = Math.floorDiv(ahead.plus(LONGEST_WAY).toSeconds(), QUARTER.toSeconds());
    Duration offset = QUARTER.multipliedBy(quarters);
    Duration way = offset.minus(ahead);
    if (offset.abs().compareTo(LARGEST_OFFSET) > 0 || way.abs().compareTo(LONGEST_WAY) > 0) {
      return Optional.empty();
    }
    long minutes = offset.abs().toMinutes();
    return Optional.of(
        "%s%02d:%02d".formatted(offset.isNegative() ? "-" : "+", minutes / 60, minutes % 60));
  }
}
