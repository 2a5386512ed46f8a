package health.carryover.ingest.shard;

import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final Timer storeCalls;
  private final Map<String, Counter> alerts = new HashMap<>();

  ShardMetrics(MeterRegistry registry, IntSupplier waiting, IntSupplier held) {
    lag =
        Timer.builder("carryover.ingest.shard.lag")
            .description("From the receipt of a message to its outcomes being stored")
            .register(registry);
    storeCalls =
        Timer.builder("carryover.ingest.shard.store")
            .description("One call of a shard to the records that went well")
            .register(registry);
    for (AlertChange.Kind kind : AlertChange.Kind.values()) {
      for (AlertChange.Change change : AlertChange.Change.values()) {
        alerts.put(
            kind.code() + "/" + change.code(),
            Counter.builder("carryover.alerts.changes")
                .description("Changes of alerts that were stored, by what they are about")
                .tag("kind", kind.code())
                .tag("change", change.code())
                .register(registry));
      }
    }
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
    return Counter.builder(name)
        .description(
            name.endsWith("outcomes")
                ? "What was stored of what the monitors said"
                : "What went wrong in the shards, and was dealt with")
        .tag(tag, value)
        .register(registry);
  }

  void saved(List<StoredAlertChange> changes, int assessed) {
    alertChanges.increment(changes.size());
    assessments.increment(assessed);
    for (StoredAlertChange change : changes) {
      Counter counter = alerts.get(change.document().get("kind") + "/" + change.change().code());
      if (counter != null) {
        counter.increment();
      }
    }
  }

  Timer storeCalls() {
    return storeCalls;
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
