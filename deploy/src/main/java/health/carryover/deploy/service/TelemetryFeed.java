package health.carryover.deploy.service;

import health.carryover.analysis.port.Offsets;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.analysis.port.Telemetry;
import health.carryover.analysis.port.TelemetryErasure;
import health.carryover.deploy.log.LogCode;
import health.carryover.ingest.journal.Delivery;
import health.carryover.ingest.journal.DeliveryListener;
import health.carryover.ingest.retry.GiveUp;
import health.carryover.ingest.retry.RetryPace;
import health.carryover.ingest.shard.PatientHistory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies heart rate from the journal to a telemetry server, from an offset of its own. A server
 * that is away holds nobody up and loses nothing: the copy goes on where it was. One thread; the
 * listener's method: any, never waits.
 */
final class TelemetryFeed implements DeliveryListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TelemetryFeed.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration LEAVE = Duration.ofSeconds(5);
  private static final RetryPace PACE =
      new RetryPace(Duration.ofMillis(100), Duration.ofSeconds(30));
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(5);

  private final TelemetryCopy copy;
  private final Semaphore news = new Semaphore(0);
  private final GiveUp giveUp = new GiveUp();
  private final Thread thread = new Thread(this::run, "telemetry-feed");

  TelemetryFeed(PatientHistory history, Telemetry telemetry, Offsets offsets) {
    this.copy = new TelemetryCopy(history, telemetry, offsets, TelemetryCopy.FEED);
  }

  void start() {
    thread.start();
  }

  @Override
  public void delivered(List<Delivery> deliveries) {
    if (news.availablePermits() == 0) {
      news.release();
    }
  }

  /** The journal sequence up to which everything is copied. */
  long place() {
    return copy.place();
  }

  /** What is not copied by now is copied after the next start. */
  @Override
  public void close() {
    giveUp.now();
    news.release();
    try {
      thread.join(LEAVE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    int failures = 0;
    try {
      while (!giveUp.given()) {
        try {
          while (!giveUp.given() && copyPage()) {
            failures = reached(failures);
          }
          failures = reached(failures);
          news.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
          news.drainPermits();
        } catch (StoreUnavailableException away) {
          failures++;
          if (failures == 1) {
            LOG.warn(LogCode.TELEMETRY_WAITS.line("{}"), away.getMessage());
          }
          giveUp.pause(pause(failures, away.notBefore()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException closed) {
      // The stores are closed while an answer of the server is late; the journal has everything.
      LOG.debug("feed ended by closed stores");
    }
  }

  /** A server that says when to come back is not asked before, but never left for long. */
  static Duration pause(int failures, Duration notBefore) {
    Duration own = PACE.after(failures);
    Duration asked = notBefore.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : notBefore;
    return own.compareTo(asked) > 0 ? own : asked;
  }

  private static int reached(int failures) {
    if (failures > 0) {
      LOG.info(LogCode.TELEMETRY_FOLLOWS.line("heart rate is written again"));
    }
    return 0;
  }

  /** Erasure at the server, never while a page is copied that was read before it. */
  TelemetryErasure erasure(TelemetryErasure server) {
    return new TelemetryErasure() {
      @Override
      public long erase(String patient) {
        synchronized (copy) {
          return server.erase(patient);
        }
      }

      @Override
      public long left(String patient) {
        return server.left(patient);
      }
    };
  }

  private boolean copyPage() {
    synchronized (copy) {
      return copy.page();
    }
  }
}
