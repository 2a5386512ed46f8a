package health.carryover.ingest.mqtt;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Publishes at QoS 1, with no more messages under way than its window and the broker's receive
 * maximum allow. Messages are handed to the broker in order, but brokers may pass on messages that
 * were under way together in another order; whoever needs the order, as for two retained messages
 * of one topic, publishes the second when the first one's stage has completed. Comes back by itself
 * when the connection is lost and then sends everything unconfirmed again, so a message may reach
 * the broker twice. A message waits as long as the broker is away; it is given up only by {@link
 * #close}.
 *
 * <p>Each message has a stage that completes when the broker has taken it, or fails: with {@link
 * PublishRefusedException} when the broker will never take this message, with {@link
 * MqttUnavailableException} when it was not taken before closing or when there was no room for it.
 * Stages complete on the client library's callback thread; what depends on them must not block, in
 * particular not in {@link #publish}.
 *
 * <p>Thread-safe. The queue is bounded by the settings' capacity and belongs to this object.
 */
public final class MqttPublisher implements AutoCloseable {

  /** More than the header and properties of any message made here, their texts apart. */
  private static final int PACKET_OVERHEAD_BYTES = 64;

  private final MqttAddress address;
  private final MqttPublisherSettings settings;
  private final Outbox outbox;
  private final ConnectionKeeper keeper;
  private final MqttMetrics metrics;
  private final Counter sent;
  private final Counter confirmed;
  private final Counter refused;
  private final Counter unconfirmed;
  private final AtomicBoolean started = new AtomicBoolean();

  /**
   * A publisher that is not started yet; it takes messages already.
   *
   * @param role what it is for, in metrics and thread names
   * @param listener hears of state changes
   * @param registry where it counts
   */
  public MqttPublisher(
      MqttAddress address,
      MqttPublisherSettings settings,
      MqttRole role,
      MqttStateListener listener,
      MeterRegistry registry) {
    this.address = address;
    this.settings = settings;
    this.outbox = new Outbox(settings.capacity());
    this.keeper = new ConnectionKeeper(role, settings.backoff(), new Publishing(), listener);
    this.metrics = new MqttMetrics(registry, role, keeper::state, outbox::size);
    this.sent = metrics.messages("sent");
    this.confirmed = metrics.messages("confirmed");
    this.refused = metrics.messages("refused");
    this.unconfirmed = metrics.messages("unconfirmed");
  }

  /** Begins to connect, and returns at once. Called once. */
  public void start() {
    if (!started.compareAndSet(false, true)) {
      throw new IllegalStateException("started before");
    }
    keeper.start(metrics);
  }

  /** What the publisher is doing now. */
  public MqttState state() {
    return keeper.state();
  }

  /** How many messages are not confirmed yet, under way or waiting. */
  public int size() {
    return outbox.size();
  }

  /**
   * Takes a message, waiting for room if there is none: for those that produce faster than the
   * broker takes.
   *
   * @return completes as the class says
   */
  public CompletionStage<Void> publish(OutboundMessage message) throws InterruptedException {
    return stageOf(outbox.put(message));
  }

  /**
   * Takes a message if there is room at once: for those that must not wait.
   *
   * @return completes as the class says; already failed if there is no room
   */
  public CompletionStage<Void> offer(OutboundMessage message) {
    return stageOf(outbox.offer(message));
  }

  /**
   * Takes no more messages, waits for confirmations up to the close grace, then drops the
   * connection and fails what is left. Idempotent.
   */
  @Override
  public void close() {
    outbox.close();
    try {
      outbox.awaitEmpty(started.get() ? settings.closeGrace().toNanos() : 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    keeper.stop();
    metrics.close();
    for (Outbox.Entry left : outbox.drain()) {
      left.stage()
          .completeExceptionally(
              new MqttUnavailableException("closed before the broker took it", null));
    }
  }

  private static CompletionStage<Void> stageOf(Outbox.@Nullable Entry entry) {
    return entry == null
        ? CompletableFuture.failedFuture(
            new MqttUnavailableException("not taken: the publisher is closed or full", null))
        : entry.stage().minimalCompletionStage();
  }

  private void answered(Outbox.Entry entry, int reasonCode) {
    if (!outbox.remove(entry)) {
      // Its connection ended before; it is sent again, and that answer counts.
      return;
    }
    if (PahoConnection.isRefusal(reasonCode)) {
      refused.increment();
      entry
          .stage()
          .completeExceptionally(
              new PublishRefusedException("the broker refuses it with code " + reasonCode));
    } else {
      confirmed.increment();
      entry.stage().complete(null);
    }
  }

  private void send(PahoConnection connection, Outbox.Entry entry) {
    if (largestPacket(entry.message()) > connection.maximumPacketBytes()) {
      // The broker would end the connection over it, again and again.
      if (outbox.remove(entry)) {
        refused.increment();
        entry
            .stage()
            .completeExceptionally(
                new PublishRefusedException("larger than the broker's packet limit"));
      }
      return;
    }
    sent.increment();
    connection.publish(entry.message(), reasonCode -> answered(entry, reasonCode));
  }

  private static long largestPacket(OutboundMessage message) {
    String contentType = message.contentType();
    return PACKET_OVERHEAD_BYTES
        + (long) message.topic().getBytes(StandardCharsets.UTF_8).length
        + (contentType == null ? 0 : contentType.getBytes(StandardCharsets.UTF_8).length)
        + message.payload().length;
  }

  private final class Publishing implements ConnectionKeeper.Service {

    @Override
    public PahoConnection open() throws MqttUnavailableException {
      return PahoConnection.open(
          new ConnectionProfile(
              address, null, null, null, settings.keepAlive(), settings.connectTimeout()),
          address.transport(),
          new PahoConnection.Events() {
            @Override
            public void ended() {
              outbox.wake();
            }
          });
    }

    @Override
    public EndReason serve(PahoConnection connection) throws InterruptedException {
      unconfirmed.increment(outbox.putBack());
      keeper.connected();
      int window = Math.min(settings.window(), connection.receiveMaximum());
      for (Outbox.Entry next = outbox.next(connection, window);
          next != null;
          next = outbox.next(connection, window)) {
        send(connection, next);
      }
      return connection.awaitEnd();
    }
  }
}
