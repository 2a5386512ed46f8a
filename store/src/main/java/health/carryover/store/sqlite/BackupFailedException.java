package health.carryover.store.sqlite;

/** A backup that was not made or not restored; the message says why, for the operator. */
public final class BackupFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  BackupFailedException(String message) {
    super(message);
  }

  public BackupFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
