package health.carryover.analysis;

import health.carryover.analysis.TrackedSession.View;
import health.carryover.analysis.course.CoursePoint;
import health.carryover.analysis.diary.RecoveryDiary;
import health.carryover.analysis.diary.RestingDays;
import health.carryover.analysis.event.RecoveryReport;
import health.carryover.analysis.mechanism.Evidence;
import health.carryover.analysis.mechanism.Evidence.State;
import health.carryover.analysis.mechanism.RecoverySigns;
import health.carryover.analysis.mechanism.WideRebound;
import health.carryover.analysis.signal.FatigueSignature.Finding;
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
  private static final double FLARE = 2;
  private static final double NOISE = 1;
  private static final double MINUTES_PER_HOUR = 60;

  private MechanismEvidence() {}

  /**
   * The evidence around one session.
   *
   * @param fatigue what the heart rate of the last sessions of the template says
   * @param earlierStarts starts of the patient's earlier sessions, oldest first
   */
  static Map<Evidence, State> of(
      View view,
      CoursePoint point,
      Finding fatigue,
      RestingDays resting,
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
    evidence.put(
        Evidence.HEART_RATE_STRAIN,
        switch (fatigue) {
          case PRESENT -> State.PRESENT;
          case ABSENT -> State.ABSENT;
          case UNKNOWN -> State.UNKNOWN;
        });
    Instant start = view.assembled().start();
    evidence.put(Evidence.POOR_RECOVERY, signs(start, resting, recovery, earlierStarts).state());
    evidence.put(
        Evidence.WIDE_REBOUND,
        new WideRebound(
                view.response().rebound(), longerThanTwoDays(view), view.aftermath().spreading())
            .state());
    return evidence;
  }

  /** Whether a rebound was still there two days later; null while that is not told. */
  private static @Nullable Boolean longerThanTwoDays(View view) {
    Double rebound = view.response().rebound();
    Double baseline = view.baseline();
    if (rebound != null && rebound < FLARE) {
      return false;
    }
    if (rebound == null || baseline == null) {
      return null;
    }
    Double later = view.aftermath().after48Hours();
    if (later != null) {
      return later - baseline >= FLARE;
    }
    Double lowest = view.aftermath().lowestLater();
    boolean cameDown = lowest != null && lowest <= baseline + NOISE;
    return cameDown ? Boolean.FALSE : null;
  }

  private static RecoverySigns signs(
      Instant start, RestingDays resting, RecoveryDiary recovery, List<Instant> earlierStarts) {
    Optional<RecoveryReport> report = recovery.newest(start.minus(DAY), start);
    OptionalDouble z = resting.z().value();
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
