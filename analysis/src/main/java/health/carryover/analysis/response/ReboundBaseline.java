package health.carryover.analysis.response;

/** What evening and next-morning pain were compared with. */
public enum ReboundBaseline {
  /** Pain at the start of the session. */
  START,
  /** Usual pain of the same slot on days without a session. */
  USUAL_SAME_SLOT,
  /** The start for one slot and the usual pain for the other. */
  MIXED
}
