package health.carryover.deploy.bench.whole;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Waiting with an end. */
final class Awaited {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long REST_MILLIS = 300;

  private Awaited() {}

  static <T> T of(Future<T> future) throws InterruptedException, TimeoutException {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("the broker cannot be used", failed.getCause());
    }
  }

  /** Until {@code count} stays as it is for a moment. */
  static void rest(LongSupplier count, String otherwise)
      throws InterruptedException, TimeoutException {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    long before = -1;
    for (long now = count.getAsLong(); now != before; now = count.getAsLong()) {
      if (System.nanoTime() > giveUpAt) {
        throw new TimeoutException(otherwise);
      }
      before = now;
      TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
    }
  }

  static void until(BooleanSupplier condition, String otherwise)
      throws InterruptedException, TimeoutException {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > giveUpAt) {
        throw new TimeoutException(otherwise);
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
