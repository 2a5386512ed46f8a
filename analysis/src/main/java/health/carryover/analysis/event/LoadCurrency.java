package health.carryover.analysis.event;

import java.util.Arrays;
import java.util.Optional;

/** The unit in which one patient's load is counted; two are never mixed in one tolerance model. */
public enum LoadCurrency {
  BANISTER_TRIMP("banister-trimp"),
  EDWARDS("edwards"),
  SESSION_RPE("session-rpe");

  private final String code;

  LoadCurrency(String code) {
    this.code = code;
  }

  /** The name used in messages. */
  public String code() {
    return code;
  }

  /** The currency of that name in messages, or empty. */
  public static Optional<LoadCurrency> ofCode(String code) {
    return Arrays.stream(values()).filter(currency -> currency.code.equals(code)).findFirst();
  }
}
