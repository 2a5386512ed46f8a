package health.carryover.analysis.port;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Enrolments in memory: for each device the moments at which it changed hands. Any thread. */
public final class MemoryEnrolments implements Enrolments {
  private final Map<Device, TreeMap<Instant, Optional<String>>> changes =
      new TreeMap<>(Comparator.comparing(Device::clinic).thenComparing(Device::name));

  @Override
  public synchronized void enrol(
      String clinic, String device, String patient, Instant fromInclusive) {
    changesOf(clinic, device).put(fromInclusive, Optional.of(patient));
  }

  @Override
  public synchronized void withdraw(String clinic, String device, Instant at) {
    changesOf(clinic, device).put(at, Optional.empty());
  }

  private TreeMap<Instant, Optional<String>> changesOf(String clinic, String device) {
    return changes.computeIfAbsent(new Device(clinic, device), key -> new TreeMap<>());
  }

  /** Every change of every device that ever spoke for {@code patient}. */
  synchronized List<PersonTraces.Change> changesAbout(String patient) {
    List<PersonTraces.Change> about = new ArrayList<>();
    changes.forEach(
        (device, byTime) -> {
          if (byTime.containsValue(Optional.of(patient))) {
            byTime.forEach(
                (at, holder) ->
                    about.add(
                        new PersonTraces.Change(
                            new PersonTraces.Device(device.clinic(), device.name()),
                            at,
                            holder.orElse(null))));
          }
        });
    return about;
  }

  synchronized long erase(PersonTraces person) {
    long erased = changesAbout(person.patient()).size();
    person.own().forEach(own -> changes.remove(new Device(own.clinic(), own.id())));
    Optional<String> whom = Optional.of(person.patient());
    changes
        .values()
        .forEach(
            byTime ->
                byTime.replaceAll((at, holder) -> holder.equals(whom) ? Optional.empty() : holder));
    return erased;
  }

  @Override
  public synchronized Optional<String> patientOf(String clinic, String device, Instant at) {
    var change = changesOf(clinic, device).floorEntry(at);
    return change == null ? Optional.empty() : change.getValue();
  }

  @Override
  public synchronized List<Enrolment> enrolments(String clinic) {
    List<Enrolment> all = new ArrayList<>();
    changes.forEach(
        (device, byTime) -> {
          if (device.clinic().equals(clinic)) {
            addPeriods(device, byTime, all);
          }
        });
    all.sort(Comparator.comparing(Enrolment::fromInclusive).thenComparing(Enrolment::device));
    return all;
  }

  private static void addPeriods(
      Device device, TreeMap<Instant, Optional<String>> byTime, List<Enrolment> all) {
    Optional<String> holder = Optional.empty();
    Instant since = Instant.MIN;
    for (var change : byTime.entrySet()) {
      if (!change.getValue().equals(holder)) {
        add(device, holder, since, change.getKey(), all);
        holder = change.getValue();
        since = change.getKey();
      }
    }
    add(device, holder, since, null, all);
  }

  private static void add(
      Device device,
      Optional<String> holder,
      Instant since,
      @Nullable Instant until,
      List<Enrolment> all) {
    holder.ifPresent(
        patient -> all.add(new Enrolment(device.clinic(), device.name(), patient, since, until)));
  }

  private record Device(String clinic, String name) {}
}
