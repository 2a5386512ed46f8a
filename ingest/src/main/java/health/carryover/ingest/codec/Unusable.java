package health.carryover.ingest.codec;

import health.carryover.analysis.event.Rejection;
import org.jspecify.annotations.Nullable;

/** Leaves the reading of a message early. Never leaves this package. */
final class Unusable extends Exception {
  private static final long serialVersionUID = 1L;
  private final RejectionCode code;
  private final @Nullable String field;

  Unusable(RejectionCode code) {
    this(code, null);
  }

  /**
   * @param field its name as the contract spells it, never text from the message
   */
  Unusable(RejectionCode code, @Nullable String field) {
    // Bad input is expected: no stack trace, no text.
    super(null, null, false, false);
    this.code = code;
    this.field = field;
  }

  RejectionCode code() {
    return code;
  }

  /** The whole message cannot be used. */
  Rejection rejection() {
    return field == null ? code.ofWholeMessage() : code.ofField(field);
  }
}
