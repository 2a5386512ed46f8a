package health.carryover.deploy.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What becomes of a patient's answers on their way to the phone, and the answers of a morning. */
record Reporting(SimulatedPatient patient) {
  private static final int SHORTEST_DELAY_SECONDS = (int) Duration.ofHours(2).toSeconds();
  private static final int DELAY_SPREAD_SECONDS = (int) Duration.ofHours(8).toSeconds();

  /** The messages that are really sent for {@code report}: none, one or two, perhaps late. */
  List<DeviceMessage> sent(DeviceMessage report, Random random) {
    ReportingHabits habits = patient.habits();
    List<DeviceMessage> sent = new ArrayList<>();
    boolean missing = random.nextDouble() < habits.missing();
    boolean late = random.nextDouble() < habits.late();
    boolean twice = random.nextDouble() < habits.twice();
    int delay = SHORTEST_DELAY_SECONDS + random.nextInt(DELAY_SPREAD_SECONDS);
    if (!missing) {
      DeviceMessage first = late ? report.sentAt(report.sendAt().plusSeconds(delay)) : report;
      sent.add(first);
      if (twice) {
        sent.add(first.sentAt(first.sendAt().plusSeconds(30)));
      }
    }
    return sent;
  }

  /** How the night was. */
  DeviceMessage recovery(Instant at, Random random) {
    double sleep = Math.max(4, Math.min(9.5, 7.2 + 0.9 * random.nextGaussian()));
    Map<String, @Nullable Object> payload = new LinkedHashMap<>();
    payload.put("id", patient.phone() + "-recovery-" + at.getEpochSecond());
    payload.put("at", at.toString());
    payload.put("sleepHours", Math.round(sleep * 2) / 2.0);
    payload.put("sleepQuality", sleep < 6 ? 3 : 6 + random.nextInt(3));
    payload.put("stress", 2 + random.nextInt(sleep < 6 ? 6 : 3));
    payload.put("nutrition", 6 + random.nextInt(3));
    payload.put("restingHr", Math.round(patient.restBpm() + 1.5 * random.nextGaussian()));
    return new DeviceMessage(at, patient.phone(), "recovery", payload);
  }
}
