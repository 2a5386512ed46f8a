package health.carryover.deploy.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Stands between a service and its store, and makes every answer late. */
final class DelayingProxy implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int target;
  private volatile long delayMillis;

  DelayingProxy(int target) throws IOException {
    this.target = target;
    daemon(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** From now on every piece of an answer comes so much later. */
  void delay(long millis) {
    delayMillis = millis;
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      daemon(() -> pass(client, server, () -> 0));
      daemon(() -> pass(server, client, () -> delayMillis));
    }
  }

  private interface Delay {
    long millis();
  }

  private static void pass(Socket from, Socket to, Delay delay) throws IOException {
    byte[] bytes = new byte[64 * 1024];
    try (from;
        to) {
      for (int read = from.getInputStream().read(bytes);
          read >= 0;
          read = from.getInputStream().read(bytes)) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(delay.millis()));
        to.getOutputStream().write(bytes, 0, read);
      }
    }
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
            "delaying-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
