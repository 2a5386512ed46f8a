package health.carryover.deploy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who waits and who does not, at the broker alone. */
class UploadPacingTest {
  private static final int HELD_BACK = 40;
  private static final int MANY = 1_000_000;
  private static final String UP = "carryover/v1/c/%s/up/heart-rate";

  @TempDir Path folder;

  @Test
  void whoUploadsWaitsForRoomAndWhoIsLiveDoesNot() throws Exception {
    AtomicInteger room = new AtomicInteger();
    AtomicInteger uploaded = new AtomicInteger();
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(BrokerSettings.local(0, folder), BrokerAccess.anyoneOnThisMachine())) {
      broker.paceUploads(Set.of("reader"), live -> room.get());
      try (RawClient reader = RawClient.connect(broker.port(), "reader", null, null);
          RawClient phone = RawClient.connect(broker.port(), "phone", null, null);
          RawClient watch = RawClient.connect(broker.port(), "watch", null, null)) {
        assertThat(reader.subscribe("carryover/v1/+/+/up/+")).isTrue();
        CompletableFuture<Void> upload = CompletableFuture.runAsync(() -> upload(phone, uploaded));
        until(() -> broker.paused() == 1);
        assertThat(watch.publish(UP.formatted("watch"))).isTrue();
        assertThat(watch.publish(UP.formatted("watch"))).isTrue();
        assertThat(uploaded).as("the phone waits meanwhile").hasValueLessThan(HELD_BACK);
        room.set(1_000);
        upload.get(1, TimeUnit.MINUTES);
        until(() -> broker.paused() == 0);
        for (int message = 0; message < HELD_BACK + 2; message++) {
          reader.take();
        }
      }
    }
  }

  @Test
  void nothingOvertakesWhatItsOwnDeviceSentBefore() throws Exception {
    try (UploadPacing pacing = new UploadPacing(Set.of(), live -> 1_000)) {
      UploadPacing.Share waiting = shareThatIsSpent(pacing);
      UploadPacing.Share other = shareThatIsSpent(pacing);
      other.answered(MANY);
      until(() -> isLet(other));
      assertThat(waiting.came(0, true)).as("its share would allow it as well").isTrue();
      waiting.answered(MANY);
      until(() -> isLet(waiting));
    }
  }

  private static UploadPacing.Share shareThatIsSpent(UploadPacing pacing) {
    UploadPacing.Share share = Objects.requireNonNull(pacing.join(new EmbeddedChannel(), "phone"));
    assertThat(share.came(0, true)).as("within its share").isFalse();
    boolean heldBack = false;
    while (!heldBack) {
      heldBack = share.came(0, true);
    }
    return share;
  }

  private static boolean isLet(UploadPacing.Share share) {
    boolean heldBack = share.came(0, true);
    share.answered(1);
    return !heldBack;
  }

  private static void upload(RawClient phone, AtomicInteger uploaded) {
    try {
      for (int message = 0; message < HELD_BACK; message++) {
        assertThat(phone.publish(UP.formatted("phone"))).isTrue();
        uploaded.incrementAndGet();
      }
    } catch (Exception e) {
      throw new AssertionError("the upload ended", e);
    }
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    long giveUpAt = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within a minute").isLessThan(giveUpAt);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
