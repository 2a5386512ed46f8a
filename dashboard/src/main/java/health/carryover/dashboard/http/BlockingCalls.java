package health.carryover.dashboard.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls that may wait for a disk or a network, on threads of their own. What runs and what waits is
 * bounded; beyond that a call fails at once with 503, so that a slow store cannot fill the memory.
 */
public final class BlockingCalls {
  private final WorkerExecutor workers;
  private final int most;
  private final AtomicInteger underWay = new AtomicInteger();

  /**
   * @param threads how many run at once
   * @param waiting how many may wait for a thread
   */
  public BlockingCalls(Vertx vertx, int threads, int waiting, MeterRegistry meters) {
    this.workers = vertx.createSharedWorkerExecutor("carryover-dashboard", threads);
    this.most = threads + waiting;
    Gauge.builder("carryover.dashboard.calls", underWay, AtomicInteger::get)
        .description("Calls of the API that read stores or wait to")
        .register(meters);
  }

  /** Runs {@code call}; the result arrives on the caller's own context. */
  public <T> Future<T> run(Callable<T> call) {
    if (underWay.incrementAndGet() > most) {
      underWay.decrementAndGet();
      return Future.failedFuture(
          new ApiFailure(503, "service.busy", "Too much at once; try again shortly.", List.of()));
    }
    return workers.executeBlocking(call, false).onComplete(done -> underWay.decrementAndGet());
  }

  /** Lets go of the threads. */
  public Future<Void> close() {
    return workers.close();
  }
}
