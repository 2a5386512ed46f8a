package health.carryover.analysis.diary;

import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.event.PainSlot;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Pain that ends all advice until a clinician has looked: 9 or more at rest, or 8 or more on three
 * days in a row. A report that does not say whether it was at rest counts as at rest unless it is
 * one of during or right after a session. Product choices.
 *
 * @param kind which of the two
 * @param at when the report was made that shows it
 */
public record SeverePain(Kind kind, Instant at) {
  private static final double AT_REST = 9;
  private static final double HIGH = 8;
  private static final int HIGH_DAYS = 3;
  private static final Duration DAYS_BEFORE = Duration.ofDays(3);

  /** Which of the two. */
  public enum Kind {
    AT_REST,
    THREE_DAYS
  }

  /**
   * Every report within the bounds that shows it, oldest first.
   *
   * @param sessions to tell what was during one
   * @param zone for local days
   */
  public static List<SeverePain> between(
      Instant fromInclusive,
      Instant toInclusive,
      PainDiary diary,
      List<DiarySession> sessions,
      ZoneId zone) {
    List<SeverePain> found = new ArrayList<>();
    TreeMap<LocalDate, Instant> highDays = new TreeMap<>();
    for (PainReport report :
        diary.between(fromInclusive.minus(DAYS_BEFORE), toInclusive.plusMillis(1))) {
      if (report.nrs() < HIGH || !atRest(report, sessions)) {
        continue;
      }
      LocalDate day = report.at().atZone(zone).toLocalDate();
      boolean newDay = highDays.putIfAbsent(day, report.at()) == null;
      if (report.at().isBefore(fromInclusive)) {
        continue;
      }
      if (report.nrs() >= AT_REST) {
        found.add(new SeverePain(Kind.AT_REST, report.at()));
      } else if (newDay && inARow(highDays, day)) {
        found.add(new SeverePain(Kind.THREE_DAYS, report.at()));
      }
    }
    return found;
  }

  private static boolean inARow(NavigableMap<LocalDate, Instant> days, LocalDate last) {
    for (int back = 1; back < HIGH_DAYS; back++) {
      if (!days.containsKey(last.minusDays(back))) {
        return false;
      }
    }
    return true;
  }

  static boolean atRest(PainReport report, List<DiarySession> sessions) {
    Boolean rest = report.rest();
    if (rest != null) {
      return rest;
    }
    if (report.slot() == PainSlot.DURING || report.slot() == PainSlot.AFTER) {
      return false;
    }
    return sessions.stream()
        .noneMatch(
            session ->
                !report.at().isBefore(session.start())
                    && report.at().isBefore(session.end().plusSeconds(1800)));
  }
}
