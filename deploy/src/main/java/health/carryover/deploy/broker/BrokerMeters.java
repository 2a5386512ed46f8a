package health.carryover.deploy.broker;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** What the embedded broker tells of its connections. */
public final class BrokerMeters {

  private BrokerMeters() {}

  /** Adds them; {@code registry} keeps the broker from being collected. */
  public static void add(EmbeddedBroker broker, MeterRegistry registry) {
    Gauge.builder("carryover.broker.paused", broker::paused)
        .description("Devices that are not read because they upload faster than is used")
        .strongReference(true)
        .register(registry);
    DirectCounts direct = broker.directCounts();
    for (DirectCounts.Fate fate : DirectCounts.Fate.values()) {
      FunctionCounter.builder("carryover.mqtt.messages", direct, counts -> counts.of(fate))
          .description("Messages, by what became of them")
          .tag("role", "direct")
          .tag("fate", fate.tag())
          .register(registry);
    }
    Strangers strangers = broker.strangers();
    for (Strangers.Reason reason : Strangers.Reason.values()) {
      FunctionCounter.builder("carryover.broker.cut.off", strangers, s -> s.ended(reason))
          .description("Connections that were closed for what they sent, or did not send in time")
          .tag("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
          .register(registry);
    }
  }
}
