package health.carryover.ingest.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** Makes the one socket of one connection; the client library connects it itself. Thread-safe. */
final class BufferedSocketFactory extends SocketFactory {

  private final Transport transport;
  private @Nullable BufferedSocket made;
  private boolean ended;

  BufferedSocketFactory(Transport transport) {
    this.transport = transport;
  }

  @Override
  public synchronized Socket createSocket() throws IOException {
    made = new BufferedSocket(transport);
    if (ended) {
      made.close();
    }
    return made;
  }

  /** Closes the socket, made already or not, whatever it is doing. */
  void end() {
    BufferedSocket ending;
    synchronized (this) {
      ended = true;
      ending = made;
    }
    try {
      if (ending != null) {
        ending.close();
      }
    } catch (IOException e) {
      // It is of no use any more either way.
    }
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
