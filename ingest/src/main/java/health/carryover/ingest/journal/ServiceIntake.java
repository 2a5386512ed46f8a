package health.carryover.ingest.journal;

import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.port.Intake;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.ingest.codec.Decoded;
import health.carryover.ingest.codec.EventWriter;
import health.carryover.ingest.codec.MessageCodec;
import health.carryover.ingest.topic.TopicName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The way in for the service's own events. Never waits: a queue without room, or a journal that is
 * away, fails at once, so that whoever sits before a screen is told. Any thread.
 */
public final class ServiceIntake implements Intake {
  private final JournalWriter writer;
  private final MessageCodec codec;
  private final InstantSource clock;
  private final EventWriter events = new EventWriter();

  public ServiceIntake(JournalWriter writer, MessageCodec codec, InstantSource clock) {
    this.writer = writer;
    this.codec = codec;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Void> profile(String clinic, String patient, ProfileChange change) {
    String channel = new TopicName.ServiceProfile(clinic, patient).text();
    // Back to earlier values at the same instant is a new wish, not a copy of the old one.
    EventWriter.Keys keys = new EventWriter.Keys(UUID.randomUUID().toString(), null, null);
    byte[] payload = events.payload(change, keys);
    Decoded decoded = codec.decode(channel, null, payload, clock.instant());
    if (!decoded.usable()) {
      return CompletableFuture.failedFuture(
          new IllegalArgumentException(decoded.rejections().get(0).code()));
    }
    Waiting arrival = new Waiting(channel, payload);
    try {
      if (!writer.offer(arrival, Duration.ZERO)) {
        arrival.failed(
            new StoreUnavailableException(
                "the intake is full or closed", new RejectedExecutionException()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      arrival.failed(new StoreUnavailableException("interrupted", e));
    }
    return arrival.durable;
  }

  private static final class Waiting implements Arrival {
    private final String channel;
    private final byte[] payload;
    private final CompletableFuture<Void> durable = new CompletableFuture<>();

    Waiting(String channel, byte[] payload) {
      this.channel = channel;
      this.payload = payload;
    }

    @Override
    public String channel() {
      return channel;
    }

    @Override
    public @Nullable String contentType() {
      return null;
    }

    @Override
    public byte[] payload() {
      return payload;
    }

    @Override
    @SuppressWarnings("NullAway") // a completed Void has no other value
    public void acknowledge() {
      durable.completeAsync(() -> null);
    }

    @Override
    public AfterFailure failed(StoreUnavailableException why) {
      durable.completeExceptionally(why);
      return AfterFailure.GIVE_UP;
    }
  }
}
