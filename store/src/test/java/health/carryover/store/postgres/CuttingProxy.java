package health.carryover.store.postgres;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between the store and its server, and can cut a connection around a COMMIT: before the
 * server gets it, or after the server has done it and before the store hears of it.
 */
final class CuttingProxy implements Closeable {
  enum Cut {
    NEVER,
    BEFORE_COMMIT,
    AFTER_COMMIT
  }

  private static final byte[] COMMIT = "COMMIT".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final AtomicInteger cuts = new AtomicInteger();
  private final int target;
  private volatile Cut next = Cut.NEVER;

  CuttingProxy(int target) throws IOException {
    this.target = target;
    daemon(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** What is done with the next COMMIT; those after it pass. */
  void cutNext(Cut cut) {
    next = cut;
  }

  int cuts() {
    return cuts.get();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      AtomicInteger swallowing = new AtomicInteger();
      daemon(() -> forward(client, server, swallowing));
      daemon(() -> answer(server, client, swallowing));
    }
  }

  private void forward(Socket client, Socket server, AtomicInteger swallowing) throws IOException {
    byte[] bytes = new byte[64 * 1024];
    try (client;
        server) {
      InputStream in = client.getInputStream();
      OutputStream out = server.getOutputStream();
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        Cut cut = next;
        if (cut != Cut.NEVER && commits(bytes, read)) {
          next = Cut.NEVER;
          cuts.incrementAndGet();
          if (cut == Cut.BEFORE_COMMIT) {
            return;
          }
          swallowing.set(1);
        }
        out.write(bytes, 0, read);
      }
    }
  }

  /** An answer to be swallowed shows that the server has done it. */
  private static void answer(Socket server, Socket client, AtomicInteger swallowing)
      throws IOException {
    byte[] bytes = new byte[64 * 1024];
    try (client;
        server) {
      InputStream in = server.getInputStream();
      OutputStream out = client.getOutputStream();
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        if (swallowing.get() == 1) {
          return;
        }
        out.write(bytes, 0, read);
      }
    }
  }

  private static boolean commits(byte[] bytes, int length) {
    for (int from = 0; from + COMMIT.length <= length; from++) {
      int same = 0;
      while (same < COMMIT.length && bytes[from + same] == COMMIT[same]) {
        same++;
      }
      if (same == COMMIT.length) {
        return true;
      }
    }
    return false;
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void daemon(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException closed) {
                // One of the ends went away.
              }
            },
            "cutting-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
