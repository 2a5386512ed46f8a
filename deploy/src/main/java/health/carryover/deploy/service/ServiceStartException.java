package health.carryover.deploy.service;

/** The service cannot start; the message is one line that says why and what to change. */
public final class ServiceStartException extends Exception {
  private static final long serialVersionUID = 1L;

  ServiceStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
