package health.carryover.store.sql;

/** Stores that cannot be used; the message says which and why, for the operator. */
public final class StoreOpenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreOpenException(String message) {
    super(message);
  }

  public StoreOpenException(String message, Throwable cause) {
    super(message, cause);
  }
}
