package health.carryover.analysis;

import health.carryover.analysis.TrackedSession.View;
import health.carryover.analysis.course.CourseBasis;
import health.carryover.analysis.course.SessionLoads;
import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.load.HeartRateEstimate;
import health.carryover.analysis.load.HeartRateLoad;
import health.carryover.analysis.load.HeartRateReference;
import health.carryover.analysis.load.LoadBasis;
import health.carryover.analysis.outcome.Assessment;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The load of a session as it is told, with where its references come from. Pure. */
final class AssessedLoad {
  private AssessedLoad() {}

  static Assessment.Load of(View view, SessionLoads loads) {
    HeartRateLoad measured = loads.heartRate().load();
    Double sessionRpe = loads.sessionRpe();
    String quality = measured.quality().name().toLowerCase(Locale.ROOT);
    return switch (view.basis().currency()) {
      case BANISTER_TRIMP -> of(view, measured.formula(), measured.banister(), quality, loads);
      case EDWARDS -> of(view, "edwards-1993", measured.edwards(), quality, loads);
      case SESSION_RPE ->
          of(
              view,
              "foster-1998-session-rpe",
              sessionRpe,
              sessionRpe == null ? "insufficient" : "good",
              loads);
    };
  }

  private static Assessment.Load of(
      View view, String formula, @Nullable Double value, String quality, SessionLoads loads) {
    HeartRateLoad measured = loads.heartRate().load();
    HeartRateReference reference = view.references().basis().reference();
    return new Assessment.Load(
        view.basis().currency(),
        formula,
        value,
        quality,
        measured.banister(),
        measured.edwards(),
        loads.sessionRpe(),
        source(view.references().rest()),
        source(view.references().maximum()),
        value == null ? null : moved(view, loads, 1),
        value == null ? null : moved(view, loads, -1),
        reference == null ? null : (Double) reference.restBpm(),
        reference == null ? null : (Double) reference.maxBpm());
  }

  /** The value if an estimated maximum lay that many standard deviations off; null if measured. */
  private static @Nullable Double moved(View view, SessionLoads loads, double deviations) {
    LoadBasis basis = view.references().withMaximumMoved(deviations);
    if (basis == null || view.basis().currency() == LoadCurrency.SESSION_RPE) {
      return null;
    }
    Double raw =
        SessionLoads.raw(
            new CourseBasis(view.basis().currency(), basis, null),
            loads.heartRate().distribution());
    return raw == null ? null : (Double) (raw / loads.heartRate().load().coverage());
  }

  private static @Nullable String source(@Nullable HeartRateEstimate estimate) {
    if (estimate == null) {
      return null;
    }
    return switch (estimate.source()) {
      case MEASURED_MAXIMUM, MEASURED_REST -> "measured";
      case WEARABLE_MAXIMUM -> "wearable";
      case WEARABLE_REST -> "told-14-days";
      case ROLLING_REST -> "lowest-5-minutes";
      case AGE_FORMULA -> "age-formula";
      case BETA_BLOCKER_FORMULA -> "beta-blocker-formula";
    };
  }
}
