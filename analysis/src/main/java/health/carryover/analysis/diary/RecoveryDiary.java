package health.carryover.analysis.diary;

import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.event.RecoveryReport;
import health.carryover.analysis.session.Revised;
import health.carryover.analysis.signal.RobustBaseline;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a patient told about sleep, stress and resting heart rate. A function of the set of reports.
 * Confined to one thread.
 */
public final class RecoveryDiary {
  private static final Duration TOLD = Duration.ofDays(14);

  private final Map<String, Revised<RecoveryReport>> byKey = new HashMap<>();
  private @Nullable List<RecoveryReport> byTime;

  /** Takes a report that came in {@code source}. */
  public void add(RecoveryReport report, ReceivedEvent source) {
    Revised<RecoveryReport> told = new Revised<>(report, source);
    byKey.merge(told.key(), told, (held, newer) -> Revised.newer(held, newer));
    byTime = null;
  }

  /** Forgets reports of before {@code at}. */
  public void forgetBefore(Instant at) {
    if (byKey.values().removeIf(report -> report.event().at().isBefore(at))) {
      byTime = null;
    }
  }

  /** The newest report within the bounds, or empty. */
  public Optional<RecoveryReport> newest(Instant fromInclusive, Instant toInclusive) {
    return byTime().stream()
        .filter(report -> !report.at().isBefore(fromInclusive) && !report.at().isAfter(toInclusive))
        .reduce((earlier, later) -> later);
  }

  /**
   * The resting heart rate before a session that starts at {@code start}.
   *
   * @param ill local days that do not count
   */
  public RestingDays resting(Instant start, ZoneId zone, Set<LocalDate> ill) {
    return RestingDays.before(start, zone, byTime(), ill);
  }

  /** Median of the resting heart rates told in the 14 days before {@code at}, or null. */
  public @Nullable Double toldResting(Instant at) {
    double[] told =
        byTime().stream()
            .filter(report -> !report.at().isAfter(at) && report.at().isAfter(at.minus(TOLD)))
            .map(RecoveryReport::restingBpm)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .toArray();
    return told.length == 0 ? null : (Double) RobustBaseline.medianOf(told);
  }

  /** When anything was told within the bounds, by time. */
  public List<Instant> toldBetween(Instant fromInclusive, Instant toExclusive) {
    return byTime().stream()
        .map(RecoveryReport::at)
        .filter(at -> !at.isBefore(fromInclusive) && at.isBefore(toExclusive))
        .toList();
  }

  /** The reports that count, by time, for snapshots. */
  public List<ReceivedEvent> reports() {
    return byKey.values().stream()
        .sorted(Comparator.comparing(report -> report.event().at()))
        .map(Revised::source)
        .toList();
  }

  private List<RecoveryReport> byTime() {
    List<RecoveryReport> sorted = byTime;
    if (sorted == null) {
      sorted =
          byKey.values().stream()
              .map(Revised::event)
              .sorted(
                  Comparator.comparing(RecoveryReport::at).thenComparing(RecoveryReport::toString))
              .toList();
      byTime = sorted;
    }
    return sorted;
  }
}
