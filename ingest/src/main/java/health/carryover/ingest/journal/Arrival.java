package health.carryover.ingest.journal;

import health.carryover.analysis.port.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * A message at the door. Until it is durable its methods are called on the journal writer's thread,
 * {@link #acknowledge} and {@link #delivered} on that which delivers.
 */
public interface Arrival {

  /** The topic, or the service's own channel. */
  String channel();

  /** As the sender named it, or null. */
  @Nullable String contentType();

  /** The bytes as they came; never changed by either side. */
  byte[] payload();

  /** Whether it can wait while others are live: its sender sends what it held back. */
  default boolean heldBack() {
    return false;
  }

  /** Called once, as soon as the message is durable. Must not block. */
  void acknowledge();

  /** Called once after that, with what became of it. Must not block. */
  default void delivered(Delivery delivery) {}

  /**
   * Called each time it could not be made durable, alone or because those before it could not:
   * shall it be tried again? Must not block.
   */
  default AfterFailure failed(StoreUnavailableException why) {
    return AfterFailure.RETRY;
  }

  /** What follows a failed attempt. */
  enum AfterFailure {
    /** It keeps its place and is tried again. */
    RETRY,
    /** Its sender was told and it leaves the queue. */
    GIVE_UP
  }
}
