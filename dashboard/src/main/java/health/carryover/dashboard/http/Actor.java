package health.carryover.dashboard.http;

import health.carryover.analysis.port.Role;
import health.carryover.analysis.port.Scope;
import java.util.Set;

/**
 * Who makes a request.
 *
 * @param id of the account or token; stays the same when the name changes
 * @param name under which what they do is shown
 * @param role what they are trusted with; of no meaning for {@link Means#INTEGRATION}
 * @param clinic the one clinic whose patients exist for them
 * @param scopes what an integration may do; empty for everybody else
 * @param standing whether everything their role opens is open already
 * @param session names the sign-in, for the review of access; no secret
 */
public record Actor(
    String id,
    String name,
    Role role,
    String clinic,
    Means means,
    Set<Scope> scopes,
    Standing standing,
    String session) {

  public Actor {
    scopes = Set.copyOf(scopes);
  }

  /** Whoever sends the administration token. */
  public static Actor administration(String clinic) {
    return new Actor(
        "administration",
        "administration",
        Role.ADMIN,
        clinic,
        Means.ADMINISTRATION,
        Set.of(),
        Standing.COMPLETE,
        "administration");
  }

  /** How they proved it. */
  public enum Means {
    /** Signed in at a screen: a cookie, sent by the browser on its own. */
    SCREEN,
    /** The administration token, sent on purpose. */
    ADMINISTRATION,
    /** A token of a program, sent on purpose. */
    INTEGRATION
  }

  /** Whether a sign-in opens all it should. */
  public enum Standing {
    COMPLETE,
    /** The role asks for a second factor and there is none yet: only that can be mended. */
    SECOND_FACTOR_MISSING
  }
}
