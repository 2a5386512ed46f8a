package health.carryover.ingest.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * The socket given to the client library: reads are buffered, writes are gathered, and the library
 * sees nothing before it can bear it. It stands in front of the real socket, so any {@link
 * Transport} can be behind it. Thread-safe; closing ends blocked reads, writes and connecting.
 */
final class BufferedSocket extends Socket {

  private final Transport transport;
  private @Nullable Socket wire;
  private @Nullable InputStream input;
  private @Nullable GatheringOutput output;
  private boolean closed;

  BufferedSocket(Transport transport) {
    this.transport = transport;
  }

  @Override
  public void connect(SocketAddress endpoint) throws IOException {
    connect(endpoint, 0);
  }

  @Override
  public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
    Socket tcp = new Socket();
    tcp.setTcpNoDelay(true);
    become(tcp);
    try {
      tcp.connect(endpoint, timeoutMillis);
      Socket ready = transport.over(tcp, endpoint);
      EndGate gate = new EndGate();
      synchronized (this) {
        become(ready);
        input = new PacketInput(ready.getInputStream(), gate);
        output = new GatheringOutput(ready, gate);
      }
    } catch (IOException e) {
      // The library drops a socket that did not connect without closing it.
      tcp.close();
      throw e;
    }
  }

  private synchronized void become(Socket socket) throws IOException {
    if (closed) {
      socket.close();
      throw new SocketException("closed while connecting");
    }
    wire = socket;
  }

  @Override
  public synchronized InputStream getInputStream() throws IOException {
    if (input == null) {
      throw new SocketException("not connected");
    }
    return input;
  }

  @Override
  public synchronized OutputStream getOutputStream() throws IOException {
    if (output == null) {
      throw new SocketException("not connected");
    }
    return output;
  }

  @Override
  public synchronized void setSoTimeout(int timeoutMillis) throws SocketException {
    if (wire == null) {
      throw new SocketException("not connected");
    }
    wire.setSoTimeout(timeoutMillis);
  }

  /** Closes: the library calls this first when it stops, and forgets to close if it fails. */
  @Override
  public void shutdownInput() throws IOException {
    close();
  }

  @Override
  public synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized boolean isConnected() {
    return wire != null && wire.isConnected();
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (output != null) {
      output.close();
    } else if (wire != null) {
      wire.close();
    }
  }
}
