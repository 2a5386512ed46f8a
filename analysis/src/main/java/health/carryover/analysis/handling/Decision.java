package health.carryover.analysis.handling;

import org.jspecify.annotations.Nullable;

/** What becomes of a {@link HandlingRequest}. */
public sealed interface Decision {

  /** It is done. */
  record Taken(HandlingAct act) implements Decision {}

  /** It was so already; nothing is added. */
  record Unchanged() implements Decision {}

  /**
   * It is not done.
   *
   * @param by the act of somebody else that stands against it, or null
   */
  record Refused(Reason reason, @Nullable HandlingAct by) implements Decision {}

  /** Why something is not done. */
  enum Reason {
    /** Somebody acted after the person looked. */
    CHANGED_MEANWHILE("alert.changed"),
    /** Somebody resolved it; reopen it first. */
    RESOLVED("alert.resolved"),
    /** It is not resolved. */
    NOT_RESOLVED("alert.not-resolved"),
    /** It does not sleep. */
    NOT_SNOOZED("alert.not-snoozed"),
    /** What a patient answered to a safety question is not put off. */
    SAFETY_IS_NOT_SNOOZED("alert.safety"),
    /** A snooze ends after now and within the longest one. */
    UNTIL_OUT_OF_RANGE("alert.until");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    /** The name used in messages. */
    public String code() {
      return code;
    }
  }
}
