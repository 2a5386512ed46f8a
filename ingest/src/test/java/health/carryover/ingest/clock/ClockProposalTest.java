package health.carryover.ingest.clock;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.ingest.clock.ClockProposal.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockProposalTest {
  private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "2026-03-02T11:59:30, +00:00",
    "2026-03-02T12:59:58, +01:00",
    "2026-03-02T17:29:00, +05:30",
    "2026-03-02T17:44:00, +05:45",
    "2026-03-02T06:56:00, -05:00",
    "2026-03-02T12:52:00, ''",
    "2026-03-03T12:00:00, ''",
    "2026-02-20T12:00:00, ''",
  })
  void anOffsetIsProposedForWhatCameLive(String local, String offset) {
    assertThat(ClockProposal.offset(Instant.parse(local + "Z"), NOW).orElse("")).isEqualTo(offset);
  }

  @Test
  void lostWeeksOfASatelliteReceiverAreExact() {
    Duration lost = Duration.ofDays(7_168);
    Told one = new Told(NOW.minus(lost).minusSeconds(7_000), NOW);
    assertThat(ClockProposal.shift(one, List.of(one))).isEqualTo(lost);
  }

  @Test
  void theSmallestLagOfTheRunCountsAndAnotherClockDoesNot() {
    Told late = new Told(Instant.EPOCH, NOW);
    Told live = new Told(Instant.EPOCH.plusSeconds(3_600), NOW.plusMillis(700));
    Told other = new Told(Instant.parse("2036-02-07T06:28:16Z"), NOW);
    assertThat(ClockProposal.shift(late, List.of(late, live, other)))
        .isEqualTo(Duration.between(Instant.EPOCH, NOW).minusSeconds(3_600));
  }
}
