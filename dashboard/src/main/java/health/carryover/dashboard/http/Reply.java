package health.carryover.dashboard.http;

/**
 * What a call answers.
 *
 * @param body a tree that {@link Json} can print
 */
public record Reply(int status, Object body) {

  /** 200. */
  public static Reply ok(Object body) {
    return new Reply(200, body);
  }
}
