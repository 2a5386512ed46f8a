package health.carryover.analysis.port;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What leads to a person in the stores: the pseudonym, and the devices that spoke for the person.
 *
 * @param own devices that never spoke for anybody else: whatever came from them is the person's
 * @param shared when devices that spoke for others too spoke for the person
 */
public record PersonTraces(String patient, Set<Device> own, List<Period> shared) {
  private static final int CLINIC_PART = 2;
  private static final int DEVICE_PART = 3;
  private static final String PROFILE = "service/profile/";

  public PersonTraces {
    own = Set.copyOf(own);
    shared = List.copyOf(shared);
  }

  /** A device of a clinic. */
  public record Device(String clinic, String id) {}

  /**
   * A device's time with the person.
   *
   * @param toExclusive null: until now
   */
  public record Period(Device device, Instant fromInclusive, @Nullable Instant toExclusive) {
    boolean contains(Instant at) {
      return !at.isBefore(fromInclusive) && (toExclusive == null || at.isBefore(toExclusive));
    }
  }

  /**
   * A moment at which a device changed hands.
   *
   * @param patient for whom it speaks from then on, or null
   */
  public record Change(Device device, Instant at, @Nullable String patient) {}

  /**
   * The traces of {@code patient}.
   *
   * @param changes all of every device that ever spoke for the person, by device and then by time
   */
  public static PersonTraces of(String patient, List<Change> changes) {
    List<Period> periods = new ArrayList<>();
    Set<Device> others = new HashSet<>();
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      Change next = i + 1 < changes.size() ? changes.get(i + 1) : null;
      if (patient.equals(change.patient())) {
        Instant until = next != null && next.device().equals(change.device()) ? next.at() : null;
        periods.add(new Period(change.device(), change.at(), until));
      } else if (change.patient() != null) {
        others.add(change.device());
      }
    }
    Set<Device> own = new HashSet<>();
    periods.stream().map(Period::device).filter(d -> !others.contains(d)).forEach(own::add);
    return new PersonTraces(
        patient, own, periods.stream().filter(p -> others.contains(p.device())).toList());
  }

  /**
   * Whether a message of which nobody said whose it is belongs to the person.
   *
   * @param kept the channel on which it came, also as it is kept after its content was let go
   */
  public boolean covers(String kept, Instant receivedAt) {
    String channel =
        kept.startsWith(JournalEntry.TRIMMED)
            ? kept.substring(JournalEntry.TRIMMED.length())
            : kept;
    if (channel.startsWith(PROFILE)) {
      return channel.endsWith("/" + patient);
    }
    Optional<Device> device = deviceOf(channel);
    return device.isPresent()
        && (own.contains(device.get())
            || shared.stream()
                .anyMatch(p -> p.device().equals(device.get()) && p.contains(receivedAt)));
  }

  /** The device that {@code channel} names, or empty. */
  static Optional<Device> deviceOf(String channel) {
    boolean names =
        channel.startsWith("carryover/")
            || channel.startsWith("service/replay/")
            || channel.startsWith("service/open-wearables/");
    String[] part = channel.split("/", -1);
    return names && part.length > DEVICE_PART
        ? Optional.of(new Device(part[CLINIC_PART], part[DEVICE_PART]))
        : Optional.empty();
  }

  /** Nothing of whom it leads to. */
  @Override
  public String toString() {
    return "PersonTraces[own=" + own.size() + ", shared=" + shared.size() + "]";
  }
}
