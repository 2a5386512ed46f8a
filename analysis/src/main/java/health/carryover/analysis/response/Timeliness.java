package health.carryover.analysis.response;

/** When an answer for a slot came. */
public enum Timeliness {
  /** Before the slot's window. */
  EARLY,
  /** Within it. */
  ON_TIME,
  /** After it, at most 36 hours after the session: accepted from memory, counts less. */
  RECALLED,
  /** Later than that: not accepted for the slot. */
  TOO_LATE
}
