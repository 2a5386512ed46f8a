package health.carryover.analysis.port;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where people are erased, one at a time. Any thread. */
public interface Erasures {

  /**
   * Begins to erase a patient of the clinic.
   *
   * @param person who wants it
   */
  Begun begin(String clinic, String patient, String person);

  /** How an erasure of this run stands, or empty if it is not known any more. */
  Optional<Erasure> find(String id);

  /** What became of the wish. */
  sealed interface Begun {
    /** It is under way. */
    record UnderWay(String id) implements Begun {}

    /** Nothing is kept of such a patient. */
    record Unknown() implements Begun {}

    /** Another one is under way. */
    record Busy() implements Begun {}
  }

  /**
   * How an erasure stands.
   *
   * @param removed how much, by store and kind
   * @param left how much is left, by store and kind; empty while it runs and when all is gone
   * @param cameMeanwhile messages that came from the person's devices after they were nobody's
   * @param problem why it did not get to its end, or null
   */
  record Erasure(
      String id,
      State state,
      Map<String, Long> removed,
      Map<String, Long> left,
      long cameMeanwhile,
      @Nullable String problem) {
    public Erasure {
      removed = Map.copyOf(removed);
      left = Map.copyOf(left);
    }
  }

  /** Where an erasure is. */
  enum State {
    RUNNING,
    /** Nothing is left. */
    DONE,
    /** Something is left; the service tries again when it starts. */
    INCOMPLETE
  }
}
