package health.carryover.deploy.broker;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** The broker library's configuration, and why each setting is as it is. */
final class BrokerConfiguration {

  private static final long LOCK_PATIENCE_MILLIS = 2_000;
  private static final int BETWEEN_WRITINGS_NANOS = 1_000_000;
  private static final SimpleString NOWHERE = SimpleString.of("$carryover.nowhere");
  private static final int SECRET_BYTES = 32;
  private static final int POOLED_THREADS = 30;
  private static final int TIMER_THREADS = 5;

  private BrokerConfiguration() {}

  static Configuration of(BrokerSettings settings, BrokerAccess access) throws Exception {
    Path folder = settings.folder().toAbsolutePath();
    return new ConfigurationImpl()
        .setName("carryover")
        .setPersistenceEnabled(true)
        .setBindingsDirectory(folder.resolve("bindings").toString())
        .setJournalDirectory(folder.resolve("journal").toString())
        .setPagingDirectory(folder.resolve("paging").toString())
        .setLargeMessagesDirectory(folder.resolve("large").toString())
        .setJournalType(JournalType.NIO)
        .setJournalDatasync(true)
        // The library's own 3.3 ms between two writings is most of what a live message waits here.
        .setJournalBufferTimeout_NIO(BETWEEN_WRITINGS_NANOS)
        .setJournalSyncNonTransactional(true)
        .setJournalSyncTransactional(true)
        // Otherwise a second process waits for the first one's end, for ever.
        .setJournalLockAcquisitionTimeout(LOCK_PATIENCE_MILLIS)
        .setMaxDiskUsage(settings.maximumDiskUsagePercent())
        .setGlobalMaxSize(settings.memoryBytes())
        // The library's own numbers, said here because clients make the pools grow to them.
        .setThreadPoolMaxSize(POOLED_THREADS)
        .setScheduledThreadPoolMaxSize(TIMER_THREADS)
        .setJMXManagementEnabled(false)
        .setMessageCounterEnabled(false)
        .setGracefulShutdownEnabled(false)
        .setSecurityEnabled(!(access instanceof AnyoneOnThisMachine))
        // Logins are kept by user name and secret alone, but who may connect also depends on the
        // client id.
        .setAuthenticationCacheSize(0)
        // Whoever knows this pair may do everything; the library's own is printed in its manual.
        .setClusterUser(secret())
        .setClusterPassword(secret())
        .addAddressSetting("#", everyAddress())
        .addQueueConfiguration(nowhere())
        .addAcceptorConfiguration(acceptor(settings));
  }

  private static AddressSettings everyAddress() {
    return new AddressSettings()
        // The tenth redelivery would otherwise discard the message: ten broken connections.
        .setMaxDeliveryAttempts(-1)
        // Named only so that the library does not log every queue that lacks one: queues are named
        // after topics and clients.
        .setDeadLetterAddress(NOWHERE)
        .setExpiryAddress(NOWHERE)
        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE);
  }

  /** Where expired messages go: a queue that keeps nothing, under a name no filter matches. */
  private static QueueConfiguration nowhere() {
    return QueueConfiguration.of(NOWHERE)
        .setAddress(NOWHERE)
        .setRoutingType(RoutingType.MULTICAST)
        .setDurable(false)
        .setPurgeOnNoConsumers(true);
  }

  private static TransportConfiguration acceptor(BrokerSettings settings) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put(TransportConstants.HOST_PROP_NAME, settings.host());
    parameters.put(TransportConstants.PORT_PROP_NAME, settings.port());
    parameters.put(TransportConstants.PROTOCOLS_PROP_NAME, "MQTT");
    // It does not listen itself: connections come through the front door, which keeps time too.
    parameters.put(TransportConstants.HTTP_UPGRADE_ENABLED_PROP_NAME, true);
    parameters.put(TransportConstants.HANDSHAKE_TIMEOUT, 0);
    // The native library it would look for is not part of the distribution.
    parameters.put(TransportConstants.USE_EPOLL_PROP_NAME, false);
    parameters.put(TransportConstants.USE_KQUEUE_PROP_NAME, false);
    BrokerEncryption encryption = settings.encryption();
    if (encryption != null) {
      parameters.put(TransportConstants.SSL_ENABLED_PROP_NAME, true);
      parameters.put(TransportConstants.SSL_CONTEXT_PROP_NAME, encryption.context());
      parameters.put(
          TransportConstants.WANT_CLIENT_AUTH_PROP_NAME,
          encryption.clients() == BrokerEncryption.ClientCertificates.OPTIONAL);
    }
    return new TransportConfiguration(
        NettyAcceptorFactory.class.getName(),
        parameters,
        EmbeddedBroker.ACCEPTOR,
        Map.of(
            "maximumPacketSize", settings.maximumPacketBytes(),
            "receiveMaximum", settings.receiveMaximum()));
  }

  private static String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
