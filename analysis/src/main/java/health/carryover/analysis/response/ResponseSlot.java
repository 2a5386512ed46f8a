package health.carryover.analysis.response;

/** When pain is asked for around a session. */
public enum ResponseSlot {
  /** The hour before the start. */
  BEFORE,
  /** From start to end. */
  DURING,
  /** Half an hour from the end. */
  AFTER,
  /** Later that day. */
  EVENING,
  /** The morning after the next sleep. */
  NEXT_MORNING,
  /** 20 to 28 hours after the end. */
  AFTER_24_HOURS,
  /** 40 to 56 hours after the end. */
  AFTER_48_HOURS
}
