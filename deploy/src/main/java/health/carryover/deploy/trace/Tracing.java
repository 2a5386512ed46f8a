package health.carryover.deploy.trace;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.vertx.core.spi.VertxTracerFactory;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends spans as OTLP over HTTP. At most {@value #QUEUED} wait to be sent; more are left out while
 * nobody takes them. Any thread.
 */
public final class Tracing implements AutoCloseable {
  private static final int QUEUED = 2_048;
  private static final Duration SENT_EVERY = Duration.ofSeconds(1);
  private static final Duration SEND_PATIENCE = Duration.ofSeconds(5);
  private static final long LEAVE_SECONDS = 5;

  /** The library logs every failed attempt; what is lost is counted. Held, or it is forgotten. */
  private static final Logger LIBRARY_LOG = Logger.getLogger("io.opentelemetry");

  private final SdkTracerProvider provider;
  private final MessageTraces messages;
  private final RequestTracer requests;

  /**
   * @param endpoint the whole address, path included
   * @param oneIn one message and one request in so many
   * @param version of the program
   */
  public Tracing(
      URI endpoint, int oneIn, String version, InstantSource clock, MeterRegistry registry) {
    LIBRARY_LOG.setLevel(Level.OFF);
    this.provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(
                    Attributes.of(
                        AttributeKey.stringKey("service.name"),
                        "carryover",
                        AttributeKey.stringKey("service.version"),
                        version)))
            .addSpanProcessor(
                BatchSpanProcessor.builder(
                        new Counted(
                            OtlpHttpSpanExporter.builder()
                                .setEndpoint(endpoint.toString())
                                .setTimeout(SEND_PATIENCE)
                                .build(),
                            registry))
                    .setMaxQueueSize(QUEUED)
                    .setScheduleDelay(SENT_EVERY)
                    .build())
            .build();
    this.messages = new MessageTraces(provider.get("carryover"), oneIn, clock);
    this.requests = new RequestTracer(provider.get("carryover"), oneIn);
  }

  /** Hears of messages. */
  public MessageTraces messages() {
    return messages;
  }

  /** Hears of requests, for event loops that are still to be made. */
  public VertxTracerFactory requests() {
    return options -> requests;
  }

  /** Sends what is left, for some seconds at most. */
  @Override
  public void close() {
    messages.close();
    provider.shutdown().join(LEAVE_SECONDS, TimeUnit.SECONDS);
  }

  /** Counts what became of spans. */
  private static final class Counted implements SpanExporter {
    private final SpanExporter sender;
    private final Counter sent;
    private final Counter lost;

    Counted(SpanExporter sender, MeterRegistry registry) {
      this.sender = sender;
      this.sent = counter(registry, "sent");
      this.lost = counter(registry, "lost");
    }

    private static Counter counter(MeterRegistry registry, String fate) {
      return Counter.builder("carryover.tracing.spans")
          .description("Spans, by what became of them")
          .tag("fate", fate)
          .register(registry);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      int count = spans.size();
      CompletableResultCode result = sender.export(spans);
      result.whenComplete(() -> (result.isSuccess() ? sent : lost).increment(count));
      return result;
    }

    @Override
    public CompletableResultCode flush() {
      return sender.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return sender.shutdown();
    }
  }
}
