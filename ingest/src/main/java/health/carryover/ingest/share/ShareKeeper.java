package health.carryover.ingest.share;

import health.carryover.analysis.port.PatientShares;
import health.carryover.analysis.port.PatientShares.Holding;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.ingest.retry.GiveUp;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says every two seconds that this service lives, and tells what it has. One thread of its own, so
 * that nothing else holds up the sign of life; the methods: any.
 */
public final class ShareKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShareKeeper.class);
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration LEAVE = Duration.ofSeconds(5);

  private final PatientShares shares;
  private final List<Consumer<Holding>> listeners = new CopyOnWriteArrayList<>();
  private volatile Function<Holding, Set<Integer>> user = Holding::surplus;
  private final GiveUp giveUp = new GiveUp();
  private final Thread thread = new Thread(this::run, "share-keeper");

  public ShareKeeper(PatientShares shares) {
    this.shares = shares;
  }

  public void start() {
    thread.start();
  }

  /**
   * Who uses the shares: told of what there is after each sign of life, gives what can be given
   * back. Must not block. Before there is one nothing is in use.
   */
  public void setUser(Function<Holding, Set<Integer>> whoUses) {
    user = whoUses;
  }

  /** From the next sign of life on {@code listener} is told after each; must not block. */
  public void addListener(Consumer<Holding> listener) {
    listeners.add(listener);
  }

  private void run() {
    boolean failing = false;
    try {
      do {
        try {
          Holding holding = shares.renew();
          failing = false;
          listeners.forEach(listener -> listener.accept(holding));
          Set<Integer> idle = user.apply(holding);
          if (!idle.isEmpty()) {
            shares.giveBack(idle);
          }
        } catch (StoreUnavailableException away) {
          if (!failing) {
            LOG.warn("shares.not-renewed {}", away.getMessage());
          }
          failing = true;
        } catch (RuntimeException broken) {
          LOG.error("shares.keeper-failed {}", broken.getClass().getName());
        }
      } while (giveUp.pause(EVERY));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** No more signs of life; what is held is given back by whoever closes the stores. */
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
