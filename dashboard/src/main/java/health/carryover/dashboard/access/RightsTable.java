package health.carryover.dashboard.access;

import static health.carryover.analysis.port.Role.ADMIN;
import static health.carryover.analysis.port.Role.ASSISTANT;
import static health.carryover.analysis.port.Role.CLINICIAN;
import static health.carryover.analysis.port.Role.READ_ONLY;
import static health.carryover.dashboard.access.Rule.Subject.ADDED;
import static health.carryover.dashboard.access.Rule.Subject.ALERT;
import static health.carryover.dashboard.access.Rule.Subject.CLINIC;
import static health.carryover.dashboard.access.Rule.Subject.NAMED;
import static health.carryover.dashboard.access.Rule.Subject.NOBODY;
import static health.carryover.dashboard.access.Rule.Subject.PATIENT;
import static health.carryover.dashboard.access.Rule.Subject.SERVICE;
import static health.carryover.dashboard.access.Rule.Subject.SESSION;

import health.carryover.analysis.port.Role;
import health.carryover.analysis.port.Scope;
import health.carryover.dashboard.access.Rule.Door;
import health.carryover.dashboard.access.Rule.Subject;
import health.carryover.dashboard.http.ApiRouter.Endpoint;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may make which call: every call of the API has one line here, and one without does not start.
 * The table in docs/security.md and the tests are made from it.
 */
public final class RightsTable {
  private static final Set<Role> ALL = Set.of(ADMIN, CLINICIAN, ASSISTANT, READ_ONLY);
  private static final Set<Role> HANDLING = Set.of(ADMIN, CLINICIAN, ASSISTANT);
  private static final Set<Role> CARE = Set.of(ADMIN, CLINICIAN);

  private static final Set<Role> OFFICE = Set.of(ADMIN);

  private static final HttpMethod GET = HttpMethod.GET;
  private static final HttpMethod POST = HttpMethod.POST;
  private static final HttpMethod PUT = HttpMethod.PUT;

  private static final List<Rule> RULES =
      List.of(
          open(POST, "/api/v1/sign-in"),
          open(POST, "/api/v1/sign-in/password"),
          open(POST, "/api/v1/join"),
          open(POST, "/api/v1/enrolments/claim"),
          open(POST, "/api/v1/phone/messages"),
          open(GET, "/api/v1/phone/today"),
          open(POST, "/api/v1/webhooks/open-wearables"),
          open(POST, "/api/v1/broker/emqx/authentication"),
          open(POST, "/api/v1/broker/emqx/authorization"),
          open(POST, "/api/v1/broker/go-auth/user"),
          open(POST, "/api/v1/broker/go-auth/superuser"),
          open(POST, "/api/v1/broker/go-auth/acl"),
          self(GET, "/api/v1/me"),
          self(POST, "/api/v1/sign-out"),
          self(POST, "/api/v1/second-factor"),
          self(POST, "/api/v1/second-factor/confirm"),
          role(POST, "/api/v1/password", ALL, null, NOBODY),
          role(GET, "/api/v1/people", OFFICE, null, NOBODY),
          role(POST, "/api/v1/people", OFFICE, null, NOBODY),
          role(POST, "/api/v1/people/{id}/acts", OFFICE, null, NOBODY),
          role(GET, "/api/v1/integrations", OFFICE, null, NOBODY),
          role(POST, "/api/v1/integrations", OFFICE, null, NOBODY),
          role(POST, "/api/v1/integrations/{id}/revoke", OFFICE, null, NOBODY),
          role(GET, "/api/v1/access-log", OFFICE, null, NOBODY),
          role(GET, "/api/v1/alerts", ALL, Scope.ALERTS_READ, CLINIC),
          role(GET, "/api/v1/alerts/stream", ALL, Scope.ALERTS_READ, CLINIC),
          role(GET, "/api/v1/alerts/{id}", ALL, Scope.ALERTS_READ, ALERT),
          role(POST, "/api/v1/alerts/{id}/acknowledge", HANDLING, Scope.ALERTS_WRITE, ALERT),
          role(POST, "/api/v1/alerts/{id}/acts", HANDLING, Scope.ALERTS_WRITE, ALERT),
          role(GET, "/api/v1/triage", ALL, Scope.PATIENTS_READ, CLINIC),
          role(GET, "/api/v1/patients", ALL, Scope.PATIENTS_READ, CLINIC),
          role(POST, "/api/v1/patients", CARE, Scope.PATIENTS_WRITE, ADDED),
          role(GET, "/api/v1/patients/{id}/timeline", ALL, Scope.PATIENTS_READ, PATIENT),
          role(GET, "/api/v1/patients/{id}/profile", ALL, Scope.PATIENTS_READ, PATIENT),
          role(PUT, "/api/v1/patients/{id}/profile", CARE, Scope.PATIENTS_WRITE, PATIENT),
          role(POST, "/api/v1/patients/{id}/case-load", HANDLING, null, PATIENT),
          role(POST, "/api/v1/patients/{id}/what-if", CARE, null, PATIENT),
          role(GET, "/api/v1/sessions/{id}", ALL, Scope.PATIENTS_READ, SESSION),
          role(GET, "/api/v1/devices", ALL, Scope.DEVICES_READ, CLINIC),
          role(POST, "/api/v1/devices/{id}/revoke", CARE, Scope.DEVICES_WRITE, NOBODY),
          role(POST, "/api/v1/enrolments", CARE, Scope.DEVICES_WRITE, NAMED),
          role(POST, "/api/v1/enrolments/codes", CARE, Scope.DEVICES_WRITE, NAMED),
          role(GET, "/api/v1/notifications", CARE, Scope.ALERTS_READ, SERVICE),
          role(GET, "/api/v1/quarantine", CARE, Scope.INGEST_READ, SERVICE),
          role(GET, "/api/v1/quarantine/{id}", CARE, Scope.INGEST_READ, SERVICE),
          role(POST, "/api/v1/quarantine/replay", CARE, Scope.INGEST_WRITE, SERVICE),
          role(POST, "/api/v1/quarantine/repair", CARE, Scope.INGEST_WRITE, SERVICE),
          role(POST, "/api/v1/quarantine/accept", CARE, Scope.INGEST_WRITE, SERVICE),
          role(POST, "/api/v1/quarantine/dismiss", CARE, Scope.INGEST_WRITE, SERVICE),
          role(GET, "/", ALL, null, CLINIC),
          role(GET, "/view/triage", ALL, null, CLINIC),
          role(GET, "/patients/{id}", ALL, null, PATIENT),
          role(GET, "/patients/{id}/care-plan", ALL, null, PATIENT),
          role(GET, "/view/patients/{id}/alerts", ALL, null, PATIENT),
          role(GET, "/view/patients/{id}/sessions.csv", ALL, null, PATIENT),
          role(GET, "/account", ALL, null, NOBODY),
          role(GET, "/people", OFFICE, null, NOBODY),
          role(GET, "/integrations", OFFICE, null, NOBODY),
          role(GET, "/access-log", OFFICE, null, NOBODY),
          administration(GET, "/api/v1/export", NAMED),
          administration(POST, "/api/v1/erasures", NOBODY),
          administration(GET, "/api/v1/erasures/{id}", NOBODY));

  private static final Map<Endpoint, Rule> BY_ENDPOINT = byEndpoint();

  private RightsTable() {}

  /** Every line, in order. */
  public static List<Rule> rules() {
    return RULES;
  }

  /** The line of {@code endpoint}, or empty if nobody decided. */
  public static Optional<Rule> of(Endpoint endpoint) {
    return Optional.ofNullable(BY_ENDPOINT.get(endpoint));
  }

  private static Map<Endpoint, Rule> byEndpoint() {
    Map<Endpoint, Rule> rules = new LinkedHashMap<>();
    for (Rule rule : RULES) {
      if (rules.put(rule.endpoint(), rule) != null) {
        throw new IllegalStateException("two lines for " + rule.endpoint());
      }
    }
    return rules;
  }

  private static Rule open(HttpMethod method, String path) {
    return new Rule(new Endpoint(method, path), Door.OPEN, Set.of(), null, NOBODY);
  }

  private static Rule self(HttpMethod method, String path) {
    return new Rule(new Endpoint(method, path), Door.SELF, ALL, null, NOBODY);
  }

  private static Rule role(
      HttpMethod method, String path, Set<Role> roles, @Nullable Scope scope, Subject subject) {
    return new Rule(new Endpoint(method, path), Door.ROLE, roles, scope, subject);
  }

  private static Rule administration(HttpMethod method, String path, Subject subject) {
    return new Rule(new Endpoint(method, path), Door.ADMINISTRATION, Set.of(), null, subject);
  }
}
