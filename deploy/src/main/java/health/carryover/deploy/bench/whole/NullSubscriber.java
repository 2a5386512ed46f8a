package health.carryover.deploy.bench.whole;

import health.carryover.deploy.broker.BrokerAccess;
import health.carryover.deploy.broker.BrokerSettings;
import health.carryover.deploy.broker.BrokerStartException;
import health.carryover.deploy.broker.EmbeddedBroker;
import health.carryover.ingest.mqtt.InboundMessage;
import health.carryover.ingest.mqtt.MqttAddress;
import health.carryover.ingest.mqtt.MqttLink;
import health.carryover.ingest.mqtt.MqttLinkSettings;
import health.carryover.ingest.mqtt.MqttState;
import health.carryover.ingest.mqtt.MqttStateListener;
import health.carryover.ingest.topic.TopicFilters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The limit: the same embedded broker, and behind it the same client, which acknowledges every
 * message by hand at once and does nothing else with it.
 */
final class NullSubscriber implements AutoCloseable {
  private static final int INTAKE = 2_000;

  private final EmbeddedBroker broker;
  private final MqttLink link;
  private final BlockingQueue<InboundMessage> arrived = new ArrayBlockingQueue<>(INTAKE);
  private final AtomicLong acknowledged = new AtomicLong();
  private final Thread thread = new Thread(this::acknowledge, "null-subscriber");

  NullSubscriber(Path folder) throws BrokerStartException, InterruptedException, TimeoutException {
    broker =
        EmbeddedBroker.start(BrokerSettings.local(0, folder), BrokerAccess.anyoneOnThisMachine());
    link =
        new MqttLink(
            MqttAddress.of("127.0.0.1", broker.port(), "null-subscriber"),
            MqttLinkSettings.subscribingTo(TopicFilters.ofTheService().toArray(String[]::new)),
            arrived,
            InstantSource.system(),
            MqttStateListener.none(),
            new SimpleMeterRegistry());
    thread.start();
    link.start();
    Awaited.until(
        () -> link.state() == MqttState.CONNECTED, "the null subscriber does not connect");
  }

  private void acknowledge() {
    try {
      while (true) {
        arrived.take().acknowledge();
        acknowledged.incrementAndGet();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  int port() {
    return broker.port();
  }

  long acknowledged() {
    return acknowledged.get();
  }

  /** Waits until it has acknowledged what the broker had for it. */
  void settle() throws InterruptedException, TimeoutException {
    Awaited.rest(this::acknowledged, "the null subscriber does not come to rest");
  }

  @Override
  public void close() {
    link.close();
    thread.interrupt();
    broker.close();
  }
}
