package health.carryover.dashboard.triage;

import java.util.Locale;

/**
 * Something about a patient that is not known, and why.
 *
 * @param amount what the reason counts: days, messages, answers or percent; 0 where it counts
 *     nothing
 */
public record Lack(Why why, long amount) {

  /** Why data is missing. Those that leave nothing to judge from come first. */
  public enum Why {
    /** No device is given to the patient. */
    NO_DEVICE(true),
    /** Nothing was heard of any device for so many days: off, empty, or away from its phone. */
    DEVICE_SILENT(true),
    /** Messages whose numbers are known are not here yet. */
    NOT_SYNCED(true),
    /** Messages of the last week came and could not be used. */
    REJECTED(true),
    /** There was no session for so many days. */
    NO_SESSION(true),
    /** There never was a session. */
    NEVER_A_SESSION(true),
    /** So many of the five questions about pain were not answered. */
    SKIPPED(false),
    /** Heart rate is known for so many percent of the session. */
    HEART_RATE_PARTLY(false),
    /** So many complete sessions are too few to learn from. */
    FEW_SESSIONS(false);

    private final boolean grave;

    Why(boolean grave) {
      this.grave = grave;
    }

    /** Whether it is worth a look of its own. */
    public boolean isGrave() {
      return grave;
    }

    /** The name used in messages. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
