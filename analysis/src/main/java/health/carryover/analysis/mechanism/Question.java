package health.carryover.analysis.mechanism;

/** Questions whose answers tell the mechanisms apart, with the English the patient reads. */
public enum Question {
  /** For E4. */
  SLEEP(
      "sleep",
      Evidence.POOR_RECOVERY,
      "How did you sleep last night, from 0 (very badly) to 10 (very well), and how many hours?"),
  /** For E4. */
  STRESS(
      "stress",
      Evidence.POOR_RECOVERY,
      "How much stress did you have today, from 0 (none) to 10 (the most you can imagine)?"),
  /** For E4. */
  RESTING_HEART_RATE(
      "resting-heart-rate",
      Evidence.POOR_RECOVERY,
      "What was your resting heart rate this morning, before getting up?"),
  /** For E5. */
  DURATION("duration", Evidence.WIDE_REBOUND, "Did the extra pain last longer than two days?"),
  /** For E5. */
  SPREADING(
      "spreading",
      Evidence.WIDE_REBOUND,
      "Did the pain also show up in places that are usually fine?"),
  /** For E3. */
  SAME_SESSION(
      "same-session",
      Evidence.HEART_RATE_STRAIN,
      "Could you do your usual session once more with the heart-rate sensor on, at the same pace?"),
  /** For E1 and E2. */
  PAIN_AFTER_SESSIONS(
      "pain-after-sessions",
      Evidence.LOAD_OVER_TOLERANCE,
      "Please note your pain in the evening and the next morning after your next sessions."),
  /** For E2. */
  EASY_SESSION(
      "easy-session",
      Evidence.LOAD_INDEPENDENT,
      "After a clearly easier session than usual, did the pain come back as well?");

  private final String code;
  private final Evidence settles;
  private final String english;

  Question(String code, Evidence settles, String english) {
    this.code = code;
    this.settles = settles;
    this.english = english;
  }

  /** The name used in messages. */
  public String code() {
    return code;
  }

  /** The evidence an answer belongs to. */
  public Evidence settles() {
    return settles;
  }

  /** What the patient reads. */
  public String english() {
    return english;
  }
}
