package health.carryover.ingest.mqtt;

/** Tells the broker that a message is durable here. */
@FunctionalInterface
public interface Acknowledgement {

  /**
   * Lets the broker forget the message. Never blocks, may be called on any thread, in any order and
   * more than once; only the first call counts, and that only while the connection the message came
   * in by still stands. Otherwise nothing happens and the broker sends the message again.
   */
  void acknowledge();
}
