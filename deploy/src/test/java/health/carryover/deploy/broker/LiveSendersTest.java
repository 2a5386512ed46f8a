package health.carryover.deploy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.deploy.broker.LiveSenders.Sender;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveSendersTest {
  private static final long BEGAN = -TimeUnit.SECONDS.toNanos(1);

  private final LiveSenders senders = new LiveSenders();
  private final Sender one = senders.connected(BEGAN);
  private final Sender other = senders.connected(BEGAN);

  private static long seconds(long after) {
    return BEGAN + TimeUnit.SECONDS.toNanos(after);
  }

  @Test
  void nobodyIsLiveBeforeAnybodyWasHeard() {
    assertThat(senders.any(seconds(0))).isFalse();
  }

  @Test
  void whoHasJustConnectedMayBeAboutToUpload() {
    senders.heard(one, seconds(1));
    assertThat(senders.any(seconds(1))).isFalse();
    senders.heard(one, seconds(10));
    assertThat(senders.any(seconds(10))).isTrue();
  }

  @Test
  void isRememberedFromOneBatchOfAMinuteToTheNext() {
    senders.heard(one, seconds(10));
    assertThat(senders.any(seconds(75))).isTrue();
    assertThat(senders.any(seconds(600))).isFalse();
    senders.heard(one, seconds(700));
    assertThat(senders.any(seconds(700))).isTrue();
  }

  @Test
  void whoUploadsAfterALongSilenceIsNotLive() {
    senders.heard(one, seconds(10));
    senders.uploads(one);
    assertThat(senders.any(seconds(11))).isFalse();
    senders.heard(one, seconds(60));
    assertThat(senders.any(seconds(60))).as("the upload is over").isTrue();
  }

  @Test
  void anUploadSaysNothingOfTheOthers() {
    senders.heard(one, seconds(10));
    senders.heard(other, seconds(11));
    senders.uploads(one);
    assertThat(senders.any(seconds(100))).isTrue();
    senders.heard(one, seconds(100));
    assertThat(senders.any(seconds(102))).as("one heard after the other").isTrue();
    senders.uploads(one);
    assertThat(senders.any(seconds(102))).isFalse();
  }
}
