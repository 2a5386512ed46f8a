package health.carryover.ingest.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.carryover.analysis.port.Journal.Appended;
import health.carryover.analysis.port.JournalEntry;
import health.carryover.ingest.codec.CodecSettings;
import health.carryover.ingest.codec.Decoded;
import health.carryover.ingest.codec.MessageCodec;
import health.carryover.ingest.journal.DurableGroup.Understood;
import health.carryover.ingest.shard.DurableMessages;
import health.carryover.ingest.shard.PatientMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DurableDeliveryTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration NOT_LONG = Duration.ofMillis(20);

  private final List<String> happened = new CopyOnWriteArrayList<>();
  private final AtomicInteger done = new AtomicInteger();
  private final CountDownLatch room = new CountDownLatch(1);
  private boolean full;
  private boolean broken;
  private final DurableDelivery delivery =
      new DurableDelivery(
          new Shards(), new WriterMetrics(new SimpleMeterRegistry(), () -> 0), done::addAndGet);

  @AfterEach
  void end() throws InterruptedException {
    room.countDown();
    delivery.finish(PATIENCE);
  }

  /** Shards that note what they are told. */
  private final class Shards implements DurableMessages {
    @Override
    public boolean offer(PatientMessage message) throws InterruptedException {
      if (broken) {
        throw new IllegalStateException("a shard that is broken");
      }
      if (full) {
        room.await();
      }
      happened.add("message " + message.sequence());
      return true;
    }

    @Override
    public void handedThrough(long sequence) {
      happened.add("through " + sequence);
    }

    @Override
    public void tick(Instant now) {
      happened.add("tick");
    }
  }

  private record Sent(List<String> acknowledged, byte[] payload) implements Arrival {
    @Override
    public String channel() {
      return "carryover/v1/c1/d1/up/heart-rate";
    }

    @Override
    public @Nullable String contentType() {
      return null;
    }

    @Override
    public void acknowledge() {
      acknowledged.add("acknowledged");
    }
  }

  private DurableGroup group(long sequence) {
    Sent sent = new Sent(happened, "{\"at\":\"2026-03-02T09:00:00Z\",\"bpm\":80}".getBytes(UTF_8));
    Decoded decoded =
        new MessageCodec(CodecSettings.DEFAULTS).decode(sent.channel(), null, sent.payload(), NOW);
    JournalEntry entry =
        new JournalEntry(
            NOW,
            sent.channel(),
            null,
            sent.payload(),
            decoded.identity().text(),
            decoded.identity().digest(),
            "p1",
            decoded.rejections(),
            null);
    return new DurableGroup(
        List.of(sent),
        List.of(new Understood(entry, decoded, Optional.empty())),
        List.of(new Appended.Stored(sequence)));
  }

  @Test
  void groupsAndTicksLeaveInTheOrderInWhichTheyWereGiven() throws Exception {
    delivery.add(deliveries -> happened.add("told"));
    delivery.start();
    delivery.give(group(1));
    delivery.tick(NOW);
    delivery.give(group(2));
    assertThat(delivery.settled(PATIENCE)).isTrue();
    assertThat(happened)
        .containsExactly(
            "acknowledged",
            "message 1",
            "through 1",
            "told",
            "tick",
            "acknowledged",
            "message 2",
            "through 2",
            "told");
    assertThat(done).hasValue(2);
  }

  @Test
  void whoeverCommitsGoesOnWhileAShardIsFullAndNoFartherThanTwoGroups() throws Exception {
    full = true;
    delivery.start();
    delivery.give(group(1));
    delivery.give(group(2));
    delivery.give(group(3));
    assertThat(delivery.settled(NOT_LONG)).isFalse();
    assertThat(done).as("nothing is dealt with yet").hasValue(0);
    room.countDown();
    assertThat(delivery.settled(PATIENCE)).isTrue();
    assertThat(done).hasValue(3);
  }

  @Test
  void whatWasGivenIsDeliveredBeforeTheEnd() throws Exception {
    full = true;
    delivery.start();
    delivery.give(group(1));
    delivery.give(group(2));
    room.countDown();
    assertThat(delivery.finish(PATIENCE)).isTrue();
    assertThat(happened).contains("through 2");
    assertThat(delivery.alive()).isFalse();
    assertThat(delivery.settled(NOT_LONG)).as("nothing is under way any more").isTrue();
  }

  @Test
  void whatCouldNotBeDeliveredInTimeIsSaid() throws Exception {
    full = true;
    delivery.start();
    delivery.give(group(1));
    assertThat(delivery.finish(NOT_LONG)).isFalse();
    assertThat(delivery.alive()).isFalse();
    assertThat(happened).containsExactly("acknowledged");
  }

  @Test
  void whoeverGivesHearsThatNobodyDeliversAnyMore() throws Exception {
    broken = true;
    delivery.start();
    delivery.give(group(1));
    assertThatThrownBy(
            () -> {
              while (true) {
                delivery.give(group(2));
              }
            })
        .isInstanceOf(IllegalStateException.class);
    assertThat(delivery.alive()).isFalse();
  }
}
