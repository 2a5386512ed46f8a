package health.carryover.deploy.retention;

import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.deploy.log.LogCode;
import health.carryover.ingest.retry.GiveUp;
import health.carryover.store.sql.RetainedStream;
import health.carryover.store.sql.Trimming;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every hour for what is older than it is kept. Goes in small steps and rests after each for
 * longer than it took, so that whoever writes has the stores nearly to themselves. One thread of
 * its own; started once.
 */
public final class RetentionJob implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RetentionJob.class);
  private static final Duration EVERY = Duration.ofHours(1);
  private static final Duration LEAVE = Duration.ofSeconds(5);
  private static final int ROWS = 200;

  /** So many times as long as a step took it rests, but never for less than this. */
  private static final int RESTS = 4;

  private static final Duration SHORTEST_REST = Duration.ofMillis(20);

  private final Trimming trimming;
  private final Map<RetainedStream, Duration> keep;
  private final InstantSource clock;
  private final Map<RetainedStream, Counter> trimmed = new EnumMap<>(RetainedStream.class);
  private final Counter failures;
  private final GiveUp giveUp = new GiveUp();
  private final Thread thread = new Thread(this::run, "retention");

  /**
   * @param keep how long what is kept for a time is kept; a stream that is absent stays
   */
  public RetentionJob(
      Trimming trimming,
      Map<RetainedStream, Duration> keep,
      InstantSource clock,
      MeterRegistry registry) {
    this.trimming = trimming;
    this.keep = Map.copyOf(keep);
    this.clock = clock;
    for (RetainedStream stream : RetainedStream.values()) {
      trimmed.put(
          stream,
          Counter.builder("carryover.retention.trimmed")
              .description("What was let go because it was older than it is kept, by stream")
              .tag("stream", stream.code())
              .register(registry));
    }
    failures =
        Counter.builder("carryover.retention.failures")
            .description("Times at which the stores could not be asked for what is old")
            .register(registry);
  }

  /** Begins to look; does nothing if everything is kept for ever. */
  public void start() {
    if (!keep.isEmpty()) {
      thread.start();
    }
  }

  private void run() {
    try {
      while (!giveUp.given()) {
        look();
        giveUp.pause(EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws InterruptedException {
    Map<String, Long> counts = new TreeMap<>();
    try {
      for (Map.Entry<RetainedStream, Duration> entry : new EnumMap<>(keep).entrySet()) {
        long some = trim(entry.getKey(), clock.instant().minus(entry.getValue()));
        if (some > 0) {
          counts.put(entry.getKey().code(), some);
        }
      }
    } catch (StoreUnavailableException away) {
      failures.increment();
      LOG.warn(LogCode.RETENTION_WAITS.line("{}"), away.getMessage());
    } catch (RuntimeException broken) {
      // Stores that are closed while the service stops throw too.
      if (!giveUp.given()) {
        failures.increment();
        LOG.error(LogCode.RETENTION_WAITS.line("{}"), broken.getClass().getName());
      }
    }
    if (!counts.isEmpty()) {
      LOG.info(LogCode.RETENTION_DONE.line("older than it is kept and let go: {}"), counts);
    }
  }

  private long trim(RetainedStream stream, Instant before) throws InterruptedException {
    Counter counted = Objects.requireNonNull(trimmed.get(stream));
    long sum = 0;
    while (!giveUp.given()) {
      long begin = System.nanoTime();
      Trimming.Step step = trimming.step(stream, before, ROWS);
      sum += step.trimmed();
      counted.increment((double) step.trimmed());
      if (step.rest() == Trimming.Rest.NOTHING) {
        break;
      }
      Duration rest = Duration.ofNanos(System.nanoTime() - begin).multipliedBy(RESTS);
      giveUp.pause(rest.compareTo(SHORTEST_REST) > 0 ? rest : SHORTEST_REST);
    }
    return sum;
  }

  /** What is not let go by now is let go after the next start. */
  @Override
  public void close() {
    giveUp.now();
    try {
      thread.join(LEAVE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
