package health.carryover.ingest.journal;

import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.Rejection;
import health.carryover.analysis.port.DeviceIntake;
import health.carryover.analysis.port.EventIntake;
import health.carryover.analysis.port.Intake;
import health.carryover.analysis.port.Journal.Appended;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.ingest.codec.Decoded;
import health.carryover.ingest.codec.EventWriter;
import health.carryover.ingest.codec.MessageCodec;
import health.carryover.ingest.topic.TopicName;
import health.carryover.ingest.topic.TopicName.OpenWearablesEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way in for the service's own events and for what comes by HTTP. Never waits: a queue without
 * room, or a journal that is away, fails at once, so that whoever sits before a screen is told. Any
 * thread.
 */
public final class ServiceIntake implements Intake, EventIntake, DeviceIntake {
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
  public CompletionStage<Void> profile(
      String clinic, String patient, String id, ProfileChange change) {
    String channel = new TopicName.ServiceProfile(clinic, patient).text();
    byte[] payload = events.payload(change, new EventWriter.Keys(id, null, null));
    Decoded decoded = codec.decode(channel, null, payload, clock.instant());
    if (!decoded.usable()) {
      return CompletableFuture.failedFuture(
          new IllegalArgumentException(decoded.rejections().get(0).code()));
    }
    Waiting<Void> arrival = new Waiting<>(channel, payload, ServiceIntake::nothing);
    offer(arrival);
    return arrival.durable;
  }

  @Override
  public CompletionStage<Taken> openWearables(String clinic, @Nullable String id, byte[] body) {
    String event = id != null && OpenWearablesEvent.isEvent(id) ? id : OpenWearablesEvent.NO_ID;
    String device = codec.openWearablesDevice(body);
    Waiting<Taken> arrival =
        new Waiting<>(
            new OpenWearablesEvent(clinic, device, event).text(), body, ServiceIntake::taken);
    offer(arrival);
    return arrival.durable;
  }

  @Override
  public CompletionStage<Taken> fromDevice(
      String clinic, String device, String stream, byte[] payload) {
    Waiting<Taken> arrival =
        new Waiting<>(
            new TopicName.Up(clinic, device, stream).text(), payload, ServiceIntake::taken);
    offer(arrival);
    return arrival.durable;
  }

  @SuppressWarnings("NullAway") // a completed Void has no other value
  private static Void nothing(Delivery delivery) {
    return null;
  }

  private static Taken taken(Delivery delivery) {
    List<String> codes =
        delivery.result() instanceof Appended.Conflict
            ? List.of(Rejection.IDENTITY_CONFLICT.code())
            : delivery.decoded().rejections().stream().map(Rejection::code).distinct().toList();
    return new Taken(delivery.fate().name().toLowerCase(Locale.ROOT), codes);
  }

  private void offer(Waiting<?> arrival) {
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
  }

  private static final class Waiting<T> implements Arrival {
    private final String channel;
    private final byte[] payload;
    private final Function<Delivery, T> answer;
    private final CompletableFuture<T> durable = new CompletableFuture<>();

    Waiting(String channel, byte[] payload, Function<Delivery, T> answer) {
      this.channel = channel;
      this.payload = payload;
      this.answer = answer;
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
    public void acknowledge() {}

    @Override
    public void delivered(Delivery delivery) {
      // Whoever waits goes on elsewhere: this is the thread that delivers.
      durable.completeAsync(() -> answer.apply(delivery));
    }

    @Override
    public AfterFailure failed(StoreUnavailableException why) {
      durable.completeExceptionally(why);
      return AfterFailure.GIVE_UP;
    }
  }
}
