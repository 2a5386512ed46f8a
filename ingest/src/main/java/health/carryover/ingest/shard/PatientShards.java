package health.carryover.ingest.shard;

import health.carryover.analysis.MonitorSettings;
import health.carryover.ingest.retry.GiveUp;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All patients, shared between a number of threads by the hash of their id.
 *
 * <p>{@link #offer}, {@link #handedThrough} and {@link #tick} are called by one thread, with
 * instants that never go back; a tick then reaches a patient only after every message received
 * before it, and a replay of the journal gives the same outcomes. Everything else: any thread.
 */
public final class PatientShards implements DurableMessages {
  private static final Logger LOG = LoggerFactory.getLogger(PatientShards.class);

  private final List<ShardInbox> inboxes = new ArrayList<>();
  private final List<PatientShard> shards = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final GiveUp giveUp = new GiveUp();
  private final ShardStores stores;
  private final SnapshotStore snapshots;
  private final OutcomePublisher publisher;

  /**
   * Shards that do not work yet.
   *
   * @param history the journal, for monitors that must be rebuilt
   * @param clock tells how far behind the shards are, and nothing else
   */
  public PatientShards(
      ShardSettings settings,
      MonitorSettings monitors,
      ShardStores stores,
      PatientHistory history,
      MeterRegistry registry,
      InstantSource clock) {
    this(settings, new CoreMonitors(monitors), stores, history, registry, clock);
  }

  PatientShards(
      ShardSettings settings,
      Monitors monitors,
      ShardStores stores,
      PatientHistory history,
      MeterRegistry registry,
      InstantSource clock) {
    this.stores = stores;
    ShardMetrics metrics =
        new ShardMetrics(
            registry, this::waiting, () -> shards.stream().mapToInt(PatientShard::heldCount).sum());
    for (int i = 0; i < settings.shards(); i++) {
      inboxes.add(new ShardInbox(settings));
    }
    snapshots = new SnapshotStore(stores, inboxes);
    publisher = new OutcomePublisher(stores.outcomes(), metrics);
    StoreCalls calls = new StoreCalls(settings.retry(), giveUp, metrics);
    for (ShardInbox inbox : inboxes) {
      MonitorStart starts = new MonitorStart(stores.snapshots(), history, monitors, metrics);
      shards.add(
          new PatientShard(
              inbox,
              settings,
              starts,
              publisher,
              stores.telemetry(),
              snapshots,
              calls,
              metrics,
              clock));
    }
  }

  /** Adds whoever wants to hear what the monitors say. */
  public void addListener(OutcomeListener listener) {
    publisher.add(listener);
  }

  /** Adds whoever wants to hear how long messages take. */
  public void addListener(StageListener listener) {
    publisher.add(listener);
  }

  /** Starts the threads. Patients of earlier runs are looked at when nothing else is to be done. */
  public void start() {
    for (String patient : stores.snapshots().patients()) {
      inboxOf(patient).examine(patient);
    }
    for (int i = 0; i < shards.size(); i++) {
      PatientShard shard = shards.get(i);
      Thread thread = new Thread(() -> run(shard), "patient-shard-" + i);
      threads.add(thread);
      thread.start();
    }
  }

  private static void run(PatientShard shard) {
    try {
      shard.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.error("shard.died {}", e.getClass().getName());
      throw e;
    }
  }

  /**
   * Hands a message to its patient's shard; waits while that is full.
   *
   * @return false if the shards were stopped
   */
  @Override
  public boolean offer(PatientMessage message) throws InterruptedException {
    return inboxOf(message.patient()).put(message);
  }

  @Override
  public void handedThrough(long sequence) {
    snapshots.handedThrough(sequence);
  }

  @Override
  public void tick(Instant now) {
    inboxes.forEach(inbox -> inbox.tick(now));
  }

  /**
   * Forgets a patient to whom nothing belongs any more; a message that is offered later makes the
   * patient known again.
   *
   * @return completes when the patient's shard will store nothing of the patient any more
   */
  public CompletionStage<Void> forget(String patient) {
    return inboxOf(patient).forget(patient::equals);
  }

  /** The same of every patient that is meant. */
  public CompletionStage<Void> forgetAll(Predicate<String> patients) {
    return CompletableFuture.allOf(
        inboxes.stream().map(inbox -> inbox.forget(patients)).toArray(CompletableFuture<?>[]::new));
  }

  /** Has patients of an earlier run looked at when nothing else is to be done. */
  public void examine(Collection<String> patients) {
    patients.forEach(patient -> inboxOf(patient).examine(patient));
  }

  /** Until the next call no time passes for these patients: messages of theirs are on their way. */
  public void stopTimeOf(Predicate<String> patients) {
    inboxes.forEach(inbox -> inbox.stopTimeOf(patients));
  }

  /** Runs {@code change} while no snapshot is being stored. */
  public void betweenSnapshots(Runnable change) {
    snapshots.between(change);
  }

  /** Tries no more to store anything: nothing of this process will be taken. */
  public void abandon() {
    giveUp.now();
  }

  /** Messages whose outcomes are not stored yet. */
  public int waiting() {
    return inboxes.stream().mapToInt(ShardInbox::waiting).sum();
  }

  /** Whether every shard's thread lives. */
  public boolean alive() {
    return !threads.isEmpty() && threads.stream().allMatch(Thread::isAlive);
  }

  /**
   * Uses what waits, stores every monitor that changed and ends the threads.
   *
   * @param patience how long a store that is away is waited for
   * @return whether everything was stored; if not, the next start replays it from the journal
   */
  public boolean stop(Duration patience) throws InterruptedException {
    inboxes.forEach(ShardInbox::close);
    boolean ended = join(patience);
    giveUp.now();
    boolean stored = ended && waiting() == 0;
    if (!ended) {
      join(patience);
    }
    if (stored) {
      try {
        snapshots.saveCheckpoint();
      } catch (RuntimeException e) {
        LOG.warn("shard.checkpoint-not-stored {}", e.getClass().getName());
        return false;
      }
    }
    return stored;
  }

  private boolean join(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (Thread thread : threads) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      thread.join(Math.max(1, left));
    }
    return threads.stream().noneMatch(Thread::isAlive);
  }

  private ShardInbox inboxOf(String patient) {
    int hash = patient.hashCode();
    // String hashes of neighbouring ids differ in their low bits only; mix before sharing out.
    return inboxes.get(Math.floorMod((hash ^ (hash >>> 16)) * 0x9E3779B9, inboxes.size()));
  }
}
