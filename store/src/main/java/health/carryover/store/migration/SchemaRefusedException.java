package health.carryover.store.migration;

/** A database whose schema this program cannot work with; its data were left as they are. */
public final class SchemaRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SchemaRefusedException(String message) {
    super(message);
  }

  SchemaRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
