package health.carryover.dashboard.account;

import health.carryover.dashboard.http.ApiFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Hashes and compares passwords on two threads of their own, so that no read of a store waits for
 * them; at most {@value #MOST} at once, waiting ones included, and each takes 19 MiB while it runs.
 * Beyond that a call fails at once with 503. Used from one event loop.
 */
public final class PasswordWork {
  private static final int THREADS = 2;
  private static final int MOST = 32;

  private final WorkerExecutor workers;
  private final SecureRandom random = new SecureRandom();
  private int underWay;

  public PasswordWork(Vertx vertx) {
    this.workers = vertx.createSharedWorkerExecutor("carryover-passwords", THREADS);
  }

  /** The hash of {@code password}. */
  Future<String> create(String password) {
    return run(() -> PasswordHash.create(password, random));
  }

  /**
   * Whether {@code password} is the one behind {@code stored}; where nothing is stored it is not,
   * after the same work.
   */
  Future<Boolean> matches(String password, @Nullable String stored) {
    return run(
        () ->
            PasswordHash.matches(password, stored == null ? PasswordHash.NOBODYS : stored)
                && stored != null);
  }

  private <T> Future<T> run(Callable<T> work) {
    if (underWay >= MOST) {
      return Future.failedFuture(
          new ApiFailure(503, "service.busy", "Too much at once; try again shortly.", List.of()));
    }
    underWay++;
    return workers.executeBlocking(work, false).onComplete(done -> underWay--);
  }

  /** Lets go of the threads. */
  public Future<Void> close() {
    return workers.close();
  }
}
