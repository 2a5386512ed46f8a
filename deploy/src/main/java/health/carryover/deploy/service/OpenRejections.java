package health.carryover.deploy.service;

import health.carryover.analysis.port.Quarantine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many rejected elements wait for somebody, read from the records now and then: whoever asks
 * for metrics never waits for a store. NaN while it is not known. Any thread.
 */
final class OpenRejections implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final Quarantine quarantine;
  private final AtomicBoolean reading = new AtomicBoolean();
  private final long timer;
  private volatile double open = Double.NaN;

  OpenRejections(Vertx vertx, Quarantine quarantine, MeterRegistry registry) {
    this.vertx = vertx;
    this.quarantine = quarantine;
    Gauge.builder("carryover.quarantine.open", this, rejections -> rejections.open)
        .description("Rejected elements that nobody has done anything about")
        .strongReference(true)
        .register(registry);
    this.timer = vertx.setPeriodic(1, EVERY.toMillis(), tick -> read());
  }

  private void read() {
    if (reading.compareAndSet(false, true)) {
      vertx
          .executeBlocking(this::count)
          .onComplete(
              counted -> {
                open = counted.succeeded() ? counted.result() : Double.NaN;
                reading.set(false);
              });
    }
  }

  private double count() {
    return quarantine.counts().values().stream()
        .mapToLong(states -> states.getOrDefault(Quarantine.State.OPEN, 0L))
        .sum();
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
  }
}
