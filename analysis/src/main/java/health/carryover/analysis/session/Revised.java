package health.carryover.analysis.session;

import health.carryover.analysis.event.PatientEvent;
import health.carryover.analysis.event.ReceivedEvent;
import org.jspecify.annotations.Nullable;

/**
 * A report that may be sent again with other content: the newest revision counts.
 *
 * <p>Newest is the higher sequence where both carry one of the same device and boot; else the one
 * received later; else the one taken later.
 *
 * @param <E> the kind of event
 * @param event the content that counts
 * @param source the report it came in
 */
public record Revised<E extends PatientEvent>(E event, ReceivedEvent source) {

  /** Whichever of {@code held} and {@code next} is newer; {@code next} where nothing is held. */
  public static <E extends PatientEvent> Revised<E> newer(
      @Nullable Revised<E> held, Revised<E> next) {
    return held == null || next.supersedes(held) ? next : held;
  }

  /**
   * Under what a report is held: its id where it has one, else what it says, so that two copies
   * without an id are one.
   */
  public String key() {
    return source.reportId() == null
        ? "at " + event
        : "id " + source.device() + " " + source.reportId();
  }

  private boolean supersedes(Revised<E> held) {
    Long mine = source.sequence();
    Long theirs = held.source.sequence();
    if (mine != null && theirs != null && source.countsTogetherWith(held.source)) {
      return mine >= theirs;
    }
    return !source.receivedAt().isBefore(held.source.receivedAt());
  }
}
