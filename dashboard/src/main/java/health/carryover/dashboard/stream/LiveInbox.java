package health.carryover.dashboard.stream;

import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.Outcome;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where other threads leave what is new until the event loop takes it. Of each session only the
 * newest progress and the newest assessment wait, so a burst costs no memory. Beyond {@code
 * capacity} waiting outcomes new ones are refused, and {@link Taken#missed} says so. Any thread.
 */
final class LiveInbox implements OutcomeFeed.Listener {
  private final int capacity;
  private final Runnable news;
  private final Map<Key, Outcome> waiting = new LinkedHashMap<>();
  private final Set<String> erased = new LinkedHashSet<>();
  private boolean alertsChanged;
  private boolean missed;

  /**
   * @param news called when an alert change waits that nobody was called for; must not wait
   */
  LiveInbox(int capacity, Runnable news) {
    this.capacity = capacity;
    this.news = news;
  }

  private record Key(Class<?> kind, String patient, String session) {}

  /**
   * What was waiting.
   *
   * @param alertsChanged whether the records hold new alert changes
   * @param erased patients to be forgotten
   * @param missed whether outcomes were refused since the last time
   */
  record Taken(boolean alertsChanged, boolean missed, List<Outcome> outcomes, Set<String> erased) {}

  @Override
  public void alertChanges(List<StoredAlertChange> changes) {
    if (firstChange()) {
      news.run();
    }
  }

  private synchronized boolean firstChange() {
    boolean first = !alertsChanged;
    alertsChanged = true;
    return first;
  }

  @Override
  public synchronized void assessments(List<Assessment> assessments) {
    for (Assessment assessment : assessments) {
      leave(new Key(Assessment.class, assessment.patient(), assessment.session()), assessment);
    }
  }

  @Override
  public synchronized void progress(SessionProgress progress) {
    leave(new Key(SessionProgress.class, progress.patient(), progress.session()), progress);
  }

  @Override
  public synchronized void erased(String patient) {
    waiting.keySet().removeIf(key -> key.patient().equals(patient));
    erased.add(patient);
  }

  private void leave(Key key, Outcome outcome) {
    if (waiting.size() >= capacity && !waiting.containsKey(key)) {
      missed = true;
    } else {
      waiting.put(key, outcome);
    }
  }

  /** Takes everything; afterwards nothing waits. */
  synchronized Taken take() {
    Taken taken =
        new Taken(alertsChanged, missed, new ArrayList<>(waiting.values()), Set.copyOf(erased));
    erased.clear();
    waiting.clear();
    alertsChanged = false;
    missed = false;
    return taken;
  }
}
