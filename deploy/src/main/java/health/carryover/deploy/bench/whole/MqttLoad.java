package health.carryover.deploy.bench.whole;

import health.carryover.deploy.bench.fairness.DeviceConnection;
import health.carryover.deploy.bench.fairness.DeviceConnection.Message;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Messages published over a few connections, as fast as the broker takes them or at a given rate.
 * The methods: one thread.
 */
final class MqttLoad {
  private static final int WINDOW = 100;
  private static final long TICK_MILLIS = 5;
  private static final double MILLIS_PER_SECOND = 1_000;
  private static final int PATIENCE_SECONDS = 60;

  private final Vertx vertx;
  private final List<DeviceConnection> connections = new ArrayList<>();
  private final AtomicLong permits = new AtomicLong();
  private volatile double perTick;
  private double owed;

  /**
   * Connects; nothing is sent yet.
   *
   * @param name of the connections, which no others have
   */
  MqttLoad(
      Vertx vertx,
      NetClient network,
      String host,
      int port,
      String name,
      List<InventedStream> streams)
      throws InterruptedException, TimeoutException {
    this.vertx = vertx;
    for (int i = 0; i < streams.size(); i++) {
      InventedStream stream = streams.get(i);
      connections.add(
          Awaited.of(
              DeviceConnection.open(
                  network, host, port, name + "-" + i, WINDOW, () -> permitted(stream), m -> {})));
    }
    vertx.setPeriodic(TICK_MILLIS, tick -> beat());
  }

  private @Nullable Message permitted(InventedStream stream) {
    return permits.getAndUpdate(left -> left > 0 ? left - 1 : 0) > 0 ? stream.next() : null;
  }

  private void beat() {
    owed += perTick;
    long now = (long) owed;
    owed -= now;
    if (now > 0) {
      permits.addAndGet(now);
      connections.forEach(DeviceConnection::wake);
    }
  }

  /** As fast as it goes. */
  void full() {
    perTick = 0;
    permits.set(Long.MAX_VALUE / 2);
    vertx.runOnContext(anywhere -> connections.forEach(DeviceConnection::wake));
  }

  void rate(double perSecond) {
    permits.set(0);
    perTick = perSecond * TICK_MILLIS / MILLIS_PER_SECOND;
  }

  /** What is under way comes to its end. */
  void pause() {
    perTick = 0;
    permits.set(0);
  }

  /** Messages the broker has. */
  long confirmed() {
    return connections.stream().mapToLong(DeviceConnection::confirmed).sum();
  }

  /** Waits until the broker takes nothing more. */
  void settle() throws InterruptedException, TimeoutException {
    long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    long before = -1;
    while (before != confirmed()) {
      if (System.nanoTime() > giveUpAt) {
        throw new TimeoutException("the broker does not come to rest");
      }
      before = confirmed();
      TimeUnit.MILLISECONDS.sleep(300);
    }
  }
}
