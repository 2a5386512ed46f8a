package health.carryover.ingest.mqtt;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker listens and as whom to connect. Two links that share a client id throw each other
 * off the broker, so every link needs its own.
 *
 * @param host host name or address; an IPv6 address without brackets
 * @param port 1 to 65535
 * @param clientId not empty; names the session the broker keeps
 * @param credentials null for a broker that asks for none
 */
public record MqttAddress(
    String host, int port, String clientId, @Nullable MqttCredentials credentials) {

  private static final int HIGHEST_PORT = 65_535;

  public MqttAddress {
    if (host.isBlank()) {
      throw new IllegalArgumentException("the broker's host is empty");
    }
    if (port < 1 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException("the broker's port " + port + " is not in 1..65535");
    }
    if (clientId.isBlank()) {
      throw new IllegalArgumentException("the client id is empty");
    }
  }

  /** An address whose broker asks for no credentials. */
  public static MqttAddress of(String host, int port, String clientId) {
    return new MqttAddress(host, port, clientId, null);
  }

  /** The same address with credentials. */
  public MqttAddress with(MqttCredentials withCredentials) {
    return new MqttAddress(host, port, clientId, Objects.requireNonNull(withCredentials));
  }

  String uri() {
    return "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
