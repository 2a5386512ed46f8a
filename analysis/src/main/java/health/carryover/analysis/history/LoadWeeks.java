package health.carryover.analysis.history;

import health.carryover.analysis.load.AcuteChronicRatio;
import health.carryover.analysis.load.DailySeries;
import health.carryover.analysis.load.MonotonyStrain;
import health.carryover.analysis.outcome.Background.LoadContext;
import health.carryover.analysis.signal.RobustBaseline;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The load of the weeks up to and with a session, by local days. A day without a session is a rest
 * day only where the patient told something on it, be it a pain score; else it is unknown. The
 * ratios look at the last 28 days and are no rule (Impellizzeri et al. 2020).
 */
public final class LoadWeeks {
  private static final int WEEK = 7;
  private static final int WEEKS_BEFORE = 4;

  /** How many days back anything is looked at. */
  public static final int DAYS = WEEK * (WEEKS_BEFORE + 1);

  private static final int RATIO_DAYS = 28;
  private static final double MINUTES_PER_HOUR = 60;

  private LoadWeeks() {}

  /**
   * A session with its load.
   *
   * @param load in the currency and under the reference of the session looked at, or null
   */
  public record Loaded(Instant start, @Nullable Double load) {}

  /**
   * The context of a session.
   *
   * @param first start of the patient's first session
   * @param sessions those of the last {@link #DAYS} days, oldest first, this one last
   * @param told local days on which the patient told anything
   * @param previousEnd end of the session before, or null
   * @param largestTolerated of the last 30 days, or null
   */
  public static LoadContext context(
      Instant first,
      List<Loaded> sessions,
      ZoneId zone,
      Set<LocalDate> told,
      @Nullable Instant previousEnd,
      @Nullable Double largestTolerated) {
    Loaded own = sessions.get(sessions.size() - 1);
    LocalDate today = own.start().atZone(zone).toLocalDate();
    long age = ChronoUnit.DAYS.between(first.atZone(zone).toLocalDate(), today);
    int days = (int) Math.min(DAYS, age + 1);
    @Nullable Double[] loads = new @Nullable Double[days];
    boolean[] unknown = new boolean[days];
    for (Loaded session : sessions) {
      LocalDate date = session.start().atZone(zone).toLocalDate();
      int day = days - 1 - (int) ChronoUnit.DAYS.between(date, today);
      if (day >= 0 && day < days) {
        Double load = session.load();
        unknown[day] |= load == null;
        double before = loads[day] == null ? 0 : loads[day];
        loads[day] = load == null ? loads[day] : (Double) (before + load);
      }
    }
    for (int day = 0; day < days; day++) {
      if (unknown[day]) {
        loads[day] = null;
      } else if (loads[day] == null && told.contains(today.minusDays(days - 1L - day))) {
        loads[day] = 0.0;
      }
    }
    DailySeries series = DailySeries.ofKnown(loads);
    MonotonyStrain week =
        days < WEEK ? null : MonotonyStrain.ofWeek(DailySeries.ofKnown(lastOf(loads, WEEK)));
    DailySeries ratios = DailySeries.ofKnown(lastOf(loads, Math.min(days, RATIO_DAYS)));
    int last = ratios.days() - 1;
    Double load = own.load();
    return new LoadContext(
        sum(series, unknown, Math.max(0, days - WEEK), days),
        weeksBefore(series, unknown),
        week == null ? null : week.monotony(),
        week == null ? null : week.strain(),
        AcuteChronicRatio.exponential(ratios, last).ratio(),
        AcuteChronicRatio.coupled(ratios, last).ratio(),
        AcuteChronicRatio.uncoupled(ratios, last).ratio(),
        previousEnd == null
            ? null
            : (Double) (Duration.between(previousEnd, own.start()).toMinutes() / MINUTES_PER_HOUR),
        largestTolerated,
        load == null || largestTolerated == null || largestTolerated <= 0
            ? null
            : (Double) (load / largestTolerated));
  }

  private static @Nullable Double weeksBefore(DailySeries series, boolean[] unknown) {
    if (series.days() < DAYS) {
      return null;
    }
    double[] sums = new double[WEEKS_BEFORE];
    for (int week = 0; week < WEEKS_BEFORE; week++) {
      Double sum = sum(series, unknown, week * WEEK, (week + 1) * WEEK);
      if (sum == null) {
        return null;
      }
      sums[week] = sum;
    }
    return RobustBaseline.medianOf(sums);
  }

  /** Rest days add nothing, told or not; a session of unknown load makes the sum unknown. */
  private static @Nullable Double sum(
      DailySeries series, boolean[] unknown, int from, int toExclusive) {
    for (int day = from; day < toExclusive; day++) {
      if (unknown[day]) {
        return null;
      }
    }
    return series.sum(from, toExclusive);
  }

  private static @Nullable Double[] lastOf(@Nullable Double[] loads, int days) {
    return Arrays.copyOfRange(loads, loads.length - days, loads.length);
  }
}
