package health.carryover.ingest.shard;

import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.port.MonitorSnapshots;
import health.carryover.analysis.port.MonitorSnapshots.MonitorSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings monitors into memory: from the stored snapshot, and where that or the monitor itself is
 * broken, from the journal. Throws what the stores throw. Confined to its shard.
 */
final class MonitorStart {
  private static final Logger LOG = LoggerFactory.getLogger(MonitorStart.class);
  private static final int PAGE = 1_000;
  private static final long NONE = -1;

  private final MonitorSnapshots snapshots;
  private final PatientHistory history;
  private final Monitors monitors;
  private final ShardMetrics metrics;

  /**
   * Entries on which a monitor failed twice. Few, or the monitor is wrong altogether; found anew
   * after a restart.
   */
  private final Set<Long> setAside = new HashSet<>();

  MonitorStart(
      MonitorSnapshots snapshots, PatientHistory history, Monitors monitors, ShardMetrics metrics) {
    this.snapshots = snapshots;
    this.history = history;
    this.monitors = monitors;
    this.metrics = metrics;
  }

  /** A monitor, and what it says while it catches up: all of it said before, or about to be. */
  record Started(HeldMonitor monitor, List<NumberedOutcome> outcomes) {}

  boolean isSetAside(PatientMessage message) {
    return setAside.contains(message.sequence());
  }

  /** The patient's monitor as it was last stored; a new one if there is none. */
  Started load(String patient) {
    Optional<MonitorSnapshot> snapshot = snapshots.load(patient);
    if (snapshot.isEmpty()) {
      return new Started(new HeldMonitor(monitors.start(patient), 0), List.of());
    }
    try {
      return new Started(restored(snapshot.get()), List.of());
    } catch (RuntimeException e) {
      LOG.warn("monitor.snapshot-unreadable {}", e.getClass().getName());
      metrics.restored();
      return replayed(patient, null, snapshot.get().sequence(), NONE);
    }
  }

  /**
   * A monitor in place of one that broke.
   *
   * @param through the last entry it shall contain
   * @param suspect the entry on which the monitor broke, or a negative number. Where it breaks
   *     twice in the same place the entry is set aside.
   */
  Started rebuild(String patient, long through, long suspect) {
    metrics.restored();
    return replayed(patient, snapshots.load(patient).orElse(null), through, suspect);
  }

  private HeldMonitor restored(MonitorSnapshot snapshot) {
    Monitors.Monitor monitor = monitors.restore(snapshot.state());
    if (!monitor.patient().equals(snapshot.patient())) {
      throw new IllegalStateException("a snapshot of another patient");
    }
    return new HeldMonitor(monitor, snapshot.sequence());
  }

  private Started replayed(
      String patient, @Nullable MonitorSnapshot snapshot, long through, long suspect) {
    long suspected = suspect;
    while (true) {
      Attempt attempt = new Attempt(start(patient, snapshot));
      attempt.run(through);
      if (attempt.brokeAt == NONE) {
        return new Started(attempt.held, attempt.outcomes);
      }
      if (attempt.brokeAt == suspected) {
        setAside.add(suspected);
        metrics.setAside();
        LOG.error("monitor.entry-set-aside {}", attempt.why);
      }
      suspected = attempt.brokeAt;
    }
  }

  private HeldMonitor start(String patient, @Nullable MonitorSnapshot snapshot) {
    if (snapshot != null) {
      try {
        return restored(snapshot);
      } catch (RuntimeException e) {
        LOG.warn("monitor.snapshot-unreadable {}", e.getClass().getName());
      }
    }
    return new HeldMonitor(monitors.start(patient), 0);
  }

  /** One way through the journal. */
  private final class Attempt {
    private final HeldMonitor held;
    private final List<NumberedOutcome> outcomes = new ArrayList<>();
    private long brokeAt = NONE;
    private String why = "";

    Attempt(HeldMonitor held) {
      this.held = held;
    }

    void run(long through) {
      long after = held.sequence();
      while (brokeAt == NONE && after < through) {
        PatientHistory.Page page = history.read(after, PAGE);
        if (page.lastSequence() == after) {
          return;
        }
        after = page.lastSequence();
        for (PatientMessage message : page.messages()) {
          if (message.patient().equals(held.patient()) && message.sequence() <= through) {
            use(message);
          }
        }
      }
    }

    private void use(PatientMessage message) {
      if (brokeAt != NONE) {
        return;
      }
      try {
        if (!isSetAside(message)) {
          for (ReceivedEvent event : message.events()) {
            outcomes.addAll(held.monitor().accept(event));
          }
        }
        held.contains(message.sequence(), message.receivedAt());
      } catch (RuntimeException e) {
        brokeAt = message.sequence();
        why = e.getClass().getName();
      }
    }
  }
}
