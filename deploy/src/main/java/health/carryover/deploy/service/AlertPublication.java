package health.carryover.deploy.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.Offsets;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.deploy.log.LogCode;
import health.carryover.ingest.mqtt.OutboundMessage;
import health.carryover.ingest.mqtt.PublishRefusedException;
import health.carryover.ingest.shard.OutcomeListener;
import health.carryover.ingest.topic.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes every alert change on the clinic's topic, in order and one at a time. Reads the records
 * from an offset of its own: after a restart it goes on where it was, so that a change may come
 * twice but none is left out. One thread; the listener's methods: any, never wait.
 */
final class AlertPublication implements OutcomeListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AlertPublication.class);

  /** Under which name it keeps how far it has come. */
  static final String CONSUMER = "alerts-topic";

  private static final int PAGE = 100;
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration LEAVE = Duration.ofSeconds(5);

  private final OutcomeRecords records;
  private final Offsets offsets;
  private final String topic;
  private final Function<OutboundMessage, CompletionStage<Void>> publish;
  private final Function<StoredAlertChange, Runnable> watcher;
  private final ObjectMapper json = new ObjectMapper();
  private final Semaphore news = new Semaphore(0);
  private final Thread thread = new Thread(this::run, "alert-publication");
  private volatile boolean stopped;

  /**
   * @param watcher hears of a change before it is published, and what it gives is run when the
   *     broker has it or will never take it
   */
  AlertPublication(
      String clinic,
      OutcomeRecords records,
      Offsets offsets,
      Function<OutboundMessage, CompletionStage<Void>> publish,
      Function<StoredAlertChange, Runnable> watcher) {
    this.topic = new TopicName.ClinicAlerts(clinic).text();
    this.records = records;
    this.offsets = offsets;
    this.publish = publish;
    this.watcher = watcher;
  }

  void start() {
    thread.start();
  }

  @Override
  public void alertsChanged(List<StoredAlertChange> changes) {
    if (news.availablePermits() == 0) {
      news.release();
    }
  }

  @Override
  public void assessed(List<Assessment> assessments) {}

  @Override
  public void progressed(List<SessionProgress> progress) {}

  /** What is not published by now is published after the next start. */
  @Override
  public void close() {
    stopped = true;
    news.release();
    try {
      thread.join(LEAVE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    boolean failing = false;
    try {
      while (!stopped) {
        try {
          publishNew();
          failing = false;
        } catch (StoreUnavailableException away) {
          if (!failing) {
            LOG.warn(LogCode.PUBLICATION_WAITS.line("alert changes wait for the records"));
          }
          failing = true;
        }
        news.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        news.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void publishNew() throws InterruptedException {
    long place = offsets.of(CONSUMER);
    while (!stopped) {
      List<StoredAlertChange> changes = records.alertChangesAfter(place, PAGE);
      if (changes.isEmpty()) {
        return;
      }
      long before = place;
      for (StoredAlertChange change : changes) {
        if (!published(change)) {
          break;
        }
        place = change.id();
      }
      if (place == before) {
        return;
      }
      offsets.advance(CONSUMER, place);
    }
  }

  /** Whether the broker has it, or will never take it. */
  private boolean published(StoredAlertChange change) throws InterruptedException {
    Runnable done = watcher.apply(change);
    CompletableFuture<Void> taken =
        publish.apply(OutboundMessage.of(topic, payload(change))).toCompletableFuture();
    do {
      try {
        taken.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        done.run();
        return true;
      } catch (TimeoutException late) {
        // The publisher keeps it until the broker is back.
      } catch (ExecutionException failed) {
        done.run();
        return failed.getCause() instanceof PublishRefusedException;
      }
    } while (!stopped);
    return false;
  }

  private byte[] payload(StoredAlertChange change) {
    try {
      return json.writeValueAsBytes(change.document());
    } catch (JsonProcessingException e) {
      // Without the cause: its message may quote the document.
      throw new IllegalStateException("a document of plain values");
    }
  }
}
