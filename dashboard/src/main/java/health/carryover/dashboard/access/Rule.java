package health.carryover.dashboard.access;

import health.carryover.analysis.port.Role;
import health.carryover.analysis.port.Scope;
import health.carryover.dashboard.http.Actor;
import health.carryover.dashboard.http.ApiRouter.Endpoint;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may make one call.
 *
 * @param door how far in the call lies
 * @param roles who may make it from a screen; of meaning behind {@link Door#ROLE} alone
 * @param scope what a program's token must hold; null: no such token opens it
 * @param subject whom it is about
 */
public record Rule(
    Endpoint endpoint, Door door, Set<Role> roles, @Nullable Scope scope, Subject subject) {

  /** How far in a call lies. */
  public enum Door {
    /** Before the gate: whoever calls has nothing to sign in with yet, or a secret of its own. */
    OPEN,
    /** For everybody who is signed in, also while a second factor is missing. */
    SELF,
    /** For people and programs with the right to it, and for the administration token. */
    ROLE,
    /** For the administration token alone. */
    ADMINISTRATION
  }

  /** Whom a call is about, so that other clinics' patients do not exist in it. */
  public enum Subject {
    /** No patient. */
    NOBODY,
    /** The patient in the path. */
    PATIENT,
    /** The patient whose alert is in the path. */
    ALERT,
    /** Checked by the call itself: the patient in the query or the body. */
    NAMED,
    /** Checked by the call itself: the patient whom it adds or renames. */
    ADDED,
    /** Checked by the call itself: the patient whose session is in the path. */
    SESSION,
    /** All patients of the actor's clinic. */
    CLINIC,
    /** What arrived for all clinics: for the service's own clinic alone. */
    SERVICE
  }

  public Rule {
    roles = Set.copyOf(roles);
  }

  /** Whether {@code actor} may make the call at all, whoever it is about. */
  public boolean permits(Actor actor) {
    return switch (door) {
      case OPEN -> true;
      case SELF -> actor.means() == Actor.Means.SCREEN || isAdministration(actor);
      case ROLE ->
          switch (actor.means()) {
            case ADMINISTRATION -> true;
            case SCREEN ->
                actor.standing() == Actor.Standing.COMPLETE && roles.contains(actor.role());
            case INTEGRATION -> scope != null && actor.scopes().contains(scope);
          };
      case ADMINISTRATION -> isAdministration(actor);
    };
  }

  /** Whether the call changes something. */
  public boolean changes() {
    return !endpoint.method().name().equals("GET");
  }

  private static boolean isAdministration(Actor actor) {
    return actor.means() == Actor.Means.ADMINISTRATION;
  }
}
