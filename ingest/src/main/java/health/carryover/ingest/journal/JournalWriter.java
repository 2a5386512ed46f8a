package health.carryover.ingest.journal;

import health.carryover.analysis.port.Enrolments;
import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.Journal.Appended;
import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.ingest.clock.DeviceClocks;
import health.carryover.ingest.codec.Decoded;
import health.carryover.ingest.codec.MessageCodec;
import health.carryover.ingest.codec.RejectionCode;
import health.carryover.ingest.codec.Source;
import health.carryover.ingest.journal.DurableGroup.Understood;
import health.carryover.ingest.retry.GiveUp;
import health.carryover.ingest.shard.DurableMessages;
import health.carryover.ingest.topic.StreamName;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what is queued, understands it and appends it in one commit; a {@link DurableDelivery}
 * acknowledges all of it and hands what can be used to the shards, while the next group is
 * committed.
 *
 * <p>{@code receivedAt} is given here, at the time of the commit, and never goes back; ticks come
 * from the same thread and clock. While the journal is away nothing is acknowledged, the queue
 * fills and {@link #offer} says no: the senders keep what they have. {@link #offer}: any thread.
 */
public final class JournalWriter {
  private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);

  private final Journal journal;
  private final MessageCodec codec;
  private final JournalClocks clocks;
  private final EnrolledPatients patients;
  private final WriterSettings settings;
  private final MonotoneClock clock;
  private final ArrivalQueue queue;
  private final WriterMetrics metrics;
  private final DurableDelivery delivery;
  private final GiveUp giveUp = new GiveUp();

  /** Held while messages are understood, stored and given to be delivered. */
  private final ReentrantLock committing = new ReentrantLock(true);

  private final Thread thread = new Thread(this::run, "journal-writer");
  private Instant nextTick = Instant.MIN;
  private volatile boolean abandoned;

  /** The last commit failed. */
  private volatile boolean away;

  /**
   * A writer that does not write yet.
   *
   * @param floor no message is received before this instant: the newest in the journal
   * @param clocks what is known of the clocks of devices; nothing yet
   */
  public JournalWriter(
      Journal journal,
      MessageCodec codec,
      Enrolments enrolments,
      DurableMessages shards,
      WriterSettings settings,
      MeterRegistry registry,
      InstantSource clock,
      Instant floor,
      DeviceClocks clocks) {
    this.journal = journal;
    this.codec = codec;
    this.clocks = new JournalClocks(clocks);
    this.patients = new EnrolledPatients(enrolments, settings.enrolmentsKept());
    this.settings = settings;
    this.clock = new MonotoneClock(clock, floor);
    this.queue = new ArrivalQueue(settings.queuedMessages(), settings.queuedBytes());
    this.metrics = new WriterMetrics(registry, queue::size);
    this.delivery = new DurableDelivery(shards, metrics, queue::done);
  }

  /** Adds whoever wants to hear what became of messages. */
  public void addListener(DeliveryListener listener) {
    delivery.add(listener);
  }

  /** Enrolments changed: what is remembered of them is read anew. Any thread. */
  public void forgetEnrolments() {
    patients.forget();
  }

  /**
   * Waits until every message that was understood before this call is in the journal and with its
   * shard, and whoever listens was told.
   *
   * @return false if {@code patience} was too short
   */
  public boolean settled(Duration patience) throws InterruptedException {
    if (!committing.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    committing.unlock();
    return delivery.settled(patience);
  }

  /**
   * Recalls the clocks of devices from the end of the journal and starts the threads.
   *
   * @throws StoreUnavailableException if the journal cannot be read
   */
  public void start() {
    clocks.recall(journal, codec);
    delivery.start();
    thread.start();
  }

  /**
   * Queues a message.
   *
   * @param patience how long to wait for room
   * @return whether it was taken; if not, it stays with the sender
   */
  public boolean offer(Arrival arrival, Duration patience) throws InterruptedException {
    return queue.offer(arrival, patience);
  }

  /**
   * Queues a message if there is room and the last commit did not fail. Does not block.
   *
   * @return whether it was taken; if not, it stays with the sender
   */
  public boolean takeNow(Arrival arrival) {
    return !away && queue.offerNow(arrival);
  }

  /** Messages that wait to be journalled or are not handed to the shards yet. */
  public int queued() {
    return queue.size();
  }

  /** Whether the threads live. */
  public boolean alive() {
    return thread.isAlive() && delivery.alive();
  }

  /**
   * Takes nothing more, makes durable what is queued, delivers it and ends the threads.
   *
   * @param patience how long a journal that is away is waited for
   * @return whether everything queued was made durable
   */
  public boolean stop(Duration patience) throws InterruptedException {
    queue.close();
    thread.join(Math.max(1, patience.toMillis()));
    giveUp.now();
    if (thread.isAlive()) {
      thread.interrupt();
      thread.join(Math.max(1, patience.toMillis()));
    }
    return delivery.finish(patience) && queue.finished() && !abandoned && !thread.isAlive();
  }

  private void run() {
    try {
      while (!queue.finished() && !giveUp.given()) {
        List<Arrival> group =
            queue.take(
                settings.groupMessages(),
                settings.groupHeldBack(),
                settings.groupBytes(),
                settings.tick());
        if (!group.isEmpty()) {
          committing.lock();
          try {
            commit(group);
          } finally {
            committing.unlock();
          }
        }
        tick();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.error("journal.writer-died {}", e.getClass().getName());
      throw e;
    }
  }

  private void tick() throws InterruptedException {
    Instant now = clock.now();
    if (!now.isBefore(nextTick)) {
      nextTick = now.plus(settings.tick());
      delivery.tick(now);
    }
  }

  private void commit(List<Arrival> taken) throws InterruptedException {
    List<Arrival> waiting = taken;
    int failures = 0;
    while (!waiting.isEmpty()) {
      try {
        DurableGroup group = append(waiting);
        away = false;
        learnClocks(group);
        delivery.give(group);
        return;
      } catch (CommitFailed e) {
        failures++;
        away = true;
        metrics.failed();
        if (failures == 1) {
          LOG.warn("journal.unavailable {}", e.why().getClass().getName());
        }
        List<Arrival> left = afterFailure(waiting, e.why());
        queue.done(waiting.size() - left.size());
        waiting = left;
        queue.putBack(afterFailure(queue.takeAll(), e.why()));
        if (!giveUp.pause(settings.retry().after(failures))) {
          // Nothing of it was acknowledged: the senders send it again.
          abandoned = true;
          queue.done(waiting.size());
          return;
        }
      }
    }
  }

  private void learnClocks(DurableGroup group) {
    for (int i = 0; i < group.results().size(); i++) {
      if (group.results().get(i) instanceof Appended.Stored) {
        Understood understood = group.understood().get(i);
        understood
            .observedAt()
            .ifPresent(at -> clocks.heard(understood.entry(), understood.decoded(), at));
      }
    }
  }

  private DurableGroup append(List<Arrival> arrivals) throws CommitFailed {
    try {
      Instant receivedAt = clock.now();
      List<Understood> understood = new ArrayList<>(arrivals.size());
      for (Arrival arrival : arrivals) {
        understood.add(understand(arrival, receivedAt));
      }
      List<JournalEntry> entries = understood.stream().map(Understood::entry).toList();
      List<Appended> results = metrics.commits().record(() -> journal.append(entries));
      return new DurableGroup(arrivals, understood, results == null ? List.of() : results);
    } catch (StoreUnavailableException e) {
      throw new CommitFailed(e);
    } catch (RuntimeException e) {
      // Whatever went wrong, nothing is known to be durable.
      throw new CommitFailed(new StoreUnavailableException("the journal failed", e));
    }
  }

  private Understood understand(Arrival arrival, Instant receivedAt) {
    Decoded decoded =
        codec.decode(arrival.channel(), arrival.contentType(), arrival.payload(), receivedAt);
    Optional<Instant> observedAt = JournalClocks.observedAt(decoded);
    Duration shift =
        clocks.shiftOf(arrival.channel(), decoded, observedAt, receivedAt).orElse(null);
    if (shift != null) {
      decoded = decoded.shifted(shift);
    }
    String patient = null;
    if (decoded.usable()) {
      patient = patientOf(decoded, receivedAt).orElse(null);
      if (patient == null && decoded.source().stream() != StreamName.STATUS) {
        decoded = decoded.refused(RejectionCode.DEVICE_UNKNOWN);
      }
    }
    return new Understood(entry(arrival, receivedAt, decoded, patient, shift), decoded, observedAt);
  }

  private static JournalEntry entry(
      Arrival arrival,
      Instant receivedAt,
      Decoded decoded,
      @Nullable String patient,
      @Nullable Duration shift) {
    return new JournalEntry(
        receivedAt,
        arrival.channel(),
        arrival.contentType(),
        arrival.payload(),
        decoded.identity().text(),
        decoded.identity().digest(),
        patient,
        decoded.rejections(),
        shift);
  }

  /** A device speaks for whoever wore it at the time of the event, not of the receipt. */
  private Optional<String> patientOf(Decoded decoded, Instant receivedAt) {
    Source source = decoded.source();
    if (source.patient() != null) {
      return Optional.of(source.patient());
    }
    if (source.clinic() == null || source.device() == null) {
      return Optional.empty();
    }
    Instant at = decoded.events().isEmpty() ? receivedAt : decoded.events().get(0).observedAt();
    return patients.patientOf(source.clinic(), source.device(), at);
  }

  private static List<Arrival> afterFailure(List<Arrival> arrivals, StoreUnavailableException why) {
    return arrivals.stream()
        .filter(arrival -> arrival.failed(why) == Arrival.AfterFailure.RETRY)
        .toList();
  }

  /** A commit of which nothing is durable. */
  private static final class CommitFailed extends Exception {
    private static final long serialVersionUID = 1L;
    private final StoreUnavailableException why;

    CommitFailed(StoreUnavailableException why) {
      super(null, why, false, false);
      this.why = why;
    }

    StoreUnavailableException why() {
      return why;
    }
  }
}
