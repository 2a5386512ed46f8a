package health.carryover.analysis.diary;

import health.carryover.analysis.event.RecoveryReport;
import health.carryover.analysis.signal.RestingHeartRate;
import health.carryover.analysis.signal.RobustBaseline;
import health.carryover.analysis.signal.Signal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The resting heart rate around a session against the patient's own last 28 days: one value a local
 * day, the last told. Days of illness are left out.
 *
 * @param bpm told within the day before the session, or why not
 * @param earlier the values of the 28 days before, oldest first
 * @param z distance of {@code bpm}, or why there is none
 * @param raised whether it was high on 2 of the last 3 measured days; null while unknown
 */
public record RestingDays(Signal bpm, List<Double> earlier, Signal z, @Nullable Boolean raised) {
  private static final int BASELINE_DAYS = 28;
  private static final int FEWEST = 10;
  private static final int LAST_DAYS = 3;
  private static final int HOURS_BEFORE = 24;

  public RestingDays {
    earlier = List.copyOf(earlier);
  }

  /** From all reports of a patient, up to the start of a session. */
  static RestingDays before(
      Instant start, ZoneId zone, Collection<RecoveryReport> byTime, Set<LocalDate> ill) {
    TreeMap<LocalDate, RecoveryReport> days = new TreeMap<>();
    for (RecoveryReport report : byTime) {
      if (report.restingBpm() != null && !report.at().isAfter(start)) {
        LocalDate day = report.at().atZone(zone).toLocalDate();
        if (!ill.contains(day)) {
          days.put(day, report);
        }
      }
    }
    RecoveryReport newest = days.isEmpty() ? null : days.lastEntry().getValue();
    if (newest == null || newest.at().isBefore(start.minusSeconds(3600L * HOURS_BEFORE))) {
      Signal none = Signal.lacking(Signal.Lack.TOO_FEW_SAMPLES);
      return new RestingDays(none, List.of(), none, null);
    }
    LocalDate today = days.lastKey();
    List<Double> earlier = values(days, today);
    double bpm = beats(newest);
    return new RestingDays(
        Signal.measured(bpm), earlier, RestingHeartRate.z(bpm, array(earlier)), raised(days));
  }

  private static @Nullable Boolean raised(NavigableMap<LocalDate, RecoveryReport> days) {
    List<Boolean> high = new ArrayList<>();
    LocalDate today = days.lastKey();
    for (LocalDate day : days.tailMap(today.minusDays(LAST_DAYS - 1L)).keySet()) {
      List<Double> earlier = values(days, day);
      if (earlier.size() >= FEWEST) {
        RobustBaseline baseline = RestingHeartRate.baseline(array(earlier));
        RecoveryReport report = days.get(day);
        high.add(report != null && RestingHeartRate.high(beats(report), baseline));
      }
    }
    return high.isEmpty() ? null : (Boolean) RestingHeartRate.raised(high);
  }

  private static List<Double> values(
      NavigableMap<LocalDate, RecoveryReport> days, LocalDate before) {
    return days.subMap(before.minusDays(BASELINE_DAYS), true, before, false).values().stream()
        .map(RestingDays::beats)
        .toList();
  }

  private static double beats(RecoveryReport report) {
    Double bpm = report.restingBpm();
    return bpm == null ? Double.NaN : bpm;
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
