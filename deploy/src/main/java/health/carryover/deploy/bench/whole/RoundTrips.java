package health.carryover.deploy.bench.whole;

import health.carryover.deploy.bench.fairness.DeviceConnection;
import health.carryover.deploy.bench.fairness.DeviceConnection.Message;
import health.carryover.ingest.topic.TopicName;
import io.vertx.core.net.NetClient;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Times bare messages from their publishing to a subscriber at the same broker, at QoS 1. */
final class RoundTrips {
  private static final int WINDOW = 50;
  private static final long APART_MILLIS = 50;
  private static final int QUEUED = 100;
  private static final int PATIENCE_SECONDS = 30;
  private static final double NANOS_PER_MILLI = 1e6;

  private final String topic;
  private final Queue<Message> queue = new ArrayBlockingQueue<>(QUEUED);
  private final DeviceConnection publisher;
  private final Map<String, Long> heard = new ConcurrentHashMap<>();

  RoundTrips(NetClient network, String clinic, int port)
      throws InterruptedException, TimeoutException {
    this.topic = TopicName.PREFIX + clinic + "/round-trip/down/feedback";
    publisher =
        Awaited.of(
            DeviceConnection.open(
                network, "127.0.0.1", port, "round-trip-out", WINDOW, queue::poll, m -> {}));
    Awaited.of(
            DeviceConnection.open(
                network,
                "127.0.0.1",
                port,
                "round-trip-in",
                WINDOW,
                () -> null,
                payload ->
                    heard.putIfAbsent(
                        new String(payload, StandardCharsets.UTF_8), System.nanoTime())))
        .subscribe(topic);
  }

  /** Milliseconds of each, ascending. */
  double[] run(String name, int count) throws InterruptedException, TimeoutException {
    Map<String, Long> sent = new HashMap<>();
    for (int i = 0; i < count; i++) {
      String payload = name + "-" + i;
      sent.put(payload, System.nanoTime());
      queue.add(new Message(topic, payload.getBytes(StandardCharsets.UTF_8)));
      publisher.wake();
      TimeUnit.MILLISECONDS.sleep(APART_MILLIS);
    }
    long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!heard.keySet().containsAll(sent.keySet()) && System.nanoTime() < giveUpAt) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return sent.entrySet().stream()
        .mapToDouble(
            one -> {
              Long at = heard.get(one.getKey());
              return at == null ? Double.NaN : (at - one.getValue()) / NANOS_PER_MILLI;
            })
        .filter(millis -> !Double.isNaN(millis))
        .sorted()
        .toArray();
  }
}
