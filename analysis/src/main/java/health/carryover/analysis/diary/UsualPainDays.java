package health.carryover.analysis.diary;

import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.response.UsualPain;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Usual evening and morning pain on the last seven days without a session, one value a day: the
 * highest told at that time of day. A morning after a session is no usual morning.
 */
public final class UsualPainDays {
  private static final int DAYS = 7;
  private static final int LOOK_BACK_DAYS = 28;
  private static final LocalTime MORNING_FROM = LocalTime.of(4, 0);
  private static final LocalTime MORNING_TO = LocalTime.NOON;
  private static final LocalTime EVENING_FROM = LocalTime.of(17, 0);

  private UsualPainDays() {}

  /**
   * Usual pain before {@code session}.
   *
   * @param sessions the patient's sessions of the last weeks, in any order
   */
  public static UsualPain before(
      DiarySession session, PainDiary diary, List<DiarySession> sessions) {
    LocalDate day = session.start().atZone(session.zone()).toLocalDate();
    Set<LocalDate> sessionDays = new HashSet<>();
    for (DiarySession other : sessions) {
      sessionDays.add(other.start().atZone(session.zone()).toLocalDate());
    }
    TreeMap<LocalDate, Double> evenings = new TreeMap<>();
    TreeMap<LocalDate, Double> mornings = new TreeMap<>();
    for (PainReport report : diary.byTime()) {
      ZonedDateTime local = report.at().atZone(session.zone());
      LocalDate date = local.toLocalDate();
      if (!date.isBefore(day)
          || date.isBefore(day.minusDays(LOOK_BACK_DAYS))
          || sessionDays.contains(date)) {
        continue;
      }
      LocalTime time = local.toLocalTime();
      if (!time.isBefore(EVENING_FROM)) {
        evenings.merge(date, report.nrs(), Math::max);
      } else if (!time.isBefore(MORNING_FROM)
          && time.isBefore(MORNING_TO)
          && !sessionDays.contains(date.minusDays(1))) {
        mornings.merge(date, report.nrs(), Math::max);
      }
    }
    return UsualPain.ofRestDays(newest(evenings), newest(mornings));
  }

  private static double[] newest(NavigableMap<LocalDate, Double> byDay) {
    List<Double> scores = new ArrayList<>();
    for (Map.Entry<LocalDate, Double> entry : byDay.descendingMap().entrySet()) {
      if (scores.size() == DAYS) {
        break;
      }
      scores.add(entry.getValue());
    }
    return scores.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
