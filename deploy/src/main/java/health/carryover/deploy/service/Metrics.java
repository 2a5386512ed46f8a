package health.carryover.deploy.service;

import health.carryover.deploy.log.LogOutput;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.spi.VertxTracerFactory;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.io.File;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The registry of one service, with what Java and the process say of themselves. */
final class Metrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  Metrics() {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
    FunctionCounter.builder("carryover.log.left.out", this, metrics -> LogOutput.leftOut())
        .description("Log lines that were left out because nobody read those before them")
        .register(registry);
  }

  /** From now on says how much space is left where {@code folder} is. */
  void watch(Path folder) {
    Gauge.builder("carryover.data.free", folder.toFile(), File::getUsableSpace)
        .description("Space left where the data folder is")
        .baseUnit("bytes")
        .strongReference(true)
        .register(registry);
  }

  PrometheusMeterRegistry registry() {
    return registry;
  }

  /**
   * Event loops that are measured; the two servers are told apart by where they listen.
   *
   * @param tracer null: nothing is traced
   */
  Vertx measured(@Nullable VertxTracerFactory tracer) {
    MicrometerMetricsOptions options = new MicrometerMetricsOptions().setEnabled(true);
    options.addLabels(Label.LOCAL);
    VertxBuilder builder =
        Vertx.builder()
            .with(new VertxOptions().setMetricsOptions(options))
            .withMetrics(new MicrometerMetricsFactory(registry));
    return (tracer == null ? builder : builder.withTracer(tracer)).build();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
