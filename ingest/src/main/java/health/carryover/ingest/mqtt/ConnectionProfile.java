package health.carryover.ingest.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is opened with.
 *
 * @param sessionExpiry null for a new session that ends with the connection
 * @param receiveMaximum null for no bound
 * @param maximumPacketBytes null for no bound
 */
record ConnectionProfile(
    MqttAddress address,
    @Nullable Duration sessionExpiry,
    @Nullable Integer receiveMaximum,
    @Nullable Integer maximumPacketBytes,
    Duration keepAlive,
    Duration connectTimeout) {

  /**
   * The same in the library's terms. No topic alias maximum is announced: the library cannot read a
   * topic's second message under an alias.
   */
  MqttConnectionOptions options(BufferedSocketFactory sockets) {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setAutomaticReconnect(false);
    options.setUseSubscriptionIdentifiers(false);
    options.setSocketFactory(sockets);
    options.setKeepAliveInterval(Math.toIntExact(keepAlive.toSeconds()));
    options.setConnectionTimeout(Math.toIntExact(connectTimeout.toSeconds()));
    options.setCleanStart(sessionExpiry == null);
    options.setSessionExpiryInterval(
        sessionExpiry == null ? Long.valueOf(0) : sessionExpiry.toSeconds());
    if (receiveMaximum != null) {
      options.setReceiveMaximum(receiveMaximum);
    }
    if (maximumPacketBytes != null) {
      options.setMaximumPacketSize(maximumPacketBytes.longValue());
    }
    MqttCredentials credentials = address.credentials();
    if (credentials != null) {
      options.setUserName(credentials.username());
      options.setPassword(credentials.secret().getBytes(StandardCharsets.UTF_8));
    }
    return options;
  }
}
