package health.carryover.dashboard.stream;

import health.carryover.analysis.document.OutcomeDocument;
import health.carryover.analysis.outcome.SessionProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How running sessions stand, and how the load of each came together. In memory only: progress is
 * never stored, so a restart begins afresh. Holds the {@value #MOST_SESSIONS} sessions heard of
 * last and at most {@value #MOST_POINTS} points of each. Confined to the event loop.
 */
public final class RunningSessions {
  /** How many sessions are remembered. */
  static final int MOST_SESSIONS = 2000;

  /** How many points of one session are remembered; when full, every second one goes. */
  static final int MOST_POINTS = 240;

  private static final Duration SILENCE = Duration.ofMinutes(30);

  private final Map<Key, Trail> trails = new LinkedHashMap<>(16, 0.75f, true);

  RunningSessions() {}

  private record Key(String patient, String session) {}

  private static final class Trail {
    private final List<SessionProgress> points = new ArrayList<>();
    private SessionProgress newest;
    private Duration spacing = Duration.ofSeconds(1);

    Trail(SessionProgress first) {
      newest = first;
    }

    void add(SessionProgress progress) {
      if (progress.at().isBefore(newest.at())) {
        return;
      }
      newest = progress;
      if (points.isEmpty() || !progress.at().isBefore(lastPoint().plus(spacing))) {
        points.add(progress);
      }
      if (points.size() > MOST_POINTS) {
        thin();
      }
    }

    private Instant lastPoint() {
      return points.get(points.size() - 1).at();
    }

    private void thin() {
      spacing = spacing.multipliedBy(2);
      List<SessionProgress> kept = new ArrayList<>();
      for (int i = 0; i < points.size(); i += 2) {
        kept.add(points.get(i));
      }
      points.clear();
      points.addAll(kept);
    }
  }

  void add(SessionProgress progress) {
    Key key = new Key(progress.patient(), progress.session());
    trails.computeIfAbsent(key, unknown -> new Trail(progress)).add(progress);
    if (trails.size() > MOST_SESSIONS) {
      trails.remove(trails.keySet().iterator().next());
    }
  }

  void forget(String patient) {
    trails.keySet().removeIf(key -> key.patient().equals(patient));
  }

  /** The newest progress of each session that runs at {@code now}, oldest first. */
  public List<SessionProgress> running(Instant now) {
    List<SessionProgress> running = new ArrayList<>();
    for (Trail trail : trails.values()) {
      SessionProgress newest = trail.newest;
      if (!newest.ended() && newest.knownAt().plus(SILENCE).isAfter(now)) {
        running.add(newest);
      }
    }
    return running;
  }

  /** The newest progress of a session that is remembered, running or not. */
  public Optional<SessionProgress> newest(String patient, String session) {
    return trail(patient, session).map(trail -> trail.newest);
  }

  /** Patients of whom a session with that id is remembered. */
  public List<String> patientsWithSession(String session) {
    return trails.keySet().stream()
        .filter(key -> key.session().equals(session))
        .map(Key::patient)
        .toList();
  }

  /** How the load of a session came together, oldest first, as documents; empty: not remembered. */
  public List<Map<String, @Nullable Object>> trailOf(String patient, String session) {
    return trail(patient, session)
        .map(
            trail -> {
              List<SessionProgress> points = new ArrayList<>(trail.points);
              if (!points.get(points.size() - 1).equals(trail.newest)) {
                points.add(trail.newest);
              }
              return points.stream().map(OutcomeDocument::of).toList();
            })
        .orElse(List.of());
  }

  private Optional<Trail> trail(String patient, String session) {
    return Optional.ofNullable(trails.get(new Key(patient, session)));
  }
}
