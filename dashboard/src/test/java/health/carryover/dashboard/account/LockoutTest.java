package health.carryover.dashboard.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockoutTest {
  private static final Instant T = Instant.parse("2026-03-02T09:00:00Z");

  private final Lockout lockout = new Lockout(2, Duration.ofSeconds(30), Duration.ofMinutes(5));

  @Test
  void everyFailureBeyondTheFreeOnesDoublesTheWaitUpToTheLongest() {
    List<Long> waits = new ArrayList<>();
    Instant now = T;
    for (int i = 0; i < 9; i++) {
      lockout.begin("ada", now);
      Duration wait = lockout.wait("ada", now);
      waits.add(wait.toSeconds());
      now = now.plus(wait);
      assertThat(lockout.wait("ada", now)).isZero();
    }
    assertThat(waits).containsExactly(0L, 0L, 30L, 60L, 120L, 240L, 300L, 300L, 300L);
    assertThat(lockout.wait("ben", now)).as("nobody else waits").isZero();
  }

  @Test
  void successStartsAnewAndSoDoesAnHourOfSilence() {
    for (int i = 0; i < 3; i++) {
      lockout.begin("ada", T);
    }
    lockout.forget("ada");
    assertThat(lockout.wait("ada", T)).isZero();
    for (int i = 0; i < 4; i++) {
      lockout.begin("ada", T);
    }
    assertThat(lockout.wait("ada", T)).isEqualTo(Duration.ofSeconds(60));
    lockout.begin("ada", T.plus(Duration.ofHours(1)));
    assertThat(lockout.wait("ada", T.plus(Duration.ofHours(1)))).isZero();
  }

  @Test
  void whatIsTakenBackCountsNothing() {
    for (int i = 0; i < 100; i++) {
      lockout.begin("address", T);
      lockout.takeBack("address");
    }
    lockout.begin("address", T);
    lockout.begin("address", T);
    assertThat(lockout.wait("address", T)).isZero();
    lockout.begin("address", T);
    assertThat(lockout.wait("address", T)).isEqualTo(Duration.ofSeconds(30));
  }
}
