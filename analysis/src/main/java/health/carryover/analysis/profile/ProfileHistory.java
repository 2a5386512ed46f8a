package health.carryover.analysis.profile;

import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.ReceivedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The profile changes told so far. Each applies from its own time on, whenever it became known;
 * what happened before the first is seen with the first. Confined to one thread.
 */
public final class ProfileHistory {
  private final List<ReceivedEvent> reports = new ArrayList<>();

  /** Takes a change that came in {@code source}; one of the same instant received later counts. */
  public void add(ReceivedEvent source) {
    reports.add(source);
    reports.sort(
        Comparator.comparing((ReceivedEvent report) -> report.event().observedAt())
            .thenComparing(ReceivedEvent::receivedAt));
  }

  /** What is known to hold at {@code at}. */
  public Profile at(Instant at) {
    Profile profile = Profile.UNKNOWN;
    boolean first = true;
    for (ReceivedEvent report : reports) {
      if ((first || !report.event().observedAt().isAfter(at))
          && report.event() instanceof ProfileChange change) {
        profile = profile.after(change);
      }
      first = false;
    }
    return profile;
  }

  /** The changes, oldest first, for snapshots. */
  public List<ReceivedEvent> reports() {
    return List.copyOf(reports);
  }
}
