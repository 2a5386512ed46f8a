package health.carryover.analysis.port;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Erasure from stores in memory: every answer comes from reading all of them. Any thread. */
final class MemoryPersonErasure implements PersonErasure {
  private static final String REPLAY = "service/replay/";

  private final MemoryJournal journal;
  private final MemoryQuarantine quarantine;
  private final MemoryOutcomeRecords outcomes;
  private final MemoryMonitorSnapshots snapshots;
  private final MemoryTelemetry telemetry;
  private final MemoryEnrolments enrolments;
  private final MemoryPatientDirectory directory;
  private final MemoryDeviceCredentials credentials;
  private final MemoryDeviceCursors cursors;
  private final Map<String, Unfinished> begun = new LinkedHashMap<>();
  private final Map<String, Note> done = new LinkedHashMap<>();

  MemoryPersonErasure(
      MemoryJournal journal,
      MemoryQuarantine quarantine,
      MemoryOutcomeRecords outcomes,
      MemoryMonitorSnapshots snapshots,
      MemoryTelemetry telemetry,
      MemoryEnrolments enrolments,
      MemoryPatientDirectory directory,
      MemoryDeviceCredentials credentials,
      MemoryDeviceCursors cursors) {
    this.journal = journal;
    this.quarantine = quarantine;
    this.outcomes = outcomes;
    this.snapshots = snapshots;
    this.telemetry = telemetry;
    this.enrolments = enrolments;
    this.directory = directory;
    this.credentials = credentials;
    this.cursors = cursors;
  }

  @Override
  public PersonTraces traces(String patient) {
    return PersonTraces.of(patient, enrolments.changesAbout(patient));
  }

  @Override
  public List<String> people() {
    Set<String> people = new TreeSet<>(snapshots.patients());
    journal.read(0, Integer.MAX_VALUE).stream()
        .map(stored -> stored.entry().patient())
        .filter(Objects::nonNull)
        .forEach(people::add);
    people.addAll(outcomes.newestAssessments().keySet());
    return List.copyOf(people);
  }

  @Override
  public synchronized Map<String, Long> begin(Note note, PersonTraces person, String by) {
    begun.put(note.id(), new Unfinished(note, person));
    Map<String, Long> removed = new TreeMap<>();
    note(removed, "records.enrolment_changes", enrolments.erase(person));
    note(
        removed,
        "records.device_credentials",
        person.own().stream().mapToLong(device -> credentials.erase(device.id())).sum());
    return removed;
  }

  @Override
  public Map<String, Long> eraseJournal(PersonTraces person, long through) {
    Set<Long> originals =
        journal.readOf(person.patient(), 0, Integer.MAX_VALUE).stream()
            .map(stored -> stored.entry().channel())
            .filter(channel -> channel.startsWith(REPLAY))
            .map(channel -> Long.valueOf(channel.substring(channel.lastIndexOf('/') + 1)))
            .collect(Collectors.toSet());
    Map<String, Long> removed = new TreeMap<>();
    note(
        removed,
        "journal.entries",
        journal.erase(
            stored ->
                stored.sequence() <= through
                    && (is(stored.entry().patient(), person)
                        || isStray(stored.entry(), person)
                        || (stored.entry().patient() == null
                            && originals.contains(stored.sequence())))));
    quarantine.erase();
    return removed;
  }

  private static boolean is(@Nullable String patient, PersonTraces person) {
    return person.patient().equals(patient);
  }

  private static boolean isStray(JournalEntry entry, PersonTraces person) {
    return entry.patient() == null && person.covers(entry.channel(), entry.receivedAt());
  }

  @Override
  public Map<String, Long> eraseRecords(PersonTraces person) {
    Map<String, Long> removed = new TreeMap<>();
    note(removed, "records.outcomes", outcomes.erase(person.patient()));
    note(removed, "records.monitor_snapshots", snapshots.erase(person.patient()));
    note(removed, "records.heart_rate_blocks", telemetry.erase(person.patient()));
    note(removed, "records.patients", directory.erase(person.patient()));
    note(
        removed,
        "records.device_cursors",
        person.own().stream().mapToLong(d -> cursors.erase(d.clinic(), d.id())).sum());
    return removed;
  }

  @Override
  public Map<String, Long> left(PersonTraces person, long through) {
    Map<String, Long> left = new TreeMap<>();
    note(left, "journal.entries", journal.readOf(person.patient(), 0, Integer.MAX_VALUE).size());
    note(left, "journal.entries", strays(person, 0, through));
    note(
        left,
        "records.outcomes",
        outcomes.assessments(person.patient(), Instant.MIN, Instant.MAX).size());
    note(left, "records.monitor_snapshots", snapshots.load(person.patient()).isPresent() ? 1 : 0);
    note(left, "records.heart_rate_blocks", telemetry.left(person.patient()));
    note(left, "records.patients", directory.patient(person.patient()).isPresent() ? 1 : 0);
    return left;
  }

  private long strays(PersonTraces person, long after, long through) {
    return journal.read(after, Integer.MAX_VALUE).stream()
        .filter(stored -> stored.sequence() <= through)
        .filter(stored -> isStray(stored.entry(), person))
        .count();
  }

  @Override
  public long cameAfter(PersonTraces person, long after) {
    return strays(person, after, Long.MAX_VALUE);
  }

  @Override
  public synchronized void finish(String id) {
    Unfinished finished = begun.remove(id);
    if (finished != null) {
      done.put(id, finished.note());
    }
  }

  @Override
  public synchronized List<Unfinished> unfinished() {
    return List.copyOf(begun.values());
  }

  @Override
  public synchronized List<Note> finished() {
    return List.copyOf(done.values());
  }

  private static void note(Map<String, Long> counts, String kind, long rows) {
    if (rows > 0) {
      counts.merge(kind, rows, Long::sum);
    }
  }
}
