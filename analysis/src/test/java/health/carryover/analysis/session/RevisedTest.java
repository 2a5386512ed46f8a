package health.carryover.analysis.session;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.event.ReceivedEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevisedTest {
  private static final Instant AT = Instant.parse("2026-03-02T08:00:00Z");

  @ParameterizedTest
  @CsvSource({
    // held boot, held sequence, held second; next boot, next sequence, next second; what counts
    "b1,5,0, b1,6,1, next",
    "b1,5,0, b1,4,1, held",
    "b1,5,0, b1,5,1, next",
    "b1,5,0, b2,1,1, next",
    "b1,5,1, b2,9,0, held",
    ",5,0,   ,4,1,   held",
    "b1,5,0, ,4,1,   next",
    "b1,,0,  b1,4,1, next",
  })
  void theCounterDecidesWithinOneBootAndTheReceiptOtherwise(
      @Nullable String heldBoot,
      @Nullable Long heldSequence,
      long heldSecond,
      @Nullable String nextBoot,
      @Nullable Long nextSequence,
      long nextSecond,
      String counts) {
    var held = revision("d1", heldBoot, heldSequence, heldSecond);
    var next = revision("d1", nextBoot, nextSequence, nextSecond);
    assertThat(Revised.newer(held, next)).isSameAs(counts.equals("next") ? next : held);
  }

  @Test
  void countersOfTwoDevicesDoNotCompare() {
    var held = revision("watch", "b1", 900L, 0);
    var next = revision("phone", "b1", 2L, 1);
    assertThat(Revised.newer(held, next)).isSameAs(next);
  }

  private static Revised<PainReport> revision(
      String device, @Nullable String boot, @Nullable Long sequence, long second) {
    PainReport pain = new PainReport(AT, 4, null, null, null, null);
    return new Revised<>(
        pain, new ReceivedEvent(pain, device, AT.plusSeconds(second), "r-1", boot, sequence));
  }
}
