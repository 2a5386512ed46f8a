package health.carryover.ingest.shard;

import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.port.MonitorSnapshots.MonitorSnapshot;
import health.carryover.analysis.port.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One share of the patients and what is done with their messages. Everything here runs on the
 * shard's own thread; the waiting messages are in the {@link ShardInbox}.
 *
 * <p>Order of writing: outcomes, telemetry (at the latest with the snapshot), and only then a
 * snapshot that contains them. A death in between repeats work and loses none, because both stores
 * know what they already hold.
 */
final class PatientShard {
  private static final int DUE_AT_ONCE = 64;
  private static final int SNAPSHOTS_AT_ONCE = 256;
  private static final int SNAPSHOTS_BETWEEN_GROUPS = 4;

  private final ShardInbox inbox;
  private final ShardSettings settings;
  private final MonitorStart starts;
  private final OutcomePublisher outcomes;
  private final Telemetry telemetry;
  private final SnapshotStore snapshots;
  private final StoreCalls store;
  private final ShardMetrics metrics;
  private final InstantSource clock;
  private final Deadlines deadlines = new Deadlines();
  private final LinkedHashMap<String, HeldMonitor> held = new LinkedHashMap<>(16, 0.75f, true);

  /** Those of them that do not rest, the least recently used first. */
  private final LinkedHashMap<String, HeldMonitor> awake = new LinkedHashMap<>(16, 0.75f, true);

  /** Monitors that differ from their stored snapshot, the longest changed first. */
  private final LinkedHashMap<String, HeldMonitor> changed = new LinkedHashMap<>();

  /** Those of them that took so many messages that they are stored at once. */
  private final LinkedHashMap<String, HeldMonitor> busy = new LinkedHashMap<>();

  private long newest;
  private long heldBytes;
  private volatile int heldCount;

  PatientShard(
      ShardInbox inbox,
      ShardSettings settings,
      MonitorStart starts,
      OutcomePublisher outcomes,
      Telemetry telemetry,
      SnapshotStore snapshots,
      StoreCalls store,
      ShardMetrics metrics,
      InstantSource clock) {
    this.inbox = inbox;
    this.settings = settings;
    this.starts = starts;
    this.outcomes = outcomes;
    this.telemetry = telemetry;
    this.snapshots = snapshots;
    this.store = store;
    this.metrics = metrics;
    this.clock = clock;
  }

  int heldCount() {
    return heldCount;
  }

  /** Works until the inbox is closed and empty, then stores what changed; or until given up. */
  void run() throws InterruptedException {
    try {
      while (!store.givenUp()) {
        ShardInbox.Work work = inbox.take();
        work.forgettings().forEach(this::forget);
        boolean used = useGroup();
        work.unexamined().forEach(this::examine);
        advance(work.now());
        storeDue(work.now());
        rest();
        evict();
        heldCount = held.size();
        if (work.closed() && !used) {
          storeChanged(List.copyOf(changed.values()));
          return;
        }
      }
    } catch (StoreCalls.GivenUp e) {
      // The process ends; whatever is not stored is replayed from the journal.
      return;
    }
  }

  /** Nothing of the patients is in memory afterwards, and so nothing of it is stored any more. */
  private void forget(ShardInbox.Forgetting forgetting) {
    held.entrySet()
        .removeIf(
            each -> {
              boolean meant = forgetting.patients().test(each.getKey());
              if (meant) {
                lighter(each.getValue());
              }
              return meant;
            });
    awake.keySet().removeIf(forgetting.patients());
    changed.keySet().removeIf(forgetting.patients());
    busy.keySet().removeIf(forgetting.patients());
    deadlines.forget(forgetting.patients());
    telemetry.forgetGathered(forgetting.patients());
    forgetting.done().complete(null);
  }

  /** Uses messages until the group ends; false if there was none. */
  private boolean useGroup() {
    PatientMessage next = inbox.next();
    if (next == null) {
      return false;
    }
    Instant takenAt = clock.instant();
    Map<String, List<NumberedOutcome>> said = new LinkedHashMap<>();
    List<Telemetry.Block> gathered = new ArrayList<>();
    List<Telemetry.Block> apart = new ArrayList<>();
    List<PatientMessage> messages = new ArrayList<>();
    for (; next != null; next = inbox.next()) {
      use(next, said);
      next.heartRate().ifPresent(next.heartRateAlone() ? gathered::add : apart::add);
      messages.add(next);
    }
    Instant decidedAt = clock.instant();
    publish(said);
    if (!apart.isEmpty()) {
      store.until(() -> telemetry.append(apart));
    }
    if (!gathered.isEmpty()) {
      store.until(() -> telemetry.gather(gathered));
    }
    Instant now = clock.instant();
    for (PatientMessage message : messages) {
      metrics.used(Duration.between(message.receivedAt(), now));
    }
    outcomes.used(messages, takenAt, decidedAt, now);
    inbox.used(messages.size());
    return true;
  }

  private void use(PatientMessage message, Map<String, List<NumberedOutcome>> said) {
    String patient = message.patient();
    HeldMonitor monitor = monitor(patient, said);
    if (message.sequence() > monitor.sequence()) {
      List<NumberedOutcome> own = said.computeIfAbsent(patient, p -> new ArrayList<>());
      try {
        if (!starts.isSetAside(message)) {
          for (ReceivedEvent event : message.events()) {
            own.addAll(monitor.monitor().accept(event));
          }
        }
      } catch (RuntimeException e) {
        monitor = replace(patient, message.sequence(), message.sequence(), said);
      }
    }
    monitor.contains(message.sequence(), message.receivedAt());
    heldBytes += monitor.gained();
    newest = Math.max(newest, message.sequence());
    changed.putIfAbsent(patient, monitor);
    if (monitor.messages() >= settings.snapshotMessages()) {
      busy.put(patient, monitor);
    }
    deadlines.set(patient, monitor.monitor().nextDeadline().orElse(null));
  }

  private HeldMonitor monitor(String patient, Map<String, List<NumberedOutcome>> said) {
    HeldMonitor monitor = held.get(patient);
    if (monitor != null) {
      awake.put(patient, monitor);
    } else {
      MonitorStart.Started started = store.until(() -> starts.load(patient));
      monitor = started.monitor();
      said.computeIfAbsent(patient, p -> new ArrayList<>()).addAll(started.outcomes());
      hold(monitor);
    }
    return monitor;
  }

  private void hold(HeldMonitor monitor) {
    heldBytes += monitor.gained();
    lighter(held.put(monitor.patient(), monitor));
    awake.put(monitor.patient(), monitor);
  }

  private void lighter(@Nullable HeldMonitor gone) {
    heldBytes -= gone == null ? 0 : gone.weighed();
  }

  /** A broken monitor goes; what it said in this group is said again by its successor. */
  private HeldMonitor replace(
      String patient, long through, long suspect, Map<String, List<NumberedOutcome>> said) {
    MonitorStart.Started started = store.until(() -> starts.rebuild(patient, through, suspect));
    said.put(patient, new ArrayList<>(started.outcomes()));
    hold(started.monitor());
    busy.remove(patient);
    if (started.monitor().changed()) {
      changed.put(patient, started.monitor());
    } else {
      changed.remove(patient);
    }
    return started.monitor();
  }

  /**
   * Lets time pass for patients who are due. One with waiting messages is left out: its messages
   * are older than {@code now} and come first.
   */
  private void advance(Instant now) {
    List<String> due = deadlines.due(now, DUE_AT_ONCE, patient -> !inbox.isWaiting(patient));
    if (due.isEmpty()) {
      return;
    }
    Map<String, List<NumberedOutcome>> said = new LinkedHashMap<>();
    for (String patient : due) {
      HeldMonitor monitor = monitor(patient, said);
      List<NumberedOutcome> own = said.computeIfAbsent(patient, p -> new ArrayList<>());
      try {
        own.addAll(monitor.monitor().advanceTo(now));
        deadlines.set(patient, later(monitor, now));
      } catch (RuntimeException e) {
        monitor = replace(patient, monitor.sequence(), -1, said);
        // It would break again; the next message wakes it.
        deadlines.set(patient, null);
      }
      monitor.touched(now);
      changed.putIfAbsent(patient, monitor);
    }
    publishStep(said);
    if (due.size() == DUE_AT_ONCE) {
      inbox.tickAgain();
    }
  }

  /** A deadline that does not move would be due for ever. */
  private static @Nullable Instant later(HeldMonitor monitor, Instant now) {
    return monitor.monitor().nextDeadline().filter(next -> next.isAfter(now)).orElse(null);
  }

  /** Learns when a patient of an earlier run is due. */
  private void examine(String patient) {
    if (held.containsKey(patient)) {
      return;
    }
    Map<String, List<NumberedOutcome>> said = new LinkedHashMap<>();
    HeldMonitor monitor = monitor(patient, said);
    deadlines.set(patient, monitor.monitor().nextDeadline().orElse(null));
    if (monitor.changed()) {
      changed.putIfAbsent(patient, monitor);
    }
    publish(said);
  }

  private void publish(Map<String, List<NumberedOutcome>> said) {
    List<NumberedOutcome> all = new ArrayList<>();
    said.values().forEach(all::addAll);
    if (!all.isEmpty()) {
      store.until(() -> outcomes.publish(all));
    }
  }

  /** What is said because time passed is not in the journal, so who said it is stored with it. */
  private void publishStep(Map<String, List<NumberedOutcome>> said) {
    List<NumberedOutcome> all = new ArrayList<>();
    List<MonitorSnapshot> states = new ArrayList<>();
    List<HeldMonitor> stored = new ArrayList<>();
    said.forEach(
        (patient, own) -> {
          HeldMonitor monitor = held.get(patient);
          if (!own.isEmpty() && monitor != null) {
            all.addAll(own);
            states.add(monitor.snapshot());
            stored.add(monitor);
          }
        });
    if (all.isEmpty()) {
      return;
    }
    boolean lasting =
        store.until(() -> outcomes.publish(all, some -> snapshots.saveStep(inbox, some, states)));
    if (lasting) {
      for (HeldMonitor monitor : stored) {
        monitor.stored();
        changed.remove(monitor.patient());
        busy.remove(monitor.patient());
      }
      metrics.snapshots(stored.size());
    }
  }

  /** A few at once: a live message that arrives waits for them. */
  private void storeDue(Instant now) {
    List<HeldMonitor> due = new ArrayList<>();
    busy.values().stream().limit(SNAPSHOTS_BETWEEN_GROUPS).forEach(due::add);
    Instant oldest = now.minus(settings.snapshotAfter());
    for (HeldMonitor monitor : changed.values()) {
      Instant since = monitor.changedSince();
      boolean recent =
          since != null
              && since.isAfter(oldest)
              && monitor.firstUnstored() >= newest - settings.snapshotEntries();
      if (recent || due.size() >= SNAPSHOTS_BETWEEN_GROUPS) {
        break;
      }
      if (!busy.containsKey(monitor.patient())) {
        due.add(monitor);
      }
    }
    storeChanged(due);
    if (due.size() >= SNAPSHOTS_BETWEEN_GROUPS) {
      inbox.tickAgain();
    }
  }

  private void storeChanged(List<HeldMonitor> monitors) {
    for (int from = 0; from < monitors.size(); from += SNAPSHOTS_AT_ONCE) {
      List<HeldMonitor> some =
          monitors.subList(from, Math.min(monitors.size(), from + SNAPSHOTS_AT_ONCE));
      List<MonitorSnapshot> states = some.stream().map(HeldMonitor::snapshot).toList();
      store.until(() -> snapshots.save(inbox, states));
      for (HeldMonitor monitor : some) {
        monitor.stored();
        changed.remove(monitor.patient());
        busy.remove(monitor.patient());
      }
      metrics.snapshots(states.size());
    }
  }

  /** The least recently used monitors rest if there is no room for all. */
  private void rest() {
    Iterator<HeldMonitor> eldest = awake.values().iterator();
    while (heldBytes > settings.heldBytes() && eldest.hasNext()) {
      HeldMonitor monitor = eldest.next();
      monitor.monitor().rest();
      heldBytes += monitor.gained();
      eldest.remove();
    }
  }

  /** The least recently used monitors leave memory, stored first if they changed. */
  private void evict() {
    int surplus = held.size() - settings.heldMonitors();
    long surplusBytes = heldBytes - settings.heldBytes();
    if (surplus <= 0 && surplusBytes <= 0) {
      return;
    }
    List<HeldMonitor> leaving = new ArrayList<>();
    List<HeldMonitor> unsaved = new ArrayList<>();
    Iterator<HeldMonitor> eldest = held.values().iterator();
    while (eldest.hasNext() && (leaving.size() < surplus || surplusBytes > 0)) {
      HeldMonitor monitor = eldest.next();
      leaving.add(monitor);
      surplusBytes -= monitor.weighed();
      if (monitor.changed()) {
        unsaved.add(monitor);
      }
    }
    storeChanged(unsaved);
    for (HeldMonitor monitor : leaving) {
      lighter(held.remove(monitor.patient()));
      awake.remove(monitor.patient());
    }
  }
}
