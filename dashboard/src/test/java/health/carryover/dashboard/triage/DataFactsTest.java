package health.carryover.dashboard.triage;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.dashboard.triage.Lack.Why;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DataFactsTest {
  private static final Instant NOW = Instant.parse("2026-03-20T12:00:00Z");

  private static DataFacts facts(
      int devices, Instant heardAt, long unsynced, long rejected, Instant sessionEnd) {
    return new DataFacts(
        NOW.minus(Duration.ofDays(30)),
        devices,
        heardAt,
        unsynced,
        rejected,
        sessionEnd,
        0,
        1.0,
        12,
        true);
  }

  @Test
  void nothingIsMissingWhereAllIsKnown() {
    assertThat(facts(2, NOW, 0, 0, NOW.minusSeconds(60)).lacks(NOW)).isEmpty();
  }

  @Test
  void everyReasonIsNamedWithItsNumber() {
    Instant old = NOW.minus(Duration.ofDays(12));
    assertThat(facts(2, NOW.minus(Duration.ofDays(3)), 5, 7, old).lacks(NOW))
        .containsExactly(
            new Lack(Why.DEVICE_SILENT, 3),
            new Lack(Why.NOT_SYNCED, 5),
            new Lack(Why.REJECTED, 7),
            new Lack(Why.NO_SESSION, 12));
    assertThat(facts(0, null, 0, 0, null).lacks(NOW))
        .containsExactly(new Lack(Why.NO_DEVICE, 0), new Lack(Why.NEVER_A_SESSION, 0));
    assertThat(facts(1, null, 0, 0, NOW).lacks(NOW))
        .as("never heard since the patient was added")
        .containsExactly(new Lack(Why.DEVICE_SILENT, 30));
    assertThat(new DataFacts(NOW, 1, NOW, 0, 0, NOW, 3, 0.4, 2, false).lacks(NOW))
        .containsExactly(
            new Lack(Why.SKIPPED, 3),
            new Lack(Why.HEART_RATE_PARTLY, 40),
            new Lack(Why.FEW_SESSIONS, 2));
  }

  @Test
  void silenceBeginsAfterTwoDays() {
    Instant end = NOW.minusSeconds(60);
    Instant justHeard = NOW.minus(DataFacts.SILENT_AFTER).plusMillis(1);
    assertThat(facts(1, justHeard, 0, 0, end).lacks(NOW)).isEmpty();
    assertThat(facts(1, justHeard.minusMillis(1), 0, 0, end).lacks(NOW)).hasSize(1);
  }
}
