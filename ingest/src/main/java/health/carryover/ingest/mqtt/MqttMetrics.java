package health.carryover.ingest.mqtt;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What a link counts, under names that start with {@code carryover.mqtt.} and with tags of closed
 * sets only. Thread-safe.
 */
final class MqttMetrics {

  final Counter established;
  final Counter failed;
  private final Map<EndReason, Counter> ends = new EnumMap<>(EndReason.class);
  private final MeterRegistry registry;
  private final Tags role;
  private final List<Gauge> gauges;

  /**
   * Registers the meters.
   *
   * @param waiting how many messages wait in the link's queue
   */
  MqttMetrics(
      MeterRegistry registry, MqttRole role, Supplier<MqttState> state, IntSupplier waiting) {
    this.registry = registry;
    this.role = Tags.of("role", role.tag());
    this.established = counter("carryover.mqtt.connections", "Connections made", "made");
    this.failed = counter("carryover.mqtt.connections", "Connections made", "failed");
    for (EndReason reason : EndReason.values()) {
      ends.put(
          reason,
          Counter.builder("carryover.mqtt.disconnections")
              .description("Connections that ended, by reason")
              .tags(this.role.and("reason", reason.tag()))
              .register(registry));
    }
    this.gauges =
        List.of(
            Gauge.builder(
                    "carryover.mqtt.connected", () -> state.get() == MqttState.CONNECTED ? 1 : 0)
                .description("1 while connected, else 0")
                .tags(this.role)
                .register(registry),
            Gauge.builder("carryover.mqtt.waiting", waiting::getAsInt)
                .description("Messages in the link's bounded queue")
                .tags(this.role)
                .register(registry));
  }

  /** A counter of messages that met one fate. */
  Counter messages(String fate) {
    return Counter.builder("carryover.mqtt.messages")
        .description("Messages, by what became of them")
        .tags(role.and("fate", fate))
        .register(registry);
  }

  void ended(EndReason reason) {
    Counter counter = ends.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }

  /** Takes the gauges out, so that a stopped link is not kept in memory by them. */
  void close() {
    gauges.forEach(registry::remove);
  }

  private Counter counter(String name, String description, String outcome) {
    return Counter.builder(name)
        .description(description)
        .tags(role.and("outcome", outcome))
        .register(registry);
  }
}
