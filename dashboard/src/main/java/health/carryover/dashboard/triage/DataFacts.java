package health.carryover.dashboard.triage;

import health.carryover.dashboard.triage.Lack.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the coming of a patient's data, from which follows why some is missing.
 *
 * @param addedAt since when the patient is known here
 * @param devices how many devices speak for the patient now
 * @param heardAt when the newest message of any of them came, or null
 * @param unsynced messages whose numbers are known and that are not here
 * @param rejected elements of the last week that cannot be used and that nobody dealt with
 * @param lastSessionEnd of the newest session, or null
 * @param skipped questions about pain around that session that were not answered in time
 * @param coverage share of that session with heart rate, 0 to 1; null: none is needed or no session
 * @param learnedFrom complete sessions the tolerance was learned from
 * @param enough whether they are enough to advise from
 */
public record DataFacts(
    Instant addedAt,
    int devices,
    @Nullable Instant heardAt,
    long unsynced,
    long rejected,
    @Nullable Instant lastSessionEnd,
    int skipped,
    @Nullable Double coverage,
    int learnedFrom,
    boolean enough) {
  /** Product choices: when silence and rest are worth a look. */
  public static final Duration SILENT_AFTER = Duration.ofDays(2);

  /** After this long without a session one asks. */
  public static final Duration RESTING_AFTER = Duration.ofDays(10);

  private static final int TOO_MANY_SKIPPED = 2;
  private static final double TOO_LITTLE_HEART_RATE = 0.7;

  /** What is missing and why, the gravest first. */
  public List<Lack> lacks(Instant now) {
    List<Lack> lacks = new ArrayList<>();
    Instant heard = heardAt == null ? addedAt : heardAt;
    if (devices == 0) {
      lacks.add(new Lack(Why.NO_DEVICE, 0));
    } else if (!now.isBefore(heard.plus(SILENT_AFTER))) {
      lacks.add(new Lack(Why.DEVICE_SILENT, days(heard, now)));
    }
    if (unsynced > 0) {
      lacks.add(new Lack(Why.NOT_SYNCED, unsynced));
    }
    if (rejected > 0) {
      lacks.add(new Lack(Why.REJECTED, rejected));
    }
    if (lastSessionEnd == null) {
      lacks.add(new Lack(Why.NEVER_A_SESSION, 0));
    } else if (!now.isBefore(lastSessionEnd.plus(RESTING_AFTER))) {
      lacks.add(new Lack(Why.NO_SESSION, days(lastSessionEnd, now)));
    }
    if (skipped >= TOO_MANY_SKIPPED) {
      lacks.add(new Lack(Why.SKIPPED, skipped));
    }
    if (coverage != null && coverage < TOO_LITTLE_HEART_RATE) {
      lacks.add(new Lack(Why.HEART_RATE_PARTLY, Math.round(coverage * 100)));
    }
    if (lastSessionEnd != null && !enough) {
      lacks.add(new Lack(Why.FEW_SESSIONS, learnedFrom));
    }
    return List.copyOf(lacks);
  }

  private static long days(Instant from, Instant to) {
    return Duration.between(from, to).toDays();
  }
}
