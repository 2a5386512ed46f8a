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
  private final LoadBasis basis;
  private final String device;
  private final LiveLoad load;
  private long takenUntilMillis;

  /** The newest reading, pause or resume told to {@link #load}. */
  private long clockMillis;

  /** The stretches as they were when counted last, and whether the last of them was open. */
  private ActiveTime active;

  private boolean open = true;

  /** Stretches that were ended, and the newest that was begun. */
  private int closed;

  private int begun;

  private RunningLoad(
      long startMillis, ActiveTime active, LoadBasis basis, String device, LiveLoad load) {
    this.startMillis = startMillis;
    this.clockMillis = startMillis;
    this.active = active;
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
            && held.goesOnIn(active, session.end().toEpochMilli())
            && held.basis.equals(basis)
            && held.device.equals(device)
            && changedFromMillis > held.takenUntilMillis;
    RunningLoad running =
        goesOn && held != null
            ? held
            : new RunningLoad(start, active, basis, device, new LiveLoad(basis, start));
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

  /** Whether {@code next} only goes on where the stretches counted so far ended. */
  private boolean goesOnIn(ActiveTime next, long sessionEndMillis) {
    int last = active.stretches() - 1;
    if (next.stretches() != active.stretches()
        || next.startMillis(last) != active.startMillis(last)) {
      return false;
    }
    for (int stretch = 0; stretch < last; stretch++) {
      if (next.startMillis(stretch) != active.startMillis(stretch)
          || next.endMillis(stretch) != active.endMillis(stretch)) {
        return false;
      }
    }
    boolean openNext = next.endMillis(last) >= sessionEndMillis;
    if (!open) {
      return !openNext && next.endMillis(last) == active.endMillis(last);
    }
    // A pause told late must not leave readings of the pause counted.
    return openNext || next.endMillis(last) > takenUntilMillis;
  }

  private void take(HeartRateSeries series, ActiveTime stretches, long sessionEndMillis) {
    for (int stretch = closed; stretch < stretches.stretches(); stretch++) {
      // In a pause the last stretch has an end; else it goes on.
      open =
          stretch == stretches.stretches() - 1 && stretches.endMillis(stretch) >= sessionEndMillis;
      long from = stretches.startMillis(stretch);
      long to = open ? Long.MAX_VALUE : stretches.endMillis(stretch);
      if (stretch > begun) {
        load.resume(from);
        clockMillis = from;
        begun = stretch;
      }
      int next = series.firstAtOrAfter(Math.max(from, takenUntilMillis + 1));
      while (next < series.size() && series.atMillis(next) < to) {
        takenUntilMillis = series.atMillis(next);
        clockMillis = takenUntilMillis;
        load.add(takenUntilMillis, series.bpm(next));
        next++;
      }
      if (!open) {
        load.pause(to);
        clockMillis = to;
        // A reading of before the pause that comes later has to be counted where it belongs.
        takenUntilMillis = Math.max(takenUntilMillis, to - 1);
        closed = stretch + 1;
      }
    }
    active = stretches;
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
    return load.usableAt(clockMillis);
  }

  /** The load as of the newest reading. */
  public HeartRateLoad soFar() {
    return load.at(clockMillis);
  }
}
