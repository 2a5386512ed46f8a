package health.carryover.deploy.service;

import health.carryover.deploy.broker.BrokerAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns devices away until the service itself has subscribed. Before its first subscription the
 * broker has no place to keep what devices send: it would acknowledge a message and drop it. A
 * device that is turned away tries again. Thread-safe.
 */
final class ClosedUntilSubscribed implements BrokerAccess {
  private final BrokerAccess access;
  private final Set<String> service;
  private volatile boolean open;

  /**
   * @param service client ids of the service itself, let in from the start
   */
  ClosedUntilSubscribed(BrokerAccess access, Set<String> service) {
    this.access = access;
    this.service = Set.copyOf(service);
  }

  /** Lets everybody in whom the access behind it admits; for good. */
  void open() {
    open = true;
  }

  @Override
  public @Nullable String admit(Login login) {
    return open || service.contains(login.clientId()) ? access.admit(login) : null;
  }

  @Override
  public boolean permits(String name, Operation operation, String topic) {
    return access.permits(name, operation, topic);
  }

  @Override
  public Reach reach() {
    return access.reach();
  }
}
