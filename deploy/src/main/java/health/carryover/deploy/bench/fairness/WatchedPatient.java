package health.carryover.deploy.bench.fairness;

import health.carryover.analysis.event.Condition;
import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.deploy.service.CarryoverService;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;

/** A patient whose heart rate above the ceiling is an alert at once. */
public final class WatchedPatient {
  private static final double CEILING_BPM = 140;

  private WatchedPatient() {}

  /** Gives {@code device} to a new patient and waits until the profile is durable. */
  public static void enrol(CarryoverService service, String clinic, String device, String patient) {
    service.enrolments().enrol(clinic, device, patient, Instant.EPOCH);
    tell(service, clinic, patient, Instant.now()).join();
  }

  /**
   * Says who {@code patient} is.
   *
   * @param now the service's time
   * @return done when it is durable
   */
  public static CompletableFuture<Void> tell(
      CarryoverService service, String clinic, String patient, Instant now) {
    return service
        .intake()
        .profile(
            clinic,
            patient,
            new ProfileChange(
                now.minus(Duration.ofDays(30)),
                ZoneOffset.UTC,
                ProfileChange.Sex.FEMALE,
                1970,
                62.0,
                172.0,
                ProfileChange.HeartRateReliability.RELIABLE,
                Condition.OTHER,
                LoadCurrency.BANISTER_TRIMP,
                40.0,
                CEILING_BPM))
        .toCompletableFuture();
  }
}
