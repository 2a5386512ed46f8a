package health.carryover.dashboard.http;

/**
 * Who makes a request.
 *
 * @param person the name under which what they do is recorded
 */
public record Caller(String person, Means means) {

  /** How they proved it. */
  public enum Means {
    /** Signed in at a screen: a cookie, sent by the browser on its own. */
    SCREEN,
    /** The administration token, sent on purpose. */
    ADMINISTRATION
  }
}
