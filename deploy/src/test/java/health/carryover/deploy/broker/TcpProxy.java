package health.carryover.deploy.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between a client and the broker, and cuts the connections between them on demand. Counts
 * the packets clients send by their kind.
 */
public final class TcpProxy implements AutoCloseable {

  static final int SUBSCRIBE = 8;
  private static final int BUFFER_BYTES = 16 * 1024;

  /** How a cut looks to both sides. */
  public enum Cut {
    /** The other side said goodbye. */
    END,
    /** The other side is gone. */
    RESET
  }

  private final ServerSocket listener;
  private final List<Socket> open = new ArrayList<>();
  private final AtomicInteger[] packets = new AtomicInteger[16];
  private final Gate gate = new Gate();
  private volatile int target;
  private volatile int piece = Integer.MAX_VALUE;
  private volatile long pauseMillis;

  public TcpProxy(int targetPort) throws IOException {
    target = targetPort;
    for (int i = 0; i < packets.length; i++) {
      packets[i] = new AtomicInteger();
    }
    listener = new ServerSocket(0, 50, InetAddress.getByName(Clients.HOST));
    daemon(this::acceptAll);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** From now on what the broker sends comes in pieces of so many bytes, each after so long. */
  public void slow(int bytes, long millis) {
    piece = bytes;
    pauseMillis = millis;
  }

  /** From now on connections go to another port. */
  void redirect(int targetPort) {
    target = targetPort;
  }

  int packets(int kind) {
    return packets[kind].get();
  }

  /** From now on nothing passes, and nobody is told. */
  public void stall() {
    gate.shut();
  }

  /** Everything passes as it comes again. */
  public void heal() {
    piece = Integer.MAX_VALUE;
    gate.open();
  }

  /** Ends one direction of every connection: the side that sends hears nothing of it. */
  public void halfClose() throws IOException {
    List<Socket> half;
    synchronized (open) {
      half = List.copyOf(open);
    }
    for (int i = 0; i < half.size(); i += 2) {
      try {
        half.get(i).shutdownOutput();
      } catch (IOException e) {
        // Its ends closed it first.
      }
    }
  }

  /** Cuts every connection there is. */
  public void cut(Cut how) throws IOException {
    List<Socket> cut;
    synchronized (open) {
      cut = List.copyOf(open);
      open.clear();
    }
    for (Socket socket : cut) {
      try {
        if (how == Cut.RESET) {
          socket.setSoLinger(true, 0);
        }
        socket.close();
      } catch (SocketException e) {
        // Its ends closed it first.
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut(Cut.END);
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket broker = new Socket();
        synchronized (open) {
          open.add(client);
          open.add(broker);
        }
        try {
          broker.connect(new InetSocketAddress(Clients.HOST, target));
        } catch (IOException e) {
          client.close();
          continue;
        }
        client.setTcpNoDelay(true);
        broker.setTcpNoDelay(true);
        PacketKinds kinds = new PacketKinds();
        daemon(() -> pump(client, broker, kinds));
        daemon(() -> pump(broker, client, null));
      } catch (IOException e) {
        // A connection cut in its first moment, or the end of the proxy.
      }
    }
  }

  private void pump(Socket from, Socket to, PacketKinds kinds) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (kinds != null) {
          kinds.see(buffer, n);
        }
        gate.await();
        int at = 0;
        while (kinds == null && n - at > piece) {
          out.write(buffer, at, piece);
          at += piece;
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
        }
        out.write(buffer, at, n - at);
      }
    } catch (IOException e) {
      // Cut.
    }
  }

  /** Lets everybody through or nobody. */
  private static final class Gate {
    private boolean shut;

    synchronized void shut() {
      shut = true;
    }

    synchronized void open() {
      shut = false;
      notifyAll();
    }

    synchronized void await() throws IOException {
      try {
        while (shut) {
          wait();
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  /** Finds the packets in a stream of bytes: kind, then length in sevens of bits, then as many. */
  private final class PacketKinds {

    private int bodyLeft;
    private int shift = -1;

    void see(byte[] bytes, int count) {
      for (int i = 0; i < count; i++) {
        if (bodyLeft > 0 && shift < 0) {
          int skipped = Math.min(bodyLeft, count - i);
          bodyLeft -= skipped;
          i += skipped - 1;
        } else if (shift < 0) {
          packets[(bytes[i] >> 4) & 0xf].incrementAndGet();
          shift = 0;
          bodyLeft = 0;
        } else {
          bodyLeft |= (bytes[i] & 0x7f) << shift;
          shift = (bytes[i] & 0x80) == 0 ? -1 : shift + 7;
        }
      }
    }
  }
}
