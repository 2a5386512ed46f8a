package health.carryover.dashboard;

/** The dashboard cannot start; the message says why and what to change. */
public final class DashboardStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DashboardStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
