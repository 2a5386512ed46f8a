package health.carryover.analysis.session;

import health.carryover.analysis.load.ActiveTime;
import health.carryover.analysis.load.HeartRateDistribution;
import health.carryover.analysis.load.HeartRateLoad;
import health.carryover.analysis.load.LiveLoad;
import health.carryover.analysis.load.LoadBasis;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The load of a session while it runs: new readings at the end are added, anything else is counted
 * anew. Gives what {@link SessionHeartRate} would give if the session ended now. Confined to one
 * thread.
 */
public final class RunningLoad {
  private final long startMillis;
  private final int stretches;
  private final LoadBasis basis;
  private final String device;
  private final LiveLoad load;
  private long takenUntilMillis;

  private RunningLoad(
      long startMillis, int stretches, LoadBasis basis, String device, LiveLoad load) {
    this.startMillis = startMillis;
    this.stretches = stretches;
    this.basis = basis;
    this.device = device;
    this.load = load;
    this.takenUntilMillis = startMillis - 1;
  }

  /**
   * The running load after the newest readings.
   *
   * @param held what was counted before, or null
   * @param changedFromMillis the earliest reading that changed since {@code held} was counted
   * @return null while the session has no reading
   */
  public static @Nullable RunningLoad count(
      @Nullable RunningLoad held,
      AssembledSession session,
      SortedMap<String, HeartRateSeries> readings,
      LoadBasis basis,
      long changedFromMillis) {
    ActiveTime active = session.active();
    long start = active.startMillis(0);
    String device = busiest(readings, start);
    HeartRateSeries series = device == null ? null : readings.get(device);
    if (device == null || series == null) {
      return null;
    }
    boolean goesOn =
        held != null
            && held.startMillis == start
            && held.stretches == active.stretches()
            && held.basis.equals(basis)
            && held.device.equals(device)
            && changedFromMillis > held.takenUntilMillis;
    RunningLoad running =
        goesOn && held != null
            ? held
            : new RunningLoad(start, active.stretches(), basis, device, new LiveLoad(basis, start));
    running.take(series, active, session.end().toEpochMilli());
    return running;
  }

  private static @Nullable String busiest(
      SortedMap<String, HeartRateSeries> readings, long startMillis) {
    String busiest = null;
    int most = 0;
    for (Map.Entry<String, HeartRateSeries> entry : readings.entrySet()) {
      int count = entry.getValue().size() - entry.getValue().firstAtOrAfter(startMillis);
      if (count > most) {
        busiest = entry.getKey();
        most = count;
      }
    }
    return busiest;
  }

  private void take(HeartRateSeries series, ActiveTime active, long sessionEndMillis) {
    int next = series.firstAtOrAfter(takenUntilMillis + 1);
    for (int stretch = 0; stretch < active.stretches(); stretch++) {
      // In a pause the last stretch has an end; else it goes on.
      boolean last =
          stretch == active.stretches() - 1 && active.endMillis(stretch) >= sessionEndMillis;
      long from = active.startMillis(stretch);
      long to = last ? Long.MAX_VALUE : active.endMillis(stretch);
      if (!last && to <= takenUntilMillis) {
        continue;
      }
      if (from > takenUntilMillis && from > startMillis) {
        load.resume(from);
      }
      while (next < series.size() && series.atMillis(next) < from) {
        next++;
      }
      while (next < series.size() && series.atMillis(next) < to) {
        takenUntilMillis = series.atMillis(next);
        load.add(takenUntilMillis, series.bpm(next));
        next++;
      }
      if (!last) {
        load.pause(to);
        takenUntilMillis = Math.max(takenUntilMillis, to - 1);
      }
    }
  }

  /** When the newest reading was taken, epoch milliseconds. */
  public long newestMillis() {
    return takenUntilMillis;
  }

  /** The device read. */
  public String device() {
    return device;
  }

  /** How long each usable heart rate was held so far. */
  public HeartRateDistribution distribution() {
    return load.usableAt(Math.max(takenUntilMillis, startMillis));
  }

  /** The load as of the newest reading. */
  public HeartRateLoad soFar() {
    return load.at(Math.max(takenUntilMillis, startMillis));
  }
}
