package health.carryover.ingest.device;

import health.carryover.analysis.port.DeviceCursors;
import health.carryover.analysis.port.DeviceCursors.DeviceCursor;
import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.Journal.Appended;
import health.carryover.analysis.port.Journal.StoredEntry;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.ingest.codec.MessageCodec;
import health.carryover.ingest.journal.Delivery;
import health.carryover.ingest.journal.DeliveryListener;
import health.carryover.ingest.mqtt.OutboundMessage;
import health.carryover.ingest.retry.GiveUp;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every device how much of what it sent is safely stored, as the retained message {@code
 * down/sync}; where it is known who listens, those alone.
 *
 * <p>A projection of the journal with an offset of its own. It hears of durable messages through a
 * bounded queue; at the start, and when the queue overflowed, it reads the journal from its offset
 * on instead, so nothing durable is missed. Only the count of duplicates, which the journal does
 * not hold, may then be too low. A cursor never says more than is durable; after a crash it may for
 * a moment say less than it did before.
 *
 * <p>One message per device is under way at a time, since a broker may swap two; meanwhile only the
 * newest cursor is kept. {@link #start} and {@link #close} once each; {@link #delivered}: any
 * thread, never waits.
 */
public final class SyncCursors implements DeliveryListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SyncCursors.class);
  private static final int PAGE = 1_000;
  private static final int FORGOTTEN_AT_ONCE = 100;
  private static final Duration LEAVE = Duration.ofSeconds(5);

  private final Journal journal;
  private final DeviceCursors stored;
  private final MessageCodec codec;
  private final SyncSettings settings;
  private final FactQueue queue;
  private final CursorShelf shelf;
  private final CursorTelling telling;
  private final Queue<Forgetting> forgettings = new ArrayBlockingQueue<>(FORGOTTEN_AT_ONCE);
  private final GiveUp giveUp = new GiveUp();
  private final Thread thread = new Thread(this::run, "sync-cursors");
  private volatile boolean followsJournal;
  private volatile SyncAudience audience = SyncAudience.everybody();
  private long applied;
  private long savedAtNanos = System.nanoTime();

  /**
   * @param codec understands journal entries as they were understood on arrival
   * @param publish hands a message to the broker without waiting; its stage completes when the
   *     broker has it
   */
  public SyncCursors(
      Journal journal,
      DeviceCursors stored,
      MessageCodec codec,
      SyncSettings settings,
      Function<OutboundMessage, CompletionStage<Void>> publish,
      MeterRegistry registry) {
    this.journal = journal;
    this.stored = stored;
    this.codec = codec;
    this.settings = settings;
    this.queue = new FactQueue(settings.queuedFacts());
    this.shelf = new CursorShelf(stored, settings.devicesHeld());
    this.telling = new CursorTelling(shelf, settings, publish, registry);
    Gauge.builder("carryover.sync.waiting", queue, FactQueue::size)
        .description("What devices are still to be told about the safe storage of their messages")
        .register(registry);
  }

  /**
   * Counts what is in the journal alone, whoever journalled it; before {@link #start}. Nothing is
   * to be {@link #delivered} then, and copies of what is held are not counted.
   */
  public void followJournal() {
    followsJournal = true;
  }

  /** Tells those alone who listen; before {@link #start}. */
  public void tellOnly(SyncAudience listening) {
    audience = listening;
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  @Override
  public void delivered(List<Delivery> deliveries) {
    long newest = 0;
    for (Delivery delivery : deliveries) {
      if (delivery.result() instanceof Appended.Stored stored) {
        newest = Math.max(newest, stored.sequence());
      } else if (delivery.result() instanceof Appended.Conflict conflict) {
        newest = Math.max(newest, conflict.sequence());
      }
    }
    queue.add(
        deliveries.stream().flatMap(delivery -> DeviceFact.of(delivery).stream()).toList(), newest);
  }

  /** A device to be forgotten; completes when it is done. */
  private record Forgetting(DeviceKey device, CompletableFuture<Void> done) {}

  /**
   * Forgets a device of whose messages nothing is in the journal any more; what it sends later is
   * counted from nothing. Its stored cursor and what the broker keeps are left to the caller.
   *
   * @return completes when nothing more is stored or told of what was counted before
   */
  public CompletionStage<Void> forget(String clinic, String device) {
    Forgetting forgetting =
        new Forgetting(new DeviceKey(clinic, device), new CompletableFuture<>());
    if (!forgettings.offer(forgetting)) {
      forgetting.done().completeExceptionally(new RejectedExecutionException());
    }
    return forgetting.done();
  }

  /** After everything that was heard before is counted, so that none of it is counted later. */
  private void forgetDevices() {
    int waiting = forgettings.size();
    for (int i = 0; i < waiting; i++) {
      Forgetting next = forgettings.remove();
      if (telling.isUnderWay(next.device())) {
        forgettings.add(next);
      } else {
        telling.forget(next.device());
        next.done().complete(null);
      }
    }
  }

  /** Counts what is queued, tells it, stores it and ends. */
  @Override
  public void close() {
    queue.close();
    try {
      thread.join(LEAVE.toMillis());
      giveUp.now();
      thread.join(LEAVE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Whether it still reads from the journal what it did not hear of. Until then repeated messages
   * are not counted, for the journal holds each once.
   */
  public boolean behind() {
    return queue.behind();
  }

  private void run() {
    try {
      untilStored(this::load);
      while (queue.pause(settings.round().toNanos())) {
        untilStored(this::round);
      }
      untilStored(this::round);
      telling.finish();
      untilStored(this::save);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.error("sync.cursors-died {}", e.getClass().getName());
      throw e;
    }
  }

  private void load() {
    applied = stored.checkpoint();
    tellNewest();
  }

  private void tellNewest() {
    // A broker that forgot its retained messages gets those of devices that are about again.
    List<DeviceCursor> newestFirst = stored.newest(settings.devicesHeld());
    for (int i = newestFirst.size() - 1; i >= 0; i--) {
      DeviceKey device = shelf.put(newestFirst.get(i));
      if (audience.has(device)) {
        telling.add(device);
      }
    }
  }

  private void round() {
    if (followsJournal || queue.behind()) {
      catchUp();
    } else {
      apply(queue.drain());
    }
    tellBeginners();
    telling.round();
    forgetDevices();
    if (System.nanoTime() - savedAtNanos >= settings.saveEvery().toNanos()) {
      save();
    }
  }

  private void tellBeginners() {
    if (audience.everybodyBegins()) {
      tellNewest();
      audience.everybodyServed();
    }
    List<DeviceKey> beginners = audience.beginners();
    shelf.load(beginners);
    audience.served(beginners);
    for (DeviceKey device : beginners) {
      if (shelf.held(device).cursor() != null) {
        telling.add(device);
      }
    }
  }

  private void catchUp() {
    List<StoredEntry> page = journal.read(applied, PAGE);
    if (page.isEmpty()) {
      queue.caughtUp(applied);
      return;
    }
    apply(page.stream().flatMap(entry -> DeviceFact.of(entry, codec).stream()).toList());
    applied = Math.max(applied, page.get(page.size() - 1).sequence());
  }

  private void apply(List<DeviceFact> facts) {
    // Loads first, and only then counts: a store that fails in between must count nothing twice.
    shelf.load(facts.stream().map(DeviceFact::device).distinct().toList());
    for (DeviceFact fact : facts) {
      Long entry = fact.entry();
      if (entry != null && entry <= applied) {
        continue;
      }
      shelf.held(fact.device()).apply(fact);
      if (audience.has(fact.device())) {
        telling.add(fact.device());
      }
      if (entry != null) {
        applied = entry;
      }
    }
  }

  private void save() {
    shelf.save(applied);
    savedAtNanos = System.nanoTime();
  }

  /** Tries again while the store is away, until giving up. */
  private void untilStored(Runnable work) throws InterruptedException {
    int failures = 0;
    while (true) {
      try {
        work.run();
        return;
      } catch (StoreUnavailableException e) {
        failures++;
        if (failures == 1) {
          LOG.warn("sync.store-unavailable {}", e.getClass().getName());
        }
        if (!giveUp.pause(settings.retry().after(failures))) {
          return;
        }
      }
    }
  }
}
