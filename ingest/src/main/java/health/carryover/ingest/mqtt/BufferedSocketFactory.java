package health.carryover.ingest.mqtt;

import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Makes the sockets the client library reads and writes; it connects them itself. */
final class BufferedSocketFactory extends SocketFactory {

  private final Transport transport;

  BufferedSocketFactory(Transport transport) {
    this.transport = transport;
  }

  @Override
  public Socket createSocket() {
    return new BufferedSocket(transport);
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw alreadyConnected();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw alreadyConnected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw alreadyConnected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
    throw alreadyConnected();
  }

  private static UnsupportedOperationException alreadyConnected() {
    return new UnsupportedOperationException("only unconnected sockets are made here");
  }
}
