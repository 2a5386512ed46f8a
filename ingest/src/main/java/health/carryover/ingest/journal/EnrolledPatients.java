package health.carryover.ingest.journal;

import health.carryover.analysis.port.Enrolments;
import health.carryover.analysis.port.Enrolments.Enrolment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which patient a device speaks for, remembered for a short while. A device that is not found is
 * looked up at once, so a new enrolment works immediately; the end of one is noticed when the
 * memory is renewed or {@link #forget} is called. {@code forget}: any thread; the rest: one thread.
 */
final class EnrolledPatients {
  private static final int MOST_CLINICS = 1_000;

  private final Enrolments enrolments;
  private final Duration kept;
  private final Map<String, Clinic> clinics = new LinkedHashMap<>();
  private volatile boolean forgotten;

  EnrolledPatients(Enrolments enrolments, Duration kept) {
    this.enrolments = enrolments;
    this.kept = kept;
  }

  private record Clinic(long readNanos, Map<String, List<Enrolment>> byDevice) {}

  /** The next lookup reads everything anew. */
  void forget() {
    forgotten = true;
  }

  /**
   * The patient for whom {@code device} spoke at {@code at}, or empty. Throws what the store
   * throws.
   */
  Optional<String> patientOf(String clinic, String device, Instant at) {
    for (Enrolment enrolment : enrolmentsOf(clinic, device)) {
      if (!at.isBefore(enrolment.fromInclusive())
          && (enrolment.toExclusive() == null || at.isBefore(enrolment.toExclusive()))) {
        return Optional.of(enrolment.patient());
      }
    }
    return enrolments.patientOf(clinic, device, at);
  }

  private List<Enrolment> enrolmentsOf(String clinic, String device) {
    if (forgotten) {
      forgotten = false;
      clinics.clear();
    }
    Clinic known = clinics.get(clinic);
    long now = System.nanoTime();
    if (known == null || now - known.readNanos() > kept.toNanos()) {
      known = new Clinic(now, read(clinic));
      clinics.remove(clinic);
      clinics.put(clinic, known);
      if (clinics.size() > MOST_CLINICS) {
        clinics.remove(clinics.keySet().iterator().next());
      }
    }
    return known.byDevice().getOrDefault(device, List.of());
  }

  private Map<String, List<Enrolment>> read(String clinic) {
    Map<String, List<Enrolment>> byDevice = new HashMap<>();
    for (Enrolment enrolment : enrolments.enrolments(clinic)) {
      byDevice.computeIfAbsent(enrolment.device(), d -> new ArrayList<>()).add(enrolment);
    }
    return byDevice;
  }
}
