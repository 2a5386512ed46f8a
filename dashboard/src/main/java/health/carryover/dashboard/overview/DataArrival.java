package health.carryover.dashboard.overview;

import health.carryover.analysis.port.DeviceCursors;
import health.carryover.analysis.port.DeviceCursors.DeviceCursor;
import health.carryover.analysis.port.DeviceCursors.Run;
import health.carryover.analysis.port.DeviceCursors.Stretch;
import health.carryover.analysis.port.Enrolments;
import health.carryover.analysis.port.Enrolments.Enrolment;
import health.carryover.analysis.port.Quarantine;
import health.carryover.analysis.port.Quarantine.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How data of each patient comes in: by which devices, when last, what is missing or unusable. */
final class DataArrival {
  private static final int DEVICES = 50_000;
  private static final int REJECTED = 2000;
  private static final Duration RECENTLY = Duration.ofDays(7);

  /** What a device that spoke just now has not sent yet is on its way. */
  private static final Duration ON_ITS_WAY = Duration.ofMinutes(10);

  private DataArrival() {}

  /**
   * @param heardAt null: never
   */
  record Arrival(int devices, @Nullable Instant heardAt, long unsynced, long rejected) {
    static final Arrival NONE = new Arrival(0, null, 0, 0);

    private Arrival and(Arrival other) {
      Instant heard =
          heardAt == null || (other.heardAt != null && other.heardAt.isAfter(heardAt))
              ? other.heardAt
              : heardAt;
      return new Arrival(
          devices + other.devices, heard, unsynced + other.unsynced, rejected + other.rejected);
    }
  }

  /** By patient. */
  static Map<String, Arrival> read(
      String clinic,
      Enrolments enrolments,
      DeviceCursors cursors,
      Quarantine quarantine,
      Instant now) {
    Map<String, DeviceCursor> heard = new HashMap<>();
    for (DeviceCursor cursor : cursors.newest(DEVICES)) {
      if (cursor.clinic().equals(clinic)) {
        heard.put(cursor.device(), cursor);
      }
    }
    Map<String, Long> rejected = new HashMap<>();
    Quarantine.Query open = new Quarantine.Query(null, null, Quarantine.State.OPEN, null);
    for (Item item : quarantine.newest(open, REJECTED)) {
      if (item.receivedAt().isAfter(now.minus(RECENTLY))) {
        item.device().ifPresent(device -> rejected.merge(device, 1L, Long::sum));
      }
    }
    Map<String, Arrival> byPatient = new HashMap<>();
    for (Enrolment enrolment : enrolments.enrolments(clinic)) {
      boolean lasts = enrolment.toExclusive() == null || enrolment.toExclusive().isAfter(now);
      if (lasts && !enrolment.fromInclusive().isAfter(now)) {
        DeviceCursor cursor = heard.get(enrolment.device());
        byPatient.merge(
            enrolment.patient(),
            new Arrival(
                1,
                cursor == null ? null : cursor.heardAt(),
                cursor == null ? 0 : unsynced(cursor, now),
                rejected.getOrDefault(enrolment.device(), 0L)),
            Arrival::and);
      }
    }
    return byPatient;
  }

  private static long unsynced(DeviceCursor cursor, Instant now) {
    if (cursor.heardAt().plus(ON_ITS_WAY).isAfter(now)) {
      return 0;
    }
    long missing = 0;
    List<Run> runs = cursor.runs();
    for (Run run : runs) {
      long next = run.durableSeq() + 1;
      for (Stretch stretch : run.beyond()) {
        missing += stretch.firstInclusive() - next;
        next = stretch.lastInclusive() + 1;
      }
    }
    return missing;
  }
}
