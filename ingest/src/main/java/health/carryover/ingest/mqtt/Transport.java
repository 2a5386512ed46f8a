package health.carryover.ingest.mqtt;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * What lies between TCP and MQTT: nothing, or encryption. It sits below the buffering of {@link
 * BufferedSocket}, so that small packets are gathered before they are encrypted.
 */
@FunctionalInterface
interface Transport {

  /**
   * Makes a connected TCP socket into the one to talk through; may block. Closing the TCP socket
   * from another thread ends it.
   */
  Socket over(Socket connected, SocketAddress endpoint) throws IOException;

  /** TCP as it is. */
  static Transport plain() {
    return (connected, endpoint) -> connected;
  }

  /**
   * TLS: shakes hands and checks that the certificate is {@code host}'s, then hands out the
   * encrypted socket.
   */
  static Transport tls(SSLContext context, String host) {
    return (connected, endpoint) -> {
      SSLSocket socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(connected, host, connected.getPort(), true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      // Closing says goodbye, and without this waits for ever behind a write that is stuck.
      socket.setSoLinger(true, 1);
      socket.startHandshake();
      return socket;
    };
  }
}
