package health.carryover.dashboard.careplan;

import health.carryover.analysis.careplan.CarePlan;
import health.carryover.analysis.careplan.CarePlanVersion;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.port.CarePlans;
import health.carryover.analysis.port.CarePlans.Draft;
import health.carryover.analysis.port.CarePlans.Saved;
import health.carryover.analysis.port.CarePlans.Unsent;
import health.carryover.analysis.port.Intake;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Saves care plans and tells the patient's monitor of them through the journal. A version is saved
 * first; the journal is told under a name that is the version's own, so that telling it twice is
 * telling it once, and what it could not be told is told later. Any thread; saving and reading
 * block.
 */
public final class CarePlanDesk {
  private static final int AT_ONCE = 100;

  private final CarePlans plans;
  private final Intake intake;
  private final InstantSource clock;

  public CarePlanDesk(CarePlans plans, Intake intake, InstantSource clock) {
    this.plans = plans;
    this.intake = intake;
    this.clock = clock;
  }

  /** Every version of a patient, oldest first. */
  public List<CarePlanVersion> versions(String patient) {
    return plans.versions(patient);
  }

  /** As {@link CarePlans#save}; the journal is not told yet. */
  public Optional<Saved> save(String patient, Draft draft) {
    return plans.save(patient, draft);
  }

  /**
   * Tells the journal.
   *
   * @return completes with whether it knows; if not, it is told later
   */
  public CompletionStage<Boolean> send(String clinic, String patient, CarePlanVersion version) {
    Optional<ProfileChange> told = CarePlan.told(version);
    if (told.isEmpty()) {
      plans.sent(patient, version.number(), clock.instant());
      return CompletableFuture.completedFuture(true);
    }
    return intake
        .profile(clinic, patient, "care-plan-" + version.number(), told.get())
        .handle(
            (durable, failure) -> {
              if (failure == null) {
                plans.sent(patient, version.number(), clock.instant());
              }
              return failure == null;
            });
  }

  /** Tells the journal what it could not be told before. */
  public void sendWaiting() {
    for (Unsent unsent : plans.unsent(AT_ONCE)) {
      send(unsent.clinic(), unsent.patient(), unsent.version());
    }
  }
}
