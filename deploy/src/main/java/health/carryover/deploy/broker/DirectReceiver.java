package health.carryover.deploy.broker;

import health.carryover.ingest.journal.Arrival;

/** Takes what devices publish, with no queue of the broker between. Any thread. */
@FunctionalInterface
public interface DirectReceiver {

  /**
   * Takes a message if there is room for it now. Must not block.
   *
   * @return whether it was taken; what was not goes to the broker's own queue
   */
  boolean take(Arrival message);
}
