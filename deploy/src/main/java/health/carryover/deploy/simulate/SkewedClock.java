package health.carryover.deploy.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import health.carryover.deploy.simulate.Sending.Use;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A device whose clock is behind sends live until the installation says that it corrects it. That
 * takes more than a minute, since only live messages prove it. Confined to one thread.
 */
final class SkewedClock {
  private static final Duration BEHIND = Duration.ofSeconds(45);
  private static final Duration LEAST = Duration.ofSeconds(30);
  private static final Duration APART = Duration.ofMillis(5_500);
  private static final Duration PROOF = Duration.ofMinutes(2);
  private static final int BPM = 72;

  private final Installation installation;
  private final SimulatedDevice device;
  private final String id;

  /**
   * @param id of {@code device}
   */
  SkewedClock(Installation installation, SimulatedDevice device, String id) {
    this.installation = installation;
    this.device = device;
    this.id = id;
  }

  /** Sends until it is corrected, at most {@code patience} longer than the proof may take. */
  Check check(Duration patience) throws IOException, InterruptedException {
    long giveUpAt = System.nanoTime() + PROOF.plus(patience).toNanos();
    Duration shift = Duration.ZERO;
    while (shift.compareTo(LEAST) < 0 && System.nanoTime() < giveUpAt) {
      device.send(List.of(reading(Instant.now().minus(BEHIND))));
      TimeUnit.MILLISECONDS.sleep(APART.toMillis());
      shift = shift();
    }
    return new Check(
        "clock-corrected",
        "a clock that is %d s behind is found out and corrected".formatted(BEHIND.toSeconds()),
        shift.compareTo(LEAST) >= 0 && shift.compareTo(BEHIND.plus(LEAST)) < 0,
        "%d s are added".formatted(shift.toSeconds()));
  }

  private static Sending reading(Instant at) {
    String payload = "{\"at\":\"" + at + "\",\"bpm\":" + BPM + "}";
    return new Sending(0, "heart-rate", payload, List.of(), Use.ACCEPTED);
  }

  private Duration shift() throws IOException, InterruptedException {
    for (JsonNode listed : installation.get("/api/v1/devices").path("devices")) {
      if (listed.path("device").asText().equals(id)) {
        return Duration.ofMillis(listed.path("clockShiftMs").asLong());
      }
    }
    return Duration.ZERO;
  }
}
