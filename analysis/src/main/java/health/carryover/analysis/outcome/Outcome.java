package health.carryover.analysis.outcome;

import java.time.Instant;

/** Something the monitor says about its patient. Immutable. */
public sealed interface Outcome permits Assessment, AlertChange, SessionProgress {

  /** When the data said so: the second of the two clocks. */
  Instant knownAt();

  /**
   * Calls the method of {@code visitor} that belongs to this kind of outcome.
   *
   * @param <R> what the visitor returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * One method for each kind of outcome.
   *
   * @param <R> what each method returns
   */
  interface Visitor<R> {
    R assessment(Assessment assessment);

    R alert(AlertChange change);

    R progress(SessionProgress progress);
  }
}
