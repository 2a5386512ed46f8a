package health.carryover.ingest.mqtt;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;

/**
 * How bytes reach the broker. Encryption comes in here: a transport that connects, wraps the
 * connected socket in TLS, shakes hands and checks the host name, and hands out the wrapped socket.
 */
@FunctionalInterface
interface Transport {

  /**
   * Connects, blocking.
   *
   * @param timeoutMillis zero for no limit
   * @return a connected socket that sends without delay
   */
  Socket open(SocketAddress endpoint, int timeoutMillis) throws IOException;

  /** TCP as it is. */
  static Transport tcp() {
    return (endpoint, timeoutMillis) -> {
      Socket socket = new Socket();
      try {
        socket.setTcpNoDelay(true);
        socket.connect(endpoint, timeoutMillis);
        return socket;
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    };
  }
}
