package health.carryover.deploy.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.api.core.ActiveMQRemoteDisconnectException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTStateManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;

/**
 * An MQTT 3.1.1 and 5 broker in this process. A message published at QoS 1 or 2 is on disk before
 * it is acknowledged, and stays until every session it is for has acknowledged it in turn, however
 * often connections break or the process ends.
 *
 * <p>Started by {@link #start}, ended by {@link #close}; both block for about a second.
 * Thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {

  static final String ACCEPTOR = "mqtt";
  private static final Duration START_PATIENCE = Duration.ofSeconds(30);

  private final ActiveMQServer server;
  private final FolderLock folderLock;
  private final String host;
  private final FrontDoor door;
  private final DirectWay way;

  private EmbeddedBroker(
      ActiveMQServer server, FolderLock folderLock, String host, FrontDoor door, DirectWay way) {
    this.server = server;
    this.folderLock = folderLock;
    this.host = host;
    this.door = door;
    this.way = way;
  }

  /**
   * Starts a broker.
   *
   * @throws BrokerStartException with one sentence that says what is wrong: the port is taken, the
   *     folder is in use or cannot be written, the address is not this machine's, or access is
   *     unguarded on an address others can reach
   */
  public static EmbeddedBroker start(BrokerSettings settings, BrokerAccess access)
      throws BrokerStartException {
    InetAddress address = addressOf(settings.host());
    if (access.reach() == BrokerAccess.Reach.LOOPBACK_ALONE && !address.isLoopbackAddress()) {
      throw new BrokerStartException(
          "The broker lets anyone in and so listens on this machine alone, not on "
              + settings.host()
              + ".",
          null);
    }
    tryPort(settings, address);
    FolderLock lock = FolderLock.take(settings.folder());
    ActiveMQServer server = null;
    try {
      Configuration configuration = BrokerConfiguration.of(settings, access);
      server =
          ActiveMQServers.newActiveMQServer(
              configuration,
              null,
              new AccessGuard(access, configuration.getWildcardConfiguration()),
              true);
      AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
      server.registerActivationFailureListener(failure::set);
      server.start();
      Exception reason = failure.get();
      if (reason != null) {
        throw reason;
      }
      if (!server.waitForActivation(START_PATIENCE.toSeconds(), TimeUnit.SECONDS)
          || !server.isActive()) {
        throw new BrokerStartException("The broker did not become active.", null);
      }
      server.getRemotingService().addIncomingInterceptor(new CleanTexts());
      DirectWay way = new DirectWay();
      server.getRemotingService().addIncomingInterceptor(way);
      NettyAcceptor acceptor = (NettyAcceptor) server.getRemotingService().getAcceptor(ACCEPTOR);
      return new EmbeddedBroker(
          server, lock, settings.host(), FrontDoor.open(acceptor, settings), way);
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      BrokerStartException failed = explained(e, settings);
      try {
        end(server, lock);
      } catch (Exception secondary) {
        failed.addSuppressed(secondary);
      }
      throw failed;
    }
  }

  /** The address it listens on, as it was given. */
  public String host() {
    return host;
  }

  /** The port it listens on; the one that was found if 0 was asked for. */
  public int port() {
    return door.port();
  }

  /**
   * Ends every connection of {@code clientId}. Its session and what is kept for it stay, and it may
   * connect again if access lets it.
   */
  public void disconnect(String clientId) {
    for (RemotingConnection connection : server.getRemotingService().getConnections()) {
      if (clientId.equals(connection.getClientID())) {
        connection.fail(new ActiveMQRemoteDisconnectException("access ended"));
      }
    }
  }

  /**
   * Ends the session of {@code clientId} and what is kept in it, its connection first.
   *
   * @throws IllegalStateException if the broker does not let go of it
   */
  public void forget(String clientId) {
    disconnect(clientId);
    try {
      MQTTStateManager.getInstance(server).removeSessionState(clientId);
      // A session's queues are named after its client, and an id has no dot.
      for (Binding binding : server.getPostOffice().getAllBindings().toList()) {
        if (binding instanceof QueueBinding queue
            && queue.getUniqueName().toString().startsWith(clientId + ".")) {
          server.destroyQueue(queue.getUniqueName(), null, false);
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException("a session did not end", e);
    }
  }

  /**
   * What waits for a client in its session.
   *
   * @param filters what it subscribed to
   */
  public WaitingMessages waiting(String clientId, List<String> filters) {
    WildcardConfiguration wildcards = server.getConfiguration().getWildcardConfiguration();
    return new WaitingMessages(
        server,
        filters.stream()
            .map(f -> MQTTUtil.getCoreQueueFromMqttTopic(f, clientId, wildcards))
            .map(SimpleString::of)
            .toList());
  }

  /**
   * From now on reads devices that upload much no faster than their messages are used. Called once.
   *
   * @param never client ids that are always read
   * @param room how many messages more should wait
   */
  public void paceUploads(Set<String> never, UploadRoom room) {
    UploadPacing begun = new UploadPacing(never, room);
    way.pacing(begun);
    begun.start();
  }

  /**
   * From now on what devices publish goes to {@code receiver} where it can, with no queue of this
   * broker between: a device hears that a message is safe when the receiver has acknowledged it.
   * What the receiver does not take, or fails to keep, is kept here for whoever has subscribed.
   *
   * @return closed to end it: everything is kept here again
   */
  public DirectConnection deliverTo(DirectReceiver receiver) {
    way.receiver(receiver);
    return () -> way.receiver(null);
  }

  /** Ends direct delivery. */
  @FunctionalInterface
  public interface DirectConnection extends AutoCloseable {
    @Override
    void close();
  }

  /** From now on {@code watch} hears what clients ask for. */
  public void watch(ClientWatch watch) {
    way.watch(watch);
  }

  /** How many messages came to be durable without being kept here. */
  public long delivered() {
    return way.counts().of(DirectCounts.Fate.ACKNOWLEDGED);
  }

  DirectCounts directCounts() {
    return way.counts();
  }

  Strangers strangers() {
    return door.strangers();
  }

  /** How many devices are not read now because they upload too much. */
  public int paused() {
    UploadPacing begun = way.pacing();
    return begun == null ? 0 : begun.paused();
  }

  /** Whether it is up and serving. */
  public boolean isActive() {
    return server.isActive();
  }

  /**
   * Closes all connections and ends; what is stored stays. Idempotent.
   *
   * @throws IllegalStateException if it ended badly; what was acknowledged is on disk all the same
   */
  @Override
  public void close() {
    UploadPacing begun = way.pacing();
    if (begun != null) {
      begun.close();
    }
    door.shut();
    try (door) {
      end(server, folderLock);
    } catch (Exception e) {
      throw new IllegalStateException("The broker ended badly.", e);
    }
  }

  private static void end(@Nullable ActiveMQServer server, FolderLock lock) throws Exception {
    try (lock) {
      if (server != null) {
        server.stop();
      }
    }
  }

  private static InetAddress addressOf(String host) throws BrokerStartException {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new BrokerStartException("The broker's host " + host + " is not known.", e);
    }
  }

  /** Finds a taken port before anything is started; the broker's own check follows later. */
  private static void tryPort(BrokerSettings settings, InetAddress address)
      throws BrokerStartException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address, settings.port()));
    } catch (IOException e) {
      throw cannotListen(settings, e);
    }
  }

  private static BrokerStartException explained(Exception failure, BrokerSettings settings) {
    if (failure instanceof BrokerStartException already) {
      return already;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return cannotListen(settings, failure);
      }
    }
    return new BrokerStartException(
        "The broker did not start: " + failure.getMessage() + ".", failure);
  }

  private static BrokerStartException cannotListen(BrokerSettings settings, Exception cause) {
    return new BrokerStartException(
        "The broker cannot listen on "
            + settings.host()
            + " port "
            + settings.port()
            + ": the port is taken or the address is not this machine's.",
        cause);
  }
}
