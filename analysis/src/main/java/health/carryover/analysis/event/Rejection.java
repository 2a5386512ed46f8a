package health.carryover.analysis.event;

/**
 * Why something could not be used. Expected bad input, never an exception.
 *
 * @param code stable, for machines: {@code family.reason} in lower case with hyphens
 * @param element index of the offending element within its message; {@value #WHOLE_MESSAGE} for all
 *     of it
 * @param reason one sentence for people; carries no health data
 */
public record Rejection(String code, int element, String reason) {
  /** The {@link #element} that stands for the message as a whole. */
  public static final int WHOLE_MESSAGE = -1;

  /** The identity of the message was used before for other content. */
  public static final Rejection IDENTITY_CONFLICT =
      new Rejection(
          "identity.conflict", WHOLE_MESSAGE, "Other content came under the same identity before.");

  /** Whether nothing of the message could be used. */
  public boolean ofWholeMessage() {
    return element == WHOLE_MESSAGE;
  }
}
