package health.carryover.deploy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveSendersTest {
  private static final long BEGAN = -TimeUnit.SECONDS.toNanos(1);

  private final LiveSenders senders = new LiveSenders();

  private static long seconds(long after) {
    return BEGAN + TimeUnit.SECONDS.toNanos(after);
  }

  @Test
  void nobodyIsLiveBeforeAnybodyWasHeard() {
    assertThat(senders.any(seconds(0))).isFalse();
  }

  @Test
  void whoHasJustConnectedMayBeAboutToUpload() {
    senders.heard(BEGAN, seconds(1));
    assertThat(senders.any(seconds(1))).isFalse();
    senders.heard(BEGAN, seconds(10));
    assertThat(senders.any(seconds(10))).isTrue();
  }

  @Test
  void isRememberedFromOneBatchOfAMinuteToTheNext() {
    senders.heard(BEGAN, seconds(10));
    assertThat(senders.any(seconds(75))).isTrue();
    assertThat(senders.any(seconds(600))).isFalse();
    senders.heard(BEGAN, seconds(700));
    assertThat(senders.any(seconds(700))).isTrue();
  }
}
