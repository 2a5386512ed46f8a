package health.carryover.analysis.diary;

import health.carryover.analysis.event.PainReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the pain of a flare came down again.
 *
 * @param settledAt the first report at rest within a point of the baseline, or null
 * @param lastHighAt the last report before it that is still two points above, or null
 */
public record FlareSettling(@Nullable Instant settledAt, @Nullable Instant lastHighAt) {
  private static final double SETTLED = 1;
  private static final double HIGH = 2;
  private static final Duration LONG = Duration.ofDays(7);
  private static final Duration RECENT = Duration.ofDays(5);

  /**
   * What was told between a flare and {@code until}.
   *
   * @param baseline pain the flare rose above
   */
  public static FlareSettling of(
      Instant flareAt,
      double baseline,
      Instant until,
      PainDiary diary,
      List<DiarySession> sessions) {
    Instant lastHigh = null;
    for (PainReport report : diary.between(flareAt.plusMillis(1), until.plusMillis(1))) {
      if (SeverePain.atRest(report, sessions)) {
        if (report.nrs() <= baseline + SETTLED) {
          return new FlareSettling(report.at(), lastHigh);
        }
        lastHigh = report.nrs() >= baseline + HIGH ? report.at() : lastHigh;
      }
    }
    return new FlareSettling(null, lastHigh);
  }

  /** Whether the flare had lasted for a week at {@code at} and was still told of lately. */
  public boolean unsettledAt(Instant flareAt, Instant at) {
    boolean open = settledAt == null || settledAt.isAfter(at);
    return open
        && lastHighAt != null
        && !at.isBefore(flareAt.plus(LONG))
        && !lastHighAt.isBefore(at.minus(RECENT));
  }
}
