package health.carryover.deploy.bench.whole;

import health.carryover.deploy.bench.fairness.DeviceConnection;
import health.carryover.deploy.bench.fairness.DeviceConnection.Message;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Messages published over a few connections, as fast as the broker takes them or at a given rate.
 * The methods: one thread.
 */
final class MqttLoad {
  /** So many connections share the devices. */
  static final int CONNECTIONS = 8;

  private static final int MOST_UNDER_WAY = 100;
  private static final long TICK_MILLIS = 5;
  private static final double MILLIS_PER_SECOND = 1_000;

  private final List<DeviceConnection> connections = new ArrayList<>();
  private final AtomicLong permits = new AtomicLong();
  private volatile double perTick;
  private double owed;

  /**
   * Connects; nothing is sent yet.
   *
   * @param name of the connections, which no others have
   */
  MqttLoad(Vertx vertx, NetClient network, String host, int port, String name, Wearers wearers)
      throws InterruptedException, TimeoutException {
    for (int i = 0; i < wearers.connections(); i++) {
      Wearers.Voice voice = wearers.voice(i);
      connections.add(
          Awaited.of(
              DeviceConnection.open(
                  network,
                  host,
                  port,
                  name + "-" + i,
                  MOST_UNDER_WAY,
                  () -> permitted(voice),
                  m -> {})));
    }
    vertx.setPeriodic(TICK_MILLIS, tick -> beat());
  }

  private @Nullable Message permitted(Wearers.Voice voice) {
    if (!voice.mayGoOn() || permits.getAndUpdate(left -> left > 0 ? left - 1 : 0) == 0) {
      return null;
    }
    long turn = voice.turn();
    Message said = voice.get();
    if (voice.turn() != turn && voice.allAreBeyond(turn)) {
      // Those that were ahead may go on; if this comes too early, the next beat asks them.
      connections.forEach(DeviceConnection::wake);
    }
    return said;
  }

  private void beat() {
    owed += perTick;
    long now = (long) owed;
    owed -= now;
    // A connection that was ahead of the others is asked again.
    if (permits.addAndGet(now) > 0) {
      connections.forEach(DeviceConnection::wake);
    }
  }

  /** As fast as it goes. */
  void full() {
    perTick = 0;
    permits.set(Long.MAX_VALUE / 2);
    connections.forEach(DeviceConnection::wake);
  }

  void rate(double perSecond) {
    permits.set(0);
    perTick = perSecond * TICK_MILLIS / MILLIS_PER_SECOND;
  }

  /**
   * What is under way comes to its end.
   *
   * @throws IllegalStateException if the broker ended a connection: nothing measured with it counts
   */
  void pause() {
    perTick = 0;
    permits.set(0);
    if (connections.stream().anyMatch(DeviceConnection::hasEnded)) {
      throw new IllegalStateException("the broker ended a connection of those that publish");
    }
  }

  /** Messages the broker has. */
  long confirmed() {
    return connections.stream().mapToLong(DeviceConnection::confirmed).sum();
  }

  /** Waits until the broker takes nothing more. */
  void settle() throws InterruptedException, TimeoutException {
    Awaited.rest(this::confirmed, "the broker does not come to rest");
  }
}
