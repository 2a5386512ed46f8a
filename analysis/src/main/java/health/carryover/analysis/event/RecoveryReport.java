package health.carryover.analysis.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the patient recovered. Everything but the time may be absent.
 *
 * @param sleepHours hours slept, 0 to 24
 * @param sleepQuality 0 (worst) to 10
 * @param stress 0 (none) to 10
 * @param nutrition 0 (worst) to 10
 * @param restingBpm resting heart rate in beats per minute
 */
public record RecoveryReport(
    Instant at,
    @Nullable Double sleepHours,
    @Nullable Double sleepQuality,
    @Nullable Double stress,
    @Nullable Double nutrition,
    @Nullable Double restingBpm)
    implements PatientEvent {

  public RecoveryReport {
    if (sleepHours != null && !(sleepHours >= 0 && sleepHours <= 24)) {
      throw new IllegalArgumentException("sleepHours must be within 0 and 24");
    }
    Scales.requireZeroToTen(sleepQuality, "sleepQuality");
    Scales.requireZeroToTen(stress, "stress");
    Scales.requireZeroToTen(nutrition, "nutrition");
    if (restingBpm != null && !HeartRateSamples.isReading(restingBpm)) {
      throw new IllegalArgumentException("restingHr is no heart-rate reading");
    }
  }

  @Override
  public Instant observedAt() {
    return at;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.recovery(this);
  }
}
