package health.carryover.ingest.mqtt;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the broker, from its opening to its end, with a client object of its own. The
 * library's own reconnecting is off: a message acknowledged while it is between two connections
 * wedges it for good, so a connection that ended is never used again.
 *
 * <p>Opened, awaited and dropped by the one thread that owns it; {@link #acknowledge}, {@link
 * #publish}, {@link #end} and {@link #stands} may be called on any thread. Everything the library
 * calls back is caught here, since it swallows what its callbacks throw.
 */
final class PahoConnection {

  /** The library logs stack traces, topics and client ids; what matters is logged by the links. */
  private static final Logger LIBRARY_LOG = silenced();

  private static final int QOS_AT_LEAST_ONCE = 1;
  private static final int SEND_RETAINED_IF_NEW = 1;
  private static final int FIRST_ERROR_CODE = 0x80;
  private static final int DEFAULT_RECEIVE_MAXIMUM = 65_535;
  private static final long LOOK_SECONDS = 1;
  private static final long LEAVE_MILLIS = 1_000;

  /** Hears what happens on the connection, on threads of the library. */
  interface Events {

    /**
     * A message came in; on the library's callback thread, one at a time. May block for a while.
     */
    default void arrived(PahoConnection from, Delivery delivery) {}

    /** The connection has ended, on any thread; must not block. */
    default void ended() {}
  }

  /** Hears that the broker answered a message; on the library's callback thread. */
  @FunctionalInterface
  interface Confirmation {
    /**
     * The broker has taken the message, or refuses it.
     *
     * @param reasonCode as the protocol defines; 0x80 and above are refusals
     */
    void answered(int reasonCode);
  }

  private final ConnectionProfile profile;
  private final Events events;
  private final MqttAsyncClient client;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicReference<@Nullable EndReason> endReason = new AtomicReference<>();
  private boolean sessionPresent;
  private int receiveMaximum = DEFAULT_RECEIVE_MAXIMUM;
  private long maximumPacketBytes = Long.MAX_VALUE;

  private PahoConnection(ConnectionProfile profile, Events events, MqttAsyncClient client) {
    this.profile = profile;
    this.events = events;
    this.client = client;
  }

  private static Logger silenced() {
    Logger logger = Logger.getLogger("org.eclipse.paho.mqttv5");
    logger.setLevel(Level.OFF);
    return logger;
  }

  static boolean isRefusal(int reasonCode) {
    return reasonCode >= FIRST_ERROR_CODE;
  }

  /**
   * Connects, blocking up to twice the connect timeout. Messages of a session that is present may
   * arrive before this returns.
   */
  static PahoConnection open(ConnectionProfile profile, Transport transport, Events events)
      throws MqttUnavailableException {
    Objects.requireNonNull(LIBRARY_LOG);
    MqttAddress address = profile.address();
    PahoConnection connection;
    try {
      connection =
          new PahoConnection(
              profile,
              events,
              new MqttAsyncClient(address.uri(), address.clientId(), new MemoryPersistence()));
    } catch (MqttException | RuntimeException e) {
      throw new MqttUnavailableException("no MQTT client for this address", e);
    }
    try {
      connection.connect(transport);
      return connection;
    } catch (MqttUnavailableException e) {
      connection.drop(EndReason.LOST);
      throw e;
    } catch (MqttException | RuntimeException e) {
      connection.drop(EndReason.LOST);
      throw new MqttUnavailableException("no connection: " + reasonOf(e), e);
    }
  }

  private void connect(Transport transport) throws MqttException, MqttUnavailableException {
    client.setManualAcks(true);
    client.setCallback(new Callback());
    BufferedSocketFactory sockets = new BufferedSocketFactory(transport);
    ConnectAttempt attempt = new ConnectAttempt(sockets);
    IMqttToken token = client.connect(profile.options(sockets), null, attempt);
    // The connect timeout covers reaching the broker; its greeting may take as long again.
    attempt.await(2 * profile.connectTimeout().toMillis());
    sessionPresent = token.getSessionPresent();
    MqttProperties granted = token.getResponse().getProperties();
    Integer grantedMaximum = granted.getReceiveMaximum();
    if (grantedMaximum != null) {
      receiveMaximum = grantedMaximum;
    }
    Long grantedPacketBytes = granted.getMaximumPacketSize();
    if (grantedPacketBytes != null) {
      maximumPacketBytes = grantedPacketBytes;
    }
  }

  /** Whether the broker still knew this client's session. */
  boolean sessionPresent() {
    return sessionPresent;
  }

  /** How many messages the broker takes unconfirmed. */
  int receiveMaximum() {
    return receiveMaximum;
  }

  /** The largest packet the broker takes; beyond it, it ends the connection. */
  long maximumPacketBytes() {
    return maximumPacketBytes;
  }

  /** Subscribes at QoS 1 and waits for the answer; retained messages come with new filters only. */
  void subscribe(List<String> filters) throws MqttUnavailableException {
    MqttSubscription[] subscriptions =
        filters.stream()
            .map(
                filter -> {
                  MqttSubscription subscription = new MqttSubscription(filter, QOS_AT_LEAST_ONCE);
                  subscription.setRetainHandling(SEND_RETAINED_IF_NEW);
                  return subscription;
                })
            .toArray(MqttSubscription[]::new);
    try {
      IMqttToken token = client.subscribe(subscriptions);
      token.waitForCompletion(profile.connectTimeout().toMillis());
      for (int granted : token.getReasonCodes()) {
        if (granted != QOS_AT_LEAST_ONCE) {
          throw new MqttUnavailableException("subscription answered with code " + granted, null);
        }
      }
    } catch (MqttException | RuntimeException e) {
      throw new MqttUnavailableException("no subscription: " + reasonOf(e), e);
    }
  }

  /** Whether it has not ended yet. A connection is replaced only after it has ended. */
  boolean stands() {
    return endReason.get() == null;
  }

  /** Lets the broker forget a message, if this connection still stands. */
  boolean acknowledge(Delivery delivery) {
    if (!stands()) {
      return false;
    }
    try {
      client.messageArrivedComplete(delivery.packetId(), delivery.qos());
      return true;
    } catch (MqttException | RuntimeException e) {
      // It broke in between. The broker sends the message again.
      end(EndReason.LOST);
      return false;
    }
  }

  /** Hands a message over for sending; if that fails, the connection has ended. */
  void publish(OutboundMessage message, Confirmation confirmation) {
    try {
      client.publish(message.topic(), encode(message), null, new Answer(confirmation));
    } catch (MqttException | RuntimeException e) {
      end(EndReason.LOST);
    }
  }

  private static MqttMessage encode(OutboundMessage message) {
    MqttProperties properties = new MqttProperties();
    if (message.contentType() != null) {
      properties.setContentType(message.contentType());
    }
    if (message.expiry() != null) {
      properties.setMessageExpiryInterval(message.expiry().toSeconds());
    }
    boolean retained = message.retention() == OutboundMessage.Retention.RETAINED;
    return new MqttMessage(message.payload(), QOS_AT_LEAST_ONCE, retained, properties);
  }

  /** The same, after asking the library, should it have forgotten to call. */
  boolean standsOnLook() {
    if (stands() && !client.isConnected()) {
      end(EndReason.LOST);
    }
    return stands();
  }

  /** Marks it as ended; the owning thread then drops it. */
  void end(EndReason reason) {
    if (endReason.compareAndSet(null, reason)) {
      ended.countDown();
      events.ended();
    }
  }

  /** Waits for the end, and looks now and then whether it has come. */
  EndReason awaitEnd() throws InterruptedException {
    while (standsOnLook()) {
      ended.await(LOOK_SECONDS, TimeUnit.SECONDS);
    }
    return Objects.requireNonNull(endReason.get());
  }

  /**
   * Closes everything. Does not wait for the broker, unless this process is done with a sound
   * connection: then what was acknowledged before goes out first. Never called on a callback
   * thread.
   */
  void drop(EndReason reason) {
    end(reason);
    if (endReason.get() == EndReason.STOPPED && client.isConnected()) {
      takeLeave();
    }
    try {
      client.disconnectForcibly(0, 1, false);
    } catch (MqttException | RuntimeException e) {
      // Nothing to be done with a connection that does not even end properly; closing follows.
      end(EndReason.FAULTY);
    }
    try {
      client.close(true);
    } catch (MqttException | RuntimeException e) {
      end(EndReason.FAULTY);
    }
  }

  private void takeLeave() {
    try {
      client.disconnect(LEAVE_MILLIS).waitForCompletion(2 * LEAVE_MILLIS);
    } catch (MqttException | RuntimeException e) {
      // It broke while leaving; the broker sends again what it did not hear of.
      end(EndReason.LOST);
    }
  }

  /** The library's code and text; exceptions of the network by their kind, without addresses. */
  private static String reasonOf(Exception e) {
    if (e.getCause() != null) {
      return e.getCause().getClass().getSimpleName();
    }
    return e instanceof MqttException mqtt
        ? "code " + mqtt.getReasonCode()
        : e.getClass().getSimpleName();
  }

  private final class Callback implements MqttCallback {

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      try {
        MqttProperties properties = message.getProperties();
        events.arrived(
            PahoConnection.this,
            new Delivery(
                message.getId(),
                message.getQos(),
                topic,
                message.getPayload(),
                properties == null ? null : properties.getContentType(),
                message.isRetained(),
                message.isDuplicate()));
      } catch (Throwable e) {
        end(EndReason.FAULTY);
      }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
      end(EndReason.LOST);
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
      end(EndReason.LOST);
    }

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
  }

  private final class Answer implements MqttActionListener {

    private final Confirmation confirmation;

    Answer(Confirmation confirmation) {
      this.confirmation = confirmation;
    }

    @Override
    public void onSuccess(IMqttToken token) {
      try {
        int[] codes = token.getReasonCodes();
        confirmation.answered(codes == null || codes.length == 0 ? 0 : codes[codes.length - 1]);
      } catch (Throwable e) {
        end(EndReason.FAULTY);
      }
    }

    @Override
    public void onFailure(IMqttToken token, Throwable cause) {
      end(EndReason.LOST);
    }
  }
}
