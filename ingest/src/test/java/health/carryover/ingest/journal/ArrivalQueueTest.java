package health.carryover.ingest.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArrivalQueueTest {
  private static final Duration NOT_AT_ALL = Duration.ZERO;

  private record Bytes(byte[] payload, boolean heldBack) implements Arrival {
    static Bytes of(int size) {
      return new Bytes(new byte[size], false);
    }

    @Override
    public String channel() {
      return "c";
    }

    @Override
    public @Nullable String contentType() {
      return null;
    }

    @Override
    public void acknowledge() {}
  }

  @Test
  void boundedInMessages() throws Exception {
    ArrivalQueue queue = new ArrivalQueue(2, 1_000);
    assertThat(queue.offer(Bytes.of(1), NOT_AT_ALL)).isTrue();
    assertThat(queue.offer(Bytes.of(1), NOT_AT_ALL)).isTrue();
    assertThat(queue.offer(Bytes.of(1), NOT_AT_ALL)).isFalse();
    assertThat(queue.take(1, 1, 1_000, NOT_AT_ALL)).hasSize(1);
    assertThat(queue.offer(Bytes.of(1), NOT_AT_ALL)).isTrue();
  }

  @Test
  void boundedInBytesButOneIsAlwaysLetIn() throws Exception {
    ArrivalQueue queue = new ArrivalQueue(100, 10);
    assertThat(queue.offer(Bytes.of(50), NOT_AT_ALL)).isTrue();
    assertThat(queue.offer(Bytes.of(1), NOT_AT_ALL)).isFalse();
    queue.take(1, 1, 1, NOT_AT_ALL);
    assertThat(queue.offer(Bytes.of(6), NOT_AT_ALL)).isTrue();
    assertThat(queue.offer(Bytes.of(5), NOT_AT_ALL)).isFalse();
    assertThat(queue.offer(Bytes.of(4), NOT_AT_ALL)).isTrue();
  }

  @Test
  void takesAsManyAsAGroupHoldsInOrder() throws Exception {
    ArrivalQueue queue = new ArrivalQueue(100, 1_000);
    List<Bytes> sent = List.of(Bytes.of(4), Bytes.of(4), Bytes.of(4), Bytes.of(4));
    for (Bytes one : sent) {
      queue.offer(one, NOT_AT_ALL);
    }
    assertThat(queue.take(10, 10, 8, NOT_AT_ALL)).containsExactly(sent.get(0), sent.get(1));
    assertThat(queue.take(1, 1, 8, NOT_AT_ALL)).containsExactly(sent.get(2));
    assertThat(queue.take(10, 10, 8, NOT_AT_ALL)).containsExactly(sent.get(3));
    assertThat(queue.take(10, 10, 8, NOT_AT_ALL)).isEmpty();
  }

  @Test
  void closedItGivesWhatWaitsAndTakesNothing() throws Exception {
    ArrivalQueue queue = new ArrivalQueue(100, 1_000);
    queue.offer(Bytes.of(1), NOT_AT_ALL);
    queue.close();
    assertThat(queue.offer(Bytes.of(1), Duration.ofDays(1))).isFalse();
    assertThat(queue.finished()).isFalse();
    assertThat(queue.take(10, 10, 10, Duration.ofDays(1))).hasSize(1);
    assertThat(queue.take(10, 10, 10, Duration.ofDays(1))).isEmpty();
    assertThat(queue.finished()).isTrue();
  }

  @Test
  void whatIsHeldBackGoesAfterTheRestButIsNotKeptWaiting() throws Exception {
    ArrivalQueue queue = new ArrivalQueue(100, 1_000);
    Bytes late = new Bytes(new byte[1], true);
    queue.offerNow(late);
    List<Bytes> live = List.of(Bytes.of(1), Bytes.of(1), Bytes.of(1), Bytes.of(1));
    live.forEach(queue::offerNow);
    assertThat(queue.take(4, 4, 100, NOT_AT_ALL)).containsExactly(live.get(0), live.get(1), late);
    assertThat(queue.take(4, 4, 100, NOT_AT_ALL)).containsExactly(live.get(2), live.get(3));
    queue.offerNow(late);
    queue.offerNow(late);
    queue.offerNow(live.get(0));
    assertThat(queue.take(4, 1, 100, NOT_AT_ALL)).as("few").containsExactly(live.get(0), late);
    queue.offerNow(live.get(0));
    List<Arrival> all = queue.takeAll();
    assertThat(all).containsExactly(live.get(0), late);
    queue.putBack(all);
    assertThat(queue.take(1, 1, 100, NOT_AT_ALL)).containsExactly(live.get(0));
    assertThat(queue.size()).as("one waits, eight are being dealt with").isEqualTo(9);
    queue.done(8);
    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void takesNowWhatThereIsRoomForAndWaitsForNone() {
    ArrivalQueue queue = new ArrivalQueue(2, 10);
    assertThat(queue.offerNow(Bytes.of(6))).isTrue();
    assertThat(queue.offerNow(Bytes.of(5))).as("too many bytes").isFalse();
    assertThat(queue.offerNow(Bytes.of(4))).isTrue();
    assertThat(queue.offerNow(Bytes.of(0))).as("too many").isFalse();
    queue.takeAll();
    queue.close();
    assertThat(queue.offerNow(Bytes.of(1))).as("closed").isFalse();
  }

  @Test
  void whatIsPutBackComesFirstAndCounts() throws Exception {
    ArrivalQueue queue = new ArrivalQueue(10, 10);
    Bytes first = Bytes.of(4);
    Bytes second = Bytes.of(4);
    Bytes third = Bytes.of(2);
    queue.offerNow(first);
    queue.offerNow(second);
    List<Arrival> all = queue.takeAll();
    assertThat(all).containsExactly(first, second);
    queue.offerNow(third);
    queue.putBack(all);
    assertThat(queue.size()).isEqualTo(3);
    assertThat(queue.offerNow(Bytes.of(1))).as("it is full").isFalse();
    assertThat(queue.take(10, 10, 100, NOT_AT_ALL)).containsExactly(first, second, third);
  }
}
