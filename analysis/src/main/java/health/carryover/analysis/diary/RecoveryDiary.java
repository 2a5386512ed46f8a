package health.carryover.analysis.diary;

import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.event.RecoveryReport;
import health.carryover.analysis.session.Revised;
import health.carryover.analysis.signal.RestingHeartRate;
import health.carryover.analysis.signal.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a patient told about sleep, stress and resting heart rate. A function of the set of reports.
 * Confined to one thread.
 */
public final class RecoveryDiary {
  private static final Duration BASELINE = Duration.ofDays(28);
  private static final int MOST_EARLIER = 28;

  private final Map<String, Revised<RecoveryReport>> byKey = new HashMap<>();

  /** Takes a report that came in {@code source}. */
  public void add(RecoveryReport report, ReceivedEvent source) {
    String key =
        source.reportId() == null
            ? "at " + report.at()
            : "id " + source.device() + " " + source.reportId();
    byKey.merge(key, new Revised<>(report, source), (held, newer) -> Revised.newer(held, newer));
  }

  /** Forgets reports of before {@code at}. */
  public void forgetBefore(Instant at) {
    byKey.values().removeIf(report -> report.event().at().isBefore(at));
  }

  /** The newest report within the bounds, or empty. */
  public Optional<RecoveryReport> newest(Instant fromInclusive, Instant toInclusive) {
    return byTime().stream()
        .filter(report -> !report.at().isBefore(fromInclusive) && !report.at().isAfter(toInclusive))
        .reduce((earlier, later) -> later);
  }

  /**
   * Distance of the newest resting heart rate within the bounds from the patient's own last 28
   * days, or why there is none.
   */
  public Signal restingDistance(Instant fromInclusive, Instant toInclusive) {
    Double today = null;
    List<Double> earlier = new ArrayList<>();
    for (RecoveryReport report : byTime()) {
      Double resting = report.restingBpm();
      if (resting == null || report.at().isAfter(toInclusive)) {
        continue;
      }
      if (!report.at().isBefore(fromInclusive)) {
        if (today != null) {
          earlier.add(today);
        }
        today = resting;
      } else if (!report.at().isBefore(fromInclusive.minus(BASELINE))) {
        earlier.add(resting);
      }
    }
    if (today == null) {
      return Signal.lacking(Signal.Lack.TOO_FEW_SAMPLES);
    }
    List<Double> newest =
        earlier.subList(Math.max(0, earlier.size() - MOST_EARLIER), earlier.size());
    return RestingHeartRate.z(today, newest.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The reports that count, by time, for snapshots. */
  public List<ReceivedEvent> reports() {
    return byKey.values().stream()
        .sorted(Comparator.comparing(report -> report.event().at()))
        .map(Revised::source)
        .toList();
  }

  private List<RecoveryReport> byTime() {
    return byKey.values().stream()
        .map(Revised::event)
        .sorted(Comparator.comparing(RecoveryReport::at).thenComparing(RecoveryReport::toString))
        .toList();
  }
}
