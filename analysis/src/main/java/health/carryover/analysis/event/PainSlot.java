package health.carryover.analysis.event;

import java.util.Arrays;
import java.util.Optional;

/** The moments at which pain is asked for around a session; {@code OTHER} belongs to none. */
public enum PainSlot {
  BEFORE("before"),
  DURING("during"),
  AFTER("after"),
  EVENING("evening"),
  NEXT_MORNING("next-morning"),
  OTHER("other");

  private final String code;

  PainSlot(String code) {
    this.code = code;
  }

  /** The name used in messages. */
  public String code() {
    return code;
  }

  /** The slot of that name in messages, or empty. */
  public static Optional<PainSlot> ofCode(String code) {
    return Arrays.stream(values()).filter(slot -> slot.code.equals(code)).findFirst();
  }
}
