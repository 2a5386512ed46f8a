package health.carryover.analysis.diary;

import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.event.PainSlot;
import health.carryover.analysis.response.PainMonitoring;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether morning pain rises from week to week: one value a day, the highest told between 04:00 and
 * noon and not during or right after a session.
 */
public final class MorningTrend {
  private static final int WEEK = 7;

  /** Fewer mornings make no median worth comparing; a product choice. */
  private static final int FEWEST_MORNINGS = 3;

  private static final LocalTime FROM = LocalTime.of(4, 0);
  private static final LocalTime TO = LocalTime.NOON;
  private static final long AFTER_MINUTES = 30;

  private MorningTrend() {}

  /**
   * The trend up to the morning after {@code session}: median of its seven mornings minus that of
   * the seven before; null unless both weeks have three mornings.
   */
  public static @Nullable Double upTo(
      DiarySession session, List<DiarySession> sessions, PainDiary diary) {
    LocalDate last = session.end().atZone(session.zone()).toLocalDate().plusDays(1);
    TreeMap<LocalDate, Double> mornings = new TreeMap<>();
    for (PainReport report :
        diary.between(
            last.minusDays(2 * WEEK).atStartOfDay(session.zone()).toInstant(),
            last.plusDays(1).atStartOfDay(session.zone()).toInstant())) {
      ZonedDateTime local = report.at().atZone(session.zone());
      boolean morning =
          report.slot() == PainSlot.NEXT_MORNING
              || (!local.toLocalTime().isBefore(FROM)
                  && local.toLocalTime().isBefore(TO)
                  && !around(report, sessions));
      if (morning) {
        mornings.merge(local.toLocalDate(), report.nrs(), Math::max);
      }
    }
    double[] now = values(mornings, last.minusDays(WEEK), last);
    double[] before = values(mornings, last.minusDays(2 * WEEK), last.minusDays(WEEK));
    return now.length < FEWEST_MORNINGS || before.length < FEWEST_MORNINGS
        ? null
        : PainMonitoring.weekTrend(now, before);
  }

  private static boolean around(PainReport report, List<DiarySession> sessions) {
    for (DiarySession session : sessions) {
      if (!report.at().isBefore(session.start())
          && report.at().isBefore(session.end().plusSeconds(60 * AFTER_MINUTES))) {
        return true;
      }
    }
    return false;
  }

  private static double[] values(
      NavigableMap<LocalDate, Double> mornings, LocalDate fromExclusive, LocalDate toInclusive) {
    return mornings.subMap(fromExclusive, false, toInclusive, true).values().stream()
        .mapToDouble(Double::doubleValue)
        .toArray();
  }
}
