package health.carryover.deploy.broker;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Lets devices that upload what they held back go no faster than the reader of their messages: all
 * devices share one queue, and what is live would stand behind the uploads of the others. While the
 * reader is behind, a connection that sent more than its share is not read; its device keeps what
 * it has, which it can. Others are never held up.
 *
 * <p>A connection's share is a burst and a steady rate far above that of a live session. Paused
 * ones are read again in turn as soon as the reader has caught up, and at the latest after some
 * seconds, so that keep-alive still works. One thread of its own; the interceptor runs on the
 * broker's.
 */
final class UploadPacing implements MQTTInterceptor, AutoCloseable {
  private static final double BURST = 4;
  private static final double A_SECOND = 2;

  /** A large message counts as several, so that few of them wait in memory. */
  private static final double LARGE_BYTES = 16_384;

  private static final long LOOK_MILLIS = 5;
  private static final int READ_AGAIN_AT_ONCE = 2;
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final Set<String> never;
  private final BooleanSupplier behind;
  private final Map<RemotingConnection, Share> shares = new WeakHashMap<>();
  private final ArrayDeque<Paused> paused = new ArrayDeque<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "upload-pacing");

  /**
   * @param never client ids that are always read
   * @param behind whether the reader has more to read than it should; asked often, on any thread
   */
  UploadPacing(Set<String> never, BooleanSupplier behind) {
    this.never = Set.copyOf(never);
    this.behind = behind;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** How many connections are not read now. */
  int paused() {
    synchronized (paused) {
      return paused.size();
    }
  }

  @Override
  public boolean intercept(MqttMessage packet, RemotingConnection connection) {
    if (packet instanceof MqttPublishMessage publish
        && !never.contains(String.valueOf(connection.getClientID()))
        && spent(connection, 1 + publish.payload().readableBytes() / LARGE_BYTES)
        && behind.getAsBoolean()) {
      pause(connection);
    }
    return true;
  }

  private boolean spent(RemotingConnection connection, double cost) {
    synchronized (shares) {
      return shares.computeIfAbsent(connection, c -> new Share()).spend(cost, System.nanoTime());
    }
  }

  private void pause(RemotingConnection connection) {
    synchronized (paused) {
      if (paused.stream().anyMatch(p -> p.connection == connection)) {
        return;
      }
      paused.addLast(new Paused(connection, System.nanoTime()));
    }
    connection.getTransportConnection().setAutoRead(false);
  }

  private void run() {
    try {
      while (!closing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        readAgain(behind.getAsBoolean() ? 0 : READ_AGAIN_AT_ONCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    readAgain(Integer.MAX_VALUE);
  }

  private void readAgain(int atMost) {
    List<Paused> next = new ArrayList<>();
    synchronized (paused) {
      long now = System.nanoTime();
      while (!paused.isEmpty()
          && (next.size() < atMost || now - paused.getFirst().sinceNanos > LONGEST_PAUSE_NANOS)) {
        next.add(paused.removeFirst());
      }
    }
    next.forEach(p -> p.connection.getTransportConnection().setAutoRead(true));
  }

  /** Every connection is read again. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Paused(RemotingConnection connection, long sinceNanos) {}

  /** A token bucket. Guarded by the map it is in. */
  private static final class Share {
    private double left = BURST;
    private long atNanos = System.nanoTime();

    /** Takes some; whether there were too few. */
    boolean spend(double cost, long nowNanos) {
      left = Math.min(BURST, left + (nowNanos - atNanos) / 1e9 * A_SECOND);
      atNanos = nowNanos;
      if (left < cost) {
        return true;
      }
      left -= cost;
      return false;
    }
  }
}
