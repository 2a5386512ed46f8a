package health.carryover.ingest.shard;

import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.outcome.NumberedOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where monitors come from: the core in the product, one that breaks at will in tests. */
interface Monitors {

  /** A monitor that knows nothing yet. */
  Monitor start(String patient);

  /** The monitor that wrote {@code snapshot}; throws if there is none such. */
  Monitor restore(byte[] snapshot);

  /** As {@link health.carryover.analysis.PatientMonitor}. */
  interface Monitor {
    String patient();

    List<NumberedOutcome> accept(ReceivedEvent event);

    List<NumberedOutcome> advanceTo(Instant now);

    Optional<Instant> nextDeadline();

    byte[] snapshot();

    long heapBytes();

    void rest();
  }
}
