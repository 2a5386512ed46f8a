package health.carryover.analysis;

import health.carryover.analysis.course.CoursePoint;
import health.carryover.analysis.diary.RecoveryDiary;
import health.carryover.analysis.event.RecoveryReport;
import health.carryover.analysis.mechanism.Evidence;
import health.carryover.analysis.mechanism.Evidence.State;
import health.carryover.analysis.mechanism.RecoverySigns;
import health.carryover.analysis.response.PainResponse;
import health.carryover.analysis.signal.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Gathers what tells the four explanations apart. Pure. */
final class MechanismEvidence {
  private static final Duration DAY = Duration.ofHours(24);
  private static final double WIDE_REBOUND = 4;
  private static final double MINUTES_PER_HOUR = 60;

  private MechanismEvidence() {}

  /**
   * The evidence around one session.
   *
   * @param strain whether heart rate showed strain, or unknown
   * @param earlierStarts starts of the patient's earlier sessions, oldest first
   */
  static Map<Evidence, State> of(
      Instant start,
      PainResponse response,
      CoursePoint point,
      State strain,
      RecoveryDiary recovery,
      List<Instant> earlierStarts) {
    Map<Evidence, State> evidence = new EnumMap<>(Evidence.class);
    Double over = point.overTolerance();
    evidence.put(
        Evidence.LOAD_OVER_TOLERANCE,
        over == null || !point.enoughBefore() ? State.UNKNOWN : Evidence.ofOverTolerance(over));
    evidence.put(
        Evidence.LOAD_INDEPENDENT,
        point.completeSessions() == 0
            ? State.UNKNOWN
            : Evidence.ofLoadIndependent(point.loadIndependent()));
    evidence.put(Evidence.HEART_RATE_STRAIN, strain);
    evidence.put(Evidence.POOR_RECOVERY, signs(start, recovery, earlierStarts).state());
    Double rebound = response.rebound();
    evidence.put(
        Evidence.WIDE_REBOUND,
        rebound == null ? State.UNKNOWN : rebound >= WIDE_REBOUND ? State.PRESENT : State.ABSENT);
    return evidence;
  }

  private static RecoverySigns signs(
      Instant start, RecoveryDiary recovery, List<Instant> earlierStarts) {
    Optional<RecoveryReport> report = recovery.newest(start.minus(DAY), start);
    Signal resting = recovery.restingDistance(start.minus(DAY), start);
    OptionalDouble z = resting.value();
    return new RecoverySigns(
        report.map(RecoveryReport::sleepQuality).orElse(null),
        report.map(RecoveryReport::sleepHours).orElse(null),
        report.map(RecoveryReport::stress).orElse(null),
        lastGapHours(start, earlierStarts),
        usualGapHours(earlierStarts),
        z.isPresent() ? (Double) z.getAsDouble() : null);
  }

  private static @Nullable Double lastGapHours(Instant start, List<Instant> earlier) {
    return earlier.isEmpty() ? null : (Double) hours(earlier.get(earlier.size() - 1), start);
  }

  /** Median hours between the earlier sessions; null before the third. */
  private static @Nullable Double usualGapHours(List<Instant> earlier) {
    if (earlier.size() < 3) {
      return null;
    }
    double[] gaps = new double[earlier.size() - 1];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = hours(earlier.get(i), earlier.get(i + 1));
    }
    Arrays.sort(gaps);
    return (gaps[(gaps.length - 1) / 2] + gaps[gaps.length / 2]) / 2;
  }

  private static double hours(Instant from, Instant to) {
    return Duration.between(from, to).toMinutes() / MINUTES_PER_HOUR;
  }
}
