package health.carryover.ingest.journal;

import java.util.List;

/**
 * Hears what became of messages, after they are durable and acknowledged. Called on the thread that
 * delivers: must return at once. What it throws is logged by its type and goes no further.
 */
public interface DeliveryListener {
  /** One group, in the order of the journal. */
  void delivered(List<Delivery> deliveries);
}
