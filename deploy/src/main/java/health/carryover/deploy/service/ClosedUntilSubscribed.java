package health.carryover.deploy.service;

import health.carryover.deploy.broker.BrokerAccess;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Gives devices no answer until the service itself has subscribed. Before its first subscription
 * the broker has no place to keep what devices send: it would acknowledge a message and drop it. A
 * refusal would sound final to a device; a connection that is cut is one it tries again.
 * Thread-safe.
 */
final class ClosedUntilSubscribed implements BrokerAccess {
  private final BrokerAccess access;
  private final Set<String> service;
  private final CountDownLatch open = new CountDownLatch(1);

  /**
   * @param service client ids of the service itself, let in from the start
   */
  ClosedUntilSubscribed(BrokerAccess access, Set<String> service) {
    this.access = access;
    this.service = Set.copyOf(service);
  }

  /** Lets everybody in whom the access behind it admits; for good. */
  void open() {
    open.countDown();
  }

  /**
   * Waits until it is open.
   *
   * @return whether it is
   */
  boolean awaitOpen(Duration patience) throws InterruptedException {
    return open.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public boolean answers(String clientId) {
    return open.getCount() == 0 || service.contains(clientId);
  }

  @Override
  public @Nullable String admit(Login login) {
    return answers(login.clientId()) ? access.admit(login) : null;
  }

  @Override
  public boolean permits(String name, Operation operation, String topic) {
    return access.permits(name, operation, topic);
  }

  @Override
  public BiPredicate<Operation, String> rights(String name) {
    return access.rights(name);
  }

  @Override
  public Reach reach() {
    return access.reach();
  }
}
