package health.carryover.ingest.mqtt;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Receives from a broker, and keeps the broker's copy of every message until the message is
 * acknowledged. Subscribes at QoS 1 in a session that outlives connections and this process; comes
 * back by itself when the connection is lost, also when the first one fails.
 *
 * <p>Messages go into the intake, a bounded queue that belongs to whoever takes from it. When it is
 * full the link waits for the offer timeout, then drops the connection: nothing is discarded, the
 * broker sends everything unacknowledged again. The same holds for anything that throws on the way.
 * A message may therefore come more than once, and a message already taken from the intake stays
 * good when its connection is gone; only its acknowledgement then does nothing.
 *
 * <p>The filters are subscribed on the first connection of this object and whenever the broker does
 * not know the session any more; reconnecting to a session it knows subscribes nothing. (Not even
 * the first connection would need to, were it certain that the process before this one lived to
 * subscribe, and to the same filters. The protocol promises that nothing is lost by it.)
 *
 * <p>Thread confinement: {@link #start}, {@link #stop} and {@link #state} may be called on any
 * thread; the intake is filled by the client library's callback thread, one at a time; the listener
 * is called on the link's own thread.
 */
public final class MqttLink implements AutoCloseable {

  private final MqttAddress address;
  private final MqttLinkSettings settings;
  private final BlockingQueue<InboundMessage> intake;
  private final InstantSource clock;
  private final ConnectionKeeper keeper;
  private final MqttMetrics metrics;
  private final Counter received;
  private final Counter acknowledged;
  private final Counter stale;
  private final AtomicBoolean started = new AtomicBoolean();
  private boolean subscribed;

  /**
   * A link that is not started yet.
   *
   * @param intake bounded; taken from by the caller's threads
   * @param clock gives the receive time of messages
   * @param listener hears of state changes
   * @param registry where the link counts
   */
  public MqttLink(
      MqttAddress address,
      MqttLinkSettings settings,
      BlockingQueue<InboundMessage> intake,
      InstantSource clock,
      MqttStateListener listener,
      MeterRegistry registry) {
    if (intake.remainingCapacity() == Integer.MAX_VALUE) {
      throw new IllegalArgumentException("the intake is not bounded");
    }
    this.address = address;
    this.settings = settings;
    this.intake = intake;
    this.clock = clock;
    this.keeper =
        new ConnectionKeeper(MqttRole.INTAKE, settings.backoff(), new Receiving(), listener);
    this.metrics = new MqttMetrics(registry, MqttRole.INTAKE, keeper::state, intake::size);
    this.received = metrics.messages("received");
    this.acknowledged = metrics.messages("acknowledged");
    this.stale = metrics.messages("stale");
  }

  /** Begins to connect, and returns at once. Called once. */
  public void start() {
    if (!started.compareAndSet(false, true)) {
      throw new IllegalStateException("started before");
    }
    keeper.start(metrics);
  }

  /** What the link is doing now. */
  public MqttState state() {
    return keeper.state();
  }

  /**
   * Disconnects and stays away; waits up to 5 s for that. The session stays at the broker. What was
   * acknowledged before goes out if the connection is sound. Messages left in the intake are the
   * caller's; acknowledging them does nothing any more. Idempotent.
   */
  public void stop() {
    keeper.stop();
    metrics.close();
  }

  /** The same as {@link #stop}. */
  @Override
  public void close() {
    stop();
  }

  private void arrived(PahoConnection from, Delivery delivery) {
    if (!from.stands()) {
      // Comes again on the next connection.
      return;
    }
    received.increment();
    InboundMessage message =
        new InboundMessage(
            delivery.topic(),
            delivery.payload(),
            delivery.contentType(),
            delivery.retained(),
            delivery.duplicate(),
            clock.instant(),
            new OnceWhileStanding(from, delivery));
    try {
      Duration patience = settings.offerTimeout();
      if (!intake.offer(message, patience.toNanos(), TimeUnit.NANOSECONDS)) {
        from.end(EndReason.STALLED);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      from.end(EndReason.STOPPED);
    }
  }

  private final class Receiving implements ConnectionKeeper.Service {

    @Override
    public PahoConnection open() throws MqttUnavailableException {
      PahoConnection connection =
          PahoConnection.open(
              new ConnectionProfile(
                  address,
                  settings.sessionExpiry(),
                  settings.receiveMaximum(),
                  settings.maximumPacketBytes(),
                  settings.keepAlive(),
                  settings.connectTimeout()),
              address.transport(),
              new PahoConnection.Events() {
                @Override
                public void arrived(PahoConnection from, Delivery delivery) {
                  MqttLink.this.arrived(from, delivery);
                }
              });
      if (subscribed && connection.sessionPresent()) {
        return connection;
      }
      try {
        connection.subscribe(settings.filters());
        subscribed = true;
        return connection;
      } catch (MqttUnavailableException e) {
        connection.drop(EndReason.REFUSED);
        metrics.ended(EndReason.REFUSED);
        throw e;
      }
    }

    @Override
    public EndReason serve(PahoConnection connection) throws InterruptedException {
      keeper.connected();
      return connection.awaitEnd();
    }
  }

  /**
   * The broker may use a packet's number again once it was acknowledged, so a second call would
   * acknowledge some other message that is not durable yet.
   */
  private final class OnceWhileStanding implements Acknowledgement {

    private final PahoConnection connection;
    private final Delivery delivery;
    private final AtomicBoolean done = new AtomicBoolean();

    OnceWhileStanding(PahoConnection connection, Delivery delivery) {
      this.connection = connection;
      this.delivery = delivery;
    }

    @Override
    public void acknowledge() {
      if (done.compareAndSet(false, true)) {
        (connection.acknowledge(delivery) ? acknowledged : stale).increment();
      }
    }
  }
}
