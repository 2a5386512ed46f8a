package health.carryover.ingest.shard;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.IntSupplier;

/** What the shards count, under {@code carryover.ingest.}; tags of closed sets only. */
final class ShardMetrics {
  private final Timer lag;
  private final Counter alertChanges;
  private final Counter assessments;
  private final Counter retries;
  private final Counter repairs;
  private final Counter setAside;
  private final Counter listenerFailures;
  private final Counter snapshots;

  ShardMetrics(MeterRegistry registry, IntSupplier waiting, IntSupplier held) {
    lag =
        Timer.builder("carryover.ingest.shard.lag")
            .description("From the receipt of a message to its outcomes being stored")
            .register(registry);
    alertChanges = counter(registry, "carryover.ingest.outcomes", "kind", "alert-change");
    assessments = counter(registry, "carryover.ingest.outcomes", "kind", "assessment");
    snapshots = counter(registry, "carryover.ingest.outcomes", "kind", "snapshot");
    retries = counter(registry, "carryover.ingest.shard.failures", "kind", "store-unavailable");
    repairs = counter(registry, "carryover.ingest.shard.failures", "kind", "monitor-restored");
    setAside = counter(registry, "carryover.ingest.shard.failures", "kind", "entry-set-aside");
    listenerFailures = counter(registry, "carryover.ingest.shard.failures", "kind", "listener");
    Gauge.builder("carryover.ingest.shard.waiting", waiting::getAsInt)
        .description("Messages handed to the shards whose outcomes are not stored yet")
        .strongReference(true)
        .register(registry);
    Gauge.builder("carryover.ingest.shard.monitors", held::getAsInt)
        .description("Monitors in memory")
        .strongReference(true)
        .register(registry);
  }

  private static Counter counter(MeterRegistry registry, String name, String tag, String value) {
    return Counter.builder(name).tag(tag, value).register(registry);
  }

  void saved(int changes, int assessed) {
    alertChanges.increment(changes);
    assessments.increment(assessed);
  }

  void used(Duration sinceReceipt) {
    lag.record(sinceReceipt.isNegative() ? Duration.ZERO : sinceReceipt);
  }

  void snapshots(int stored) {
    snapshots.increment(stored);
  }

  void retried() {
    retries.increment();
  }

  void restored() {
    repairs.increment();
  }

  void setAside() {
    setAside.increment();
  }

  void listenerFailed() {
    listenerFailures.increment();
  }
}
