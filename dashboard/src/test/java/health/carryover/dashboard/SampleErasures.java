package health.carryover.dashboard;

import health.carryover.analysis.port.Erasures;
import java.util.Map;
import java.util.Optional;

/** Knows one patient, and one who is busy; everything is gone at once. */
final class SampleErasures implements Erasures {
  static final String KNOWN = "p-erased";
  static final String BUSY = "p-busy";

  @Override
  public Begun begin(String clinic, String patient, String person) {
    return switch (patient) {
      case KNOWN -> new Begun.UnderWay("e-1");
      case BUSY -> new Begun.Busy();
      default -> new Begun.Unknown();
    };
  }

  @Override
  public Optional<Erasure> find(String id) {
    return id.equals("e-1")
        ? Optional.of(new Erasure(id, State.DONE, Map.of("journal.entries", 3L), Map.of(), 0, null))
        : Optional.empty();
  }
}
