package health.carryover.deploy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LineLengthTest {
  private static final long MILLI = 1_000_000;
  private static final Duration WAITING = Duration.ofMillis(12);

  private final LineLength line = new LineLength(16, 128);
  private long left;
  private long nanos;

  @Test
  void isTheRateTimesTheWaitingWithinItsBounds() {
    assertThat(line.places(0, 0, WAITING)).isEqualTo(16);
    assertThat(after(10, 4_000)).isEqualTo(48);
    assertThat(after(10, 500)).as("500 a second: 6 would do").isEqualTo(16);
    assertThat(after(10, 50_000)).isEqualTo(128);
    assertThat(after(10, 0)).isEqualTo(16);
  }

  @Test
  void isLongerWhereMoreWaitingIsAllowed() {
    after(10, 1_000);
    assertThat(line.places(left, nanos + MILLI, WAITING.multipliedBy(5))).isBetween(55, 65);
  }

  @Test
  void followsWithinSecondsAndNotAtOnce() {
    after(10, 2_000);
    assertThat(after(1, 6_000)).isBetween(40, 66);
  }

  @Test
  void aCountThatBeginsAnewSaysNothing() {
    after(10, 4_000);
    left = 0;
    assertThat(line.places(0, nanos + MILLI, WAITING)).isBetween(40, 48);
  }

  /** What it says after so many seconds at that rate, looked at every millisecond. */
  private int after(int seconds, int perSecond) {
    int places = 0;
    long begun = left;
    for (long millis = 1; millis <= seconds * 1_000L; millis++) {
      nanos += MILLI;
      left = begun + millis * perSecond / 1_000;
      places = line.places(left, nanos, WAITING);
    }
    return places;
  }
}
