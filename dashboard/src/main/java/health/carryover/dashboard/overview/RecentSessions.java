package health.carryover.dashboard.overview;

import health.carryover.analysis.port.OutcomeRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest sessions of patients, remembered while their newest assessment stays the same and for
 * a minute at most: reading them is what costs. Holds {@value #MOST} patients, whoever was asked
 * for longest ago goes first. Any thread.
 */
final class RecentSessions {
  static final int MOST = 5000;

  private static final int SHOWN = 10;
  private static final Duration SPAN = Duration.ofDays(42);
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final OutcomeRecords records;
  private final Map<String, Held> held =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Held> eldest) {
          return size() > MOST;
        }
      };

  RecentSessions(OutcomeRecords records) {
    this.records = records;
  }

  /**
   * @param newest hash of the newest assessment: the whole of it would be far more than the rest
   */
  private record Held(int newest, Instant readAt, List<PastSession> sessions) {}

  /** The newest sessions, oldest first; {@code newest} is the newest assessment of the patient. */
  List<PastSession> of(String patient, Map<String, @Nullable Object> newest, Instant now) {
    synchronized (held) {
      Held found = held.get(patient);
      if (found != null
          && found.newest() == newest.hashCode()
          && now.isBefore(found.readAt().plus(FRESH))) {
        return found.sessions();
      }
    }
    List<Map<String, @Nullable Object>> read =
        records.assessments(patient, now.minus(SPAN), now.plus(Duration.ofDays(1))).stream()
            .filter(session -> session.get("duplicateOf") == null)
            .toList();
    List<PastSession> newestOnes =
        read.subList(Math.max(0, read.size() - SHOWN), read.size()).stream()
            .map(PastSession::of)
            .toList();
    synchronized (held) {
      held.put(patient, new Held(newest.hashCode(), now, newestOnes));
    }
    return newestOnes;
  }
}
