package health.carryover.dashboard.http;

import java.util.List;

/**
 * An answer other than the one asked for. Becomes {@code {code, message, violations}} with its HTTP
 * status. Neither message nor violations carry anything of what was sent.
 */
public final class ApiFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient List<Violation> violations;

  public ApiFailure(int status, String code, String message, List<Violation> violations) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.violations = List.copyOf(violations);
  }

  /** The request cannot be understood as it is; every problem is listed. */
  public static ApiFailure invalid(List<Violation> violations) {
    return new ApiFailure(400, "request.invalid", "The request is not valid.", violations);
  }

  /** One parameter is wrong. */
  public static ApiFailure invalid(String field, String message) {
    return invalid(List.of(new Violation(field, message)));
  }

  /** There is no such thing. */
  public static ApiFailure notFound(String code, String message) {
    return new ApiFailure(404, code, message, List.of());
  }

  public int status() {
    return status;
  }

  /** Stable, for machines. */
  public String code() {
    return code;
  }

  public List<Violation> violations() {
    return violations;
  }
}
