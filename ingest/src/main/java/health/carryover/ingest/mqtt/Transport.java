package health.carryover.ingest.mqtt;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;

/**
 * What lies between TCP and MQTT. Encryption comes in here: a transport that wraps the connected
 * socket in TLS, shakes hands and checks the host name, and hands out the wrapped socket.
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
}
