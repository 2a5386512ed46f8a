package health.carryover.analysis;

import health.carryover.analysis.history.SessionMeasures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sustained peaks of sessions, for the maximal heart rate of those that follow. */
final class SessionPeaks {
  private final List<Peak> peaks = new ArrayList<>();

  private record Peak(Instant end, double bpm) {}

  static SessionPeaks of(Collection<SettledSession> settled) {
    SessionPeaks peaks = new SessionPeaks();
    settled.forEach(session -> peaks.add(session.end(), session.past().measures()));
    return peaks;
  }

  /** Takes what a session that is over showed. */
  void add(Instant end, SessionMeasures measures) {
    measures.peakBpm().value().ifPresent(bpm -> peaks.add(new Peak(end, bpm)));
  }

  /**
   * The highest of the sessions that were over at {@code start}, or null.
   *
   * @param credibleBpm what lies above counts as an artefact
   */
  @Nullable Double highestBefore(Instant start, double credibleBpm) {
    return peaks.stream()
        .filter(peak -> !peak.end().isAfter(start) && peak.bpm() <= credibleBpm)
        .map(Peak::bpm)
        .max(Double::compare)
        .orElse(null);
  }
}
