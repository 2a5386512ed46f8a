package health.carryover.analysis.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What erasure does wherever heart rate is. */
public abstract class TelemetryErasureContract {
  private static final long T = Instant.parse("2026-03-02T08:00:00Z").toEpochMilli();

  /** New, empty telemetry. */
  protected abstract Telemetry create();

  /** What empties the telemetry that was created last. */
  protected abstract TelemetryErasure erasure();

  @Test
  void onePersonsReadingsAreGoneAndTheOthersStay() {
    Telemetry telemetry = create();
    TelemetryErasure erasure = erasure();
    assertThat(erasure.erase("nobody")).isZero();
    telemetry.append(
        List.of(
            block(1, "p-1", "d-1", T),
            block(2, "p-2", "d-2", T),
            // A week that another shard of a server may hold.
            block(3, "p-1", "d-3", T - 30L * 86_400_000)));
    assertThat(erasure.left("p-1")).isEqualTo(4);
    assertThat(erasure.erase("p-1")).isEqualTo(4);
    assertThat(erasure.left("p-1")).isZero();
    assertThat(telemetry.readings("p-1", Instant.MIN, Instant.MAX)).isEmpty();
    assertThat(telemetry.readings("p-2", Instant.MIN, Instant.MAX)).hasSize(2);
    assertThat(erasure.left("p-2")).isEqualTo(2);
    telemetry.append(List.of(block(4, "p-1", "d-1", T)));
    assertThat(erasure.left("p-1")).as("the pseudonym may be used again").isEqualTo(2);
  }

  private static Telemetry.Block block(long sequence, String patient, String device, long at) {
    return new Telemetry.Block(
        sequence, patient, device, new long[] {at, at + 1_000}, new float[] {90, 91});
  }
}
