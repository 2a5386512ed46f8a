package health.carryover.deploy.command;

import health.carryover.deploy.log.LogOutput;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Holds a command until Ctrl-C or a termination signal, and the end of the process until the
 * command has stopped what it runs, or a minute has passed.
 */
final class UntilStopped {
  private static final Duration LONGEST_STOP = Duration.ofSeconds(60);

  private static final Duration LOOK = Duration.ofSeconds(2);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);

  /** Begins to listen for signals. */
  UntilStopped() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  asked.countDown();
                  try {
                    done.await(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS);
                  } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                  }
                },
                "stop"));
  }

  /**
   * Returns when the process was asked to stop, or soon after {@code reason} is one.
   *
   * @return whether it was asked to
   */
  boolean await(BooleanSupplier reason) throws InterruptedException {
    while (!asked.await(LOOK.toSeconds(), TimeUnit.SECONDS)) {
      if (reason.getAsBoolean()) {
        return false;
      }
    }
    return true;
  }

  /** Whether the process was asked to stop. */
  boolean askedToStop() {
    return asked.getCount() == 0;
  }

  /** Lets the process end. */
  void finished() {
    LogOutput.drain();
    done.countDown();
  }
}
