package health.carryover.analysis.outcome;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step in the life of an alert.
 *
 * @param alert stable id; a function of patient, kind and subject
 * @param provisional whether evening and next-morning pain may still confirm or retract it
 * @param eventAt when it happened, by the devices' clock
 * @param knownAt when the data said so
 * @param session the session it is about, or null
 * @param load load so far or in all, in the patient's currency, or null
 * @param toleratedLoad the largest load of acceptable risk that day, or null
 * @param probability of a flare, 0 to 1, or null
 * @param completeness share of what could be known that was known, 0 to 1
 * @param late whether it became known too late to act on during the session
 * @param reason in sentences
 * @param rule name and version of the rule that fired
 */
public record AlertChange(
    String alert,
    String patient,
    Kind kind,
    Severity severity,
    Change change,
    boolean provisional,
    Instant eventAt,
    Instant knownAt,
    @Nullable String session,
    @Nullable Double load,
    @Nullable Double toleratedLoad,
    @Nullable Double probability,
    double completeness,
    boolean late,
    AlertReason reason,
    String rule)
    implements Outcome {

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.alert(this);
  }

  /** What an alert is about. */
  public enum Kind {
    LOAD_APPROACHING_TOLERANCE("load-approaching-tolerance"),
    LOAD_EXCEEDS_TOLERANCE("load-exceeds-tolerance"),
    FLARE("flare"),
    REBOUND_PATTERN("rebound-pattern"),
    PAIN_ZONE("pain-zone"),
    INCOMPLETE_RECOVERY("incomplete-recovery"),
    HEART_RATE_CEILING("heart-rate-ceiling"),
    RED_FLAG("red-flag"),
    DATA_MISSING("data-missing");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    /** The name used in messages. */
    public String code() {
      return code;
    }
  }

  /** How much it asks of the clinician, least first. */
  public enum Severity {
    INFORMATION("information"),
    WARNING("warning"),
    URGENT("urgent");

    private final String code;

    Severity(String code) {
      this.code = code;
    }

    /** The name used in messages. */
    public String code() {
      return code;
    }
  }

  /** The steps of an alert's life. */
  public enum Change {
    RAISED("raised", true),
    UPGRADED("upgraded", true),
    DOWNGRADED("downgraded", true),
    CONFIRMED("confirmed", true),
    RETRACTED("retracted", false),
    RESOLVED("resolved", false);

    private final String code;
    private final boolean open;

    Change(String code, boolean open) {
      this.code = code;
      this.open = open;
    }

    /** The name used in messages. */
    public String code() {
      return code;
    }

    /** Whether the condition still stands after this step. */
    public boolean leavesOpen() {
      return open;
    }
  }
}
