package health.carryover.ingest.mqtt;

import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker listens and as whom to connect. Two links that share a client id throw each other
 * off the broker, so every link needs its own.
 *
 * @param host host name or address; an IPv6 address without brackets
 * @param port 1 to 65535
 * @param clientId not empty; names the session the broker keeps
 * @param credentials null for a broker that asks for none
 * @param tls what to trust and, where the broker asks for a certificate, what to show; the broker's
 *     certificate must be that of {@code host}. Null for no encryption
 */
public record MqttAddress(
    String host,
    int port,
    String clientId,
    @Nullable MqttCredentials credentials,
    @Nullable SSLContext tls) {

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

  /** An address whose broker asks for no credentials and does not encrypt. */
  public static MqttAddress of(String host, int port, String clientId) {
    return new MqttAddress(host, port, clientId, null, null);
  }

  /** The same address with credentials. */
  public MqttAddress with(MqttCredentials withCredentials) {
    return new MqttAddress(host, port, clientId, Objects.requireNonNull(withCredentials), tls);
  }

  /** The same address over TLS. */
  public MqttAddress over(SSLContext context) {
    return new MqttAddress(
        host, port, clientId, credentials, Objects.requireNonNull(context, "context"));
  }

  Transport transport() {
    return tls == null ? Transport.plain() : Transport.tls(tls, host);
  }

  /** Always TCP in the library's eyes: what lies above it is the {@link #transport}'s. */
  String uri() {
    return "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
