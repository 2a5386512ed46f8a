package health.carryover.analysis.safety;

/** How soon a person must look at it, the most pressing first. */
public enum Urgency {
  /** The emergency number, now. */
  EMERGENCY("emergency"),
  /** A clinician the same day. */
  SAME_DAY("same-day"),
  /** A clinician soon. */
  PROMPT("prompt");

  private final String code;

  Urgency(String code) {
    this.code = code;
  }

  /** The name used in messages. */
  public String code() {
    return code;
  }

  /** The more pressing of two. */
  public Urgency orMorePressing(Urgency other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
