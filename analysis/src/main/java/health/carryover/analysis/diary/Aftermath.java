package health.carryover.analysis.diary;

import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.response.ResponseSlot;
import health.carryover.analysis.response.SorenessRule;
import health.carryover.analysis.response.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What pain reports say of a session beyond its five questions. A report that names no session
 * speaks of the last one begun before it; once another session began, only reports that name this
 * one count.
 *
 * @param worstDuring highest told during the session, or null
 * @param after24Hours the last told 20 to 28 hours after the end, or null
 * @param after48Hours the last told 40 to 56 hours after the end, or null
 * @param lowestLater lowest told after the worst of evening and next morning and within 56 hours of
 *     the end, or null
 * @param spreading whether pain was told at a site not told in the weeks before; null where no site
 *     was told before or after
 * @param soreness the strictest soreness rule that holds; {@link SorenessRule#NONE} without any
 *     soreness told
 * @param likelySoreness whether evening or morning pain is probably delayed-onset muscle soreness:
 *     told as soreness and not at rest
 */
public record Aftermath(
    @Nullable Double worstDuring,
    @Nullable Double after24Hours,
    @Nullable Double after48Hours,
    @Nullable Double lowestLater,
    @Nullable Boolean spreading,
    SorenessRule soreness,
    boolean likelySoreness) {

  /** The last moment at which a report can still belong to a session, after its end. */
  public static final Duration LONGEST = Duration.ofHours(56);

  /** Nothing is told. */
  public static final Aftermath NONE =
      new Aftermath(null, null, null, null, null, SorenessRule.NONE, false);

  private static final Duration SITES_KNOWN = Duration.ofDays(28);
  private static final Set<String> SORENESS =
      Set.of("sore", "soreness", "muscle-soreness", "doms", "stiff", "stiffness", "dull");
  private static final Duration SORE_AFTER = Duration.ofHours(1);

  /**
   * Reads the diary.
   *
   * @param near the patient's sessions around it, itself included
   * @param worstAt when the worst of evening and next morning was told, or null
   */
  public static Aftermath of(
      DiarySession session, List<DiarySession> near, PainDiary diary, @Nullable Instant worstAt) {
    Window day = session.windows().window(ResponseSlot.AFTER_24_HOURS);
    Window twoDays = session.windows().window(ResponseSlot.AFTER_48_HOURS);
    Instant next = nextStart(session, near);
    Double worstDuring = null;
    Double after24 = null;
    Double after48 = null;
    Double lowest = null;
    boolean sore = false;
    Set<SorenessRule> rules = EnumSet.noneOf(SorenessRule.class);
    SorenessInSession soreness = new SorenessInSession(session.start());
    for (PainReport report : diary.between(session.start(), session.end().plus(LONGEST))) {
      if (!belongs(report, session, next)) {
        continue;
      }
      Instant at = report.at();
      if (at.isBefore(session.end())) {
        worstDuring = worstDuring == null ? report.nrs() : Math.max(worstDuring, report.nrs());
      }
      after24 = day.contains(at) ? (Double) report.nrs() : after24;
      after48 = twoDays.contains(at) ? (Double) report.nrs() : after48;
      if (worstAt != null && at.isAfter(worstAt)) {
        lowest = lowest == null ? report.nrs() : Math.min(lowest, report.nrs());
      }
      if (at.isBefore(session.end())) {
        soreness.take(report, isSoreness(report));
      } else if (isSoreness(report)) {
        if (!at.isBefore(session.end().plus(SORE_AFTER))) {
          rules.add(SorenessRule.AFTER_SESSION);
          sore |= Boolean.FALSE.equals(report.rest());
        }
      }
    }
    rules.add(soreness.rule());
    return new Aftermath(
        worstDuring,
        after24,
        after48,
        lowest,
        spreading(session, diary, next),
        SorenessRule.strictest(rules),
        sore);
  }

  private static boolean isSoreness(PainReport report) {
    String quality = report.quality();
    return quality != null
        && report.nrs() > 0
        && SORENESS.contains(quality.toLowerCase(Locale.ROOT));
  }

  private static boolean belongs(
      PainReport report, DiarySession session, @Nullable Instant nextStart) {
    String named = report.session();
    return named != null
        ? session.isNamed(named)
        : nextStart == null || !report.at().isAfter(nextStart);
  }

  private static @Nullable Instant nextStart(DiarySession session, List<DiarySession> near) {
    Instant next = null;
    for (DiarySession other : near) {
      if (other.start().isAfter(session.start())
          && (next == null || other.start().isBefore(next))) {
        next = other.start();
      }
    }
    return next;
  }

  private static @Nullable Boolean spreading(
      DiarySession session, PainDiary diary, @Nullable Instant next) {
    Set<String> known = new HashSet<>();
    for (PainReport report : diary.between(session.start().minus(SITES_KNOWN), session.end())) {
      if (report.site() != null) {
        known.add(report.site());
      }
    }
    if (known.isEmpty()) {
      return null;
    }
    Boolean spreading = null;
    for (PainReport report : diary.between(session.end(), session.end().plus(LONGEST))) {
      if (report.site() != null && report.nrs() > 0 && belongs(report, session, next)) {
        spreading = Boolean.TRUE.equals(spreading) || !known.contains(report.site());
      }
    }
    return spreading;
  }
}
