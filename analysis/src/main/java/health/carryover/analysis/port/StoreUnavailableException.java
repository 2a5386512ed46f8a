package health.carryover.analysis.port;

import java.time.Duration;

/** A store cannot be reached or is full now; the same call may succeed later. */
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Duration notBefore;

  public StoreUnavailableException(String message, Throwable cause) {
    this(message, cause, Duration.ZERO);
  }

  /**
   * @param notBefore how long the store asks to be left alone from now on; zero: it did not say
   */
  public StoreUnavailableException(String message, Throwable cause, Duration notBefore) {
    super(message, cause);
    this.notBefore = notBefore;
  }

  /** How long the store asked to be left alone; zero if it did not. */
  public Duration notBefore() {
    return notBefore;
  }
}
