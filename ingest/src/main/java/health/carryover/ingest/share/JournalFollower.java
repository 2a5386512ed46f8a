package health.carryover.ingest.share;

import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.PatientShares;
import health.carryover.analysis.port.PatientShares.Horizon;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.ingest.journal.JournalHistory;
import health.carryover.ingest.retry.GiveUp;
import health.carryover.ingest.retry.RetryPace;
import health.carryover.ingest.shard.DurableMessages;
import health.carryover.ingest.shard.PatientHistory;
import health.carryover.ingest.shard.PatientMessage;
import health.carryover.ingest.shard.PatientShards;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what all services journalled and hands this one's shares to its monitors. The journal is
 * the only way there: a message is analysed by whoever has its patient, not by who took it in.
 *
 * <p>A share that is taken is read from its own place up to where the reading is, and until that is
 * done no time passes for its patients: what another service had journalled and not used came
 * before now. A share that is let go of is forgotten as it stands, as if this process had ended;
 * its next holder goes on from its stored place. One thread; {@link #keep} and what it hears as
 * {@link DurableMessages}: any, never wait.
 */
public final class JournalFollower implements DurableMessages {
  private static final Logger LOG = LoggerFactory.getLogger(JournalFollower.class);
  private static final int PAGE = 1_000;
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration LEAVE = Duration.ofSeconds(20);

  private final PatientShares shares;
  private final Journal journal;
  private final JournalHistory history;
  private final PatientShards shards;
  private final SharedSnapshots snapshots;
  private final Duration tick;
  private final RetryPace retry;
  private final Semaphore news = new Semaphore(0);
  private final GiveUp giveUp = new GiveUp();
  private final Thread thread = new Thread(this::run, "journal-follower");
  private Set<Integer> wanted = Set.of();
  private Set<Integer> inUse = Set.of();
  private Set<Integer> mine = Set.of();
  private volatile long position;
  private volatile long horizonSequence;
  private long nextTickNanos = System.nanoTime();

  /**
   * A follower that does not read yet.
   *
   * @param tick how often time reaches the monitors
   */
  public JournalFollower(
      PatientShares shares,
      Journal journal,
      JournalHistory history,
      PatientShards shards,
      SharedSnapshots snapshots,
      Duration tick,
      RetryPace retry) {
    this.shares = shares;
    this.journal = journal;
    this.history = history;
    this.shards = shards;
    this.snapshots = snapshots;
    this.tick = tick;
    this.retry = retry;
  }

  /**
   * Begins at the end of the journal, with no share.
   *
   * @throws StoreUnavailableException if the journal cannot be read
   */
  public void start() {
    position = journal.lastSequence();
    thread.start();
  }

  /**
   * What this service has from now on.
   *
   * @return of its surplus what nothing is in use of, and never will be: to be given back before
   *     the next call
   */
  public synchronized Set<Integer> keep(PatientShares.Holding holding) {
    Set<Integer> kept = new TreeSet<>(holding.held());
    kept.removeAll(holding.surplus());
    wanted = Set.copyOf(kept);
    Set<Integer> idle = new TreeSet<>(holding.surplus());
    idle.removeAll(inUse);
    return idle;
  }

  /** What is wanted now; it and what is had already counts as in use until {@link #use}. */
  private synchronized Set<Integer> begin() {
    Set<Integer> all = new TreeSet<>(mine);
    all.addAll(wanted);
    inUse = Set.copyOf(all);
    return wanted;
  }

  private synchronized void use(Set<Integer> shares) {
    mine = Set.copyOf(shares);
    inUse = mine;
  }

  /** This service journalled something, which is read like everything else. */
  @Override
  public boolean offer(PatientMessage message) {
    return true;
  }

  @Override
  public void handedThrough(long sequence) {
    if (news.availablePermits() == 0) {
      news.release();
    }
  }

  /** Time comes from the database, not from this machine. */
  @Override
  public void tick(Instant now) {}

  /** How many entries are in the journal that it has not read, as of its last look at the time. */
  public long behind() {
    return Math.max(0, horizonSequence - position);
  }

  /**
   * Waits until everything that is in the journal now is handed over.
   *
   * @return false if {@code patience} was too short
   */
  public boolean settled(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    long newest = journal.lastSequence();
    while (position < newest) {
      if (System.nanoTime() - end >= 0 || !giveUp.pause(LOOK)) {
        return false;
      }
    }
    return true;
  }

  /** Whether its thread lives. */
  public boolean alive() {
    return thread.isAlive();
  }

  /** Reads no more. */
  public void stop(Duration patience) throws InterruptedException {
    giveUp.now();
    news.release();
    thread.join(Math.max(1, patience.toMillis()));
    if (thread.isAlive()) {
      thread.interrupt();
      thread.join(Math.max(1, patience.toMillis()));
    }
  }

  private void run() {
    int failures = 0;
    try {
      while (!giveUp.given()) {
        try {
          adjust();
          boolean more = readOn();
          letTimePass();
          failures = 0;
          if (!more) {
            news.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            news.drainPermits();
          }
        } catch (StoreUnavailableException away) {
          failures++;
          if (failures == 1) {
            LOG.warn("journal.follower-waits {}", away.getMessage());
          }
          giveUp.pause(retry.after(failures));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.error("journal.follower-died {}", e.getClass().getName());
      throw e;
    }
  }

  private void adjust() throws InterruptedException {
    Set<Integer> now = begin();
    if (now.equals(mine)) {
      return;
    }
    Set<Integer> leaving = new TreeSet<>(mine);
    leaving.removeAll(now);
    if (!leaving.isEmpty()) {
      leave(leaving);
    }
    Set<Integer> taken = new TreeSet<>(now);
    taken.removeAll(mine);
    if (!taken.isEmpty()) {
      take(taken);
    }
  }

  private static Predicate<String> patientsOf(Set<Integer> some) {
    Set<Integer> fixed = Set.copyOf(some);
    return patient -> fixed.contains(PatientShares.of(patient));
  }

  private void leave(Set<Integer> leaving) throws InterruptedException {
    Set<Integer> left = new TreeSet<>(mine);
    left.removeAll(leaving);
    shards.betweenSnapshots(() -> snapshots.settle(left));
    forget(leaving);
    use(left);
    LOG.info("shares.left {}", leaving.size());
  }

  private void forget(Set<Integer> some) throws InterruptedException {
    try {
      shards
          .forgetAll(patientsOf(some))
          .toCompletableFuture()
          .get(LEAVE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException late) {
      throw new StoreUnavailableException("a shard did not forget in time", late);
    }
  }

  private void take(Set<Integer> taken) throws InterruptedException {
    shards.stopTimeOf(patientsOf(taken));
    boolean caughtUp = false;
    try {
      caughtUp = catchUp(taken);
    } finally {
      if (!caughtUp && !giveUp.given()) {
        forget(taken);
      }
    }
    Set<Integer> all = new TreeSet<>(mine);
    all.addAll(taken);
    shards.betweenSnapshots(() -> snapshots.settle(all));
    use(all);
    shards.stopTimeOf(patient -> false);
    LOG.info("shares.taken {}", taken.size());
  }

  /** Hands over everything of {@code taken} up to here that no snapshot contains. */
  private boolean catchUp(Set<Integer> taken) throws InterruptedException {
    Map<Integer, Long> places = shares.places(taken);
    Predicate<String> theirs = patientsOf(taken);
    long after = places.values().stream().mapToLong(Long::longValue).min().orElse(position);
    while (after < position && !giveUp.given()) {
      PatientHistory.Page page = history.read(after, PAGE, theirs);
      if (page.lastSequence() == after) {
        break;
      }
      for (PatientMessage message : page.messages()) {
        long place = places.getOrDefault(PatientShares.of(message.patient()), 0L);
        if (message.sequence() > place
            && message.sequence() <= position
            && !shards.offer(message)) {
          return false;
        }
      }
      after = page.lastSequence();
    }
    shards.examine(snapshots.patientsOf(taken));
    return !giveUp.given();
  }

  /** Whether there was anything to read. */
  private boolean readOn() throws InterruptedException {
    PatientHistory.Page page = history.read(position, PAGE, patientsOf(mine));
    if (page.lastSequence() == position) {
      shards.handedThrough(position);
      return false;
    }
    for (PatientMessage message : page.messages()) {
      if (!shards.offer(message)) {
        return false;
      }
    }
    position = page.lastSequence();
    shards.handedThrough(position);
    return true;
  }

  /** Everything that was received before the horizon is handed over before time comes to it. */
  private void letTimePass() throws InterruptedException {
    if (System.nanoTime() - nextTickNanos < 0) {
      return;
    }
    nextTickNanos = System.nanoTime() + tick.toNanos();
    Horizon horizon = shares.horizon();
    horizonSequence = horizon.lastSequence();
    while (position < horizon.lastSequence()) {
      if (giveUp.given() || !readOn()) {
        return;
      }
    }
    shards.tick(horizon.at());
  }
}
