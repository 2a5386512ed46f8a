package health.carryover.ingest.journal;

import health.carryover.analysis.event.Rejection;
import health.carryover.analysis.port.Journal.Appended;
import health.carryover.ingest.codec.Counts;
import health.carryover.ingest.codec.RejectionCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;

/** What the writer counts, under {@code carryover.ingest.}; tags of closed sets only. */
final class WriterMetrics {
  private final Map<Delivery.Fate, Counter> messages = new EnumMap<>(Delivery.Fate.class);
  private final Map<RejectionCode, Counter> rejections = new EnumMap<>(RejectionCode.class);
  private final Counter readings;
  private final Counter gaps;
  private final Counter implausible;
  private final Counter corrected;
  private final Counter failures;
  private final Timer commits;
  private final DistributionSummary groups;

  WriterMetrics(MeterRegistry registry, IntSupplier queued) {
    for (Delivery.Fate fate : Delivery.Fate.values()) {
      messages.put(
          fate,
          Counter.builder("carryover.ingest.messages")
              .description("Messages by what became of them")
              .tag("fate", fate.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    for (RejectionCode code : RejectionCode.values()) {
      rejections.put(
          code,
          Counter.builder("carryover.ingest.rejections")
              .description("Messages and elements that could not be used, by reason")
              .tag("code", code.code())
              .register(registry));
    }
    readings = elements(registry, "accepted");
    gaps = elements(registry, "gap");
    implausible = elements(registry, "implausible");
    corrected =
        Counter.builder("carryover.ingest.clock.corrected")
            .description("Messages whose times were moved because their device's clock is wrong")
            .register(registry);
    failures =
        Counter.builder("carryover.ingest.journal.failures")
            .description("Attempts at a commit that failed")
            .register(registry);
    commits =
        Timer.builder("carryover.ingest.journal.commit")
            .description("One durable commit of a group")
            .register(registry);
    groups =
        DistributionSummary.builder("carryover.ingest.journal.group")
            .description("Messages in one commit")
            .register(registry);
    Gauge.builder("carryover.ingest.queue.messages", queued::getAsInt)
        .description("Messages that wait to be journalled")
        .strongReference(true)
        .register(registry);
  }

  private static Counter elements(MeterRegistry registry, String fate) {
    return Counter.builder("carryover.ingest.elements")
        .description("Readings and reports of accepted messages")
        .tag("fate", fate)
        .register(registry);
  }

  Timer commits() {
    return commits;
  }

  void corrected() {
    corrected.increment();
  }

  void failed() {
    failures.increment();
  }

  void delivered(List<Delivery> deliveries) {
    groups.record(deliveries.size());
    deliveries.forEach(this::delivered);
  }

  private void delivered(Delivery delivery) {
    Objects.requireNonNull(messages.get(delivery.fate())).increment();
    if (delivery.fate() == Delivery.Fate.DUPLICATE) {
      return;
    }
    if (delivery.result() instanceof Appended.Conflict) {
      rejected(RejectionCode.IDENTITY_CONFLICT, 1);
      return;
    }
    Counts counts = delivery.decoded().counts();
    readings.increment(counts.accepted());
    gaps.increment(counts.gaps());
    implausible.increment(counts.implausible());
    for (Rejection rejection : delivery.decoded().rejections()) {
      RejectionCode.ofCode(rejection.code()).ifPresent(code -> rejected(code, 1));
    }
  }

  private void rejected(RejectionCode code, int times) {
    Objects.requireNonNull(rejections.get(code)).increment(times);
  }
}
