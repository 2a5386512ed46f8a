package health.carryover.analysis.event;

import java.util.Arrays;
import java.util.Optional;

/** What the patient is in rehabilitation for. */
public enum Condition {
  LOW_BACK_PAIN("low-back-pain"),
  TENDINOPATHY("tendinopathy"),
  OSTEOARTHRITIS("osteoarthritis"),
  POST_INJURY("post-injury"),
  POST_SURGICAL("post-surgical"),
  NECK_SHOULDER("neck-shoulder"),
  OTHER("other");

  private final String code;

  Condition(String code) {
    this.code = code;
  }

  /** The name used in messages. */
  public String code() {
    return code;
  }

  /** The condition of that name in messages, or empty. */
  public static Optional<Condition> ofCode(String code) {
    return Arrays.stream(values()).filter(condition -> condition.code.equals(code)).findFirst();
  }
}
