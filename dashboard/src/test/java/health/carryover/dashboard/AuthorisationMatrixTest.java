package health.carryover.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.port.Role;
import health.carryover.analysis.port.SampleOutcomes;
import health.carryover.analysis.port.Scope;
import health.carryover.dashboard.RunningDashboard.Answer;
import health.carryover.dashboard.access.RightsTable;
import health.carryover.dashboard.access.Rule;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every call and page is asked for by nobody, by every role, by somebody whose second factor is
 * missing, by programs with one scope each, with the administration token, and by another clinic.
 * What is right stands here in words of its own, not in the code that decides.
 */
class AuthorisationMatrixTest {
  /**
   * Call; who may: Admin, Clinician, aSsistant, Reads only, or nobody but the administration token
   * (-); scope; what another clinic's admin meets: nothing of ours in a list, or nothing at all.
   */
  private static final String RIGHT =
      """
      GET  /api/v1/me                            self -              own
      POST /api/v1/second-factor                 self -              own
      POST /api/v1/second-factor/confirm         self -              own
      POST /api/v1/password                      ACSR -              own
      GET  /api/v1/people                        A    -              list
      POST /api/v1/people                        A    -              own
      POST /api/v1/people/{id}/acts              A    -              gone
      GET  /api/v1/integrations                  A    -              list
      POST /api/v1/integrations                  A    -              own
      POST /api/v1/integrations/{id}/revoke      A    -              gone
      GET  /api/v1/access-log                    A    -              list
      GET  /api/v1/alerts                        ACSR alerts:read    list
      GET  /api/v1/alerts/stream                 ACSR alerts:read    list
      GET  /api/v1/alerts/{id}                   ACSR alerts:read    gone
      POST /api/v1/alerts/{id}/acknowledge       ACS  alerts:write   gone
      POST /api/v1/alerts/{id}/acts              ACS  alerts:write   gone
      GET  /api/v1/triage                        ACSR patients:read  list
      GET  /api/v1/patients                      ACSR patients:read  list
      POST /api/v1/patients                      AC   patients:write taken
      GET  /api/v1/patients/{id}/timeline        ACSR patients:read  gone
      GET  /api/v1/patients/{id}/profile         ACSR patients:read  gone
      PUT  /api/v1/patients/{id}/profile         AC   patients:write gone
      POST /api/v1/patients/{id}/case-load       ACS  -              gone
      POST /api/v1/patients/{id}/what-if         AC   -              gone
      GET  /api/v1/sessions/{id}                 ACSR patients:read  gone
      GET  /api/v1/devices                       ACSR devices:read   list
      POST /api/v1/devices/{id}/revoke           AC   devices:write  own
      POST /api/v1/enrolments                    AC   devices:write  unknown
      POST /api/v1/enrolments/codes              AC   devices:write  unknown
      GET  /api/v1/notifications                 AC   alerts:read    gone
      GET  /api/v1/quarantine                    AC   ingest:read    gone
      GET  /api/v1/quarantine/{id}               AC   ingest:read    gone
      POST /api/v1/quarantine/replay             AC   ingest:write   gone
      POST /api/v1/quarantine/repair             AC   ingest:write   gone
      POST /api/v1/quarantine/accept             AC   ingest:write   gone
      POST /api/v1/quarantine/dismiss            AC   ingest:write   gone
      GET  /                                     ACSR -              list
      GET  /view/triage                          ACSR -              list
      GET  /patients/{id}                        ACSR -              gone
      GET  /patients/{id}/care-plan              ACSR -              gone
      GET  /view/patients/{id}/alerts            ACSR -              gone
      GET  /view/patients/{id}/sessions.csv      ACSR -              gone
      GET  /account                              ACSR -              own
      GET  /people                               A    -              list
      GET  /integrations                         A    -              list
      GET  /access-log                           A    -              list
      GET  /api/v1/export                        -    -              -
      POST /api/v1/erasures                      -    -              -
      GET  /api/v1/erasures/{id}                 -    -              -
      POST /api/v1/sign-out                      self -              own
      """;

  private static final Set<String> REFUSALS =
      Set.of(
          "rights.missing",
          "administration.required",
          "second-factor.required",
          "sign-in.required",
          "request.foreign");
  private static final String NAME = "Maria Sommer of the first clinic";

  private final SettableClock clock = new SettableClock(RunningDashboard.START);
  private final RunningDashboard dashboard = RunningDashboard.start(options -> options, clock);
  private final Map<Role, TestPerson> people = new TreeMap<>();

  /** An account that nobody uses yet. */
  private String target;

  private record Line(String method, String path, String roles, String scope, String elsewhere) {
    boolean page() {
      return !path.startsWith("/api/");
    }

    boolean self() {
      return roles.equals("self");
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private static List<Line> lines() {
    return RIGHT
        .lines()
        .map(line -> line.split("\\s+"))
        .map(part -> new Line(part[0], part[1], part[2], part[3], part[4]))
        .toList();
  }

  @BeforeEach
  void fill() {
    dashboard.addPatient("own", NAME);
    dashboard.feed.publish(
        SampleOutcomes.assessment("own", "s-own", 1, clock.instant(), clock.instant()));
    dashboard.feed.publish(
        SampleOutcomes.alert(
            "a-own",
            "own",
            AlertChange.Kind.FLARE,
            AlertChange.Change.RAISED,
            clock.instant(),
            clock.instant()));
    target =
        dashboard
            .send(
                "POST",
                "/api/v1/people",
                "{\"login\":\"target\",\"name\":\"Somebody invited\",\"role\":\"read-only\"}")
            .json()
            .path("id")
            .asText();
    for (Role role : Role.values()) {
      people.put(
          role,
          dashboard.person(role.code(), "Somebody " + role.code(), role, RunningDashboard.CLINIC));
    }
  }

  @AfterEach
  void stop() {
    dashboard.close();
  }

  @Test
  void theMatrixHasALineForEveryCallAndPage() {
    Set<String> decided =
        RightsTable.rules().stream()
            .filter(rule -> rule.door() != Rule.Door.OPEN)
            .map(rule -> rule.endpoint().method().name() + " " + rule.endpoint().path())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> here =
        lines().stream().map(Line::toString).collect(Collectors.toCollection(TreeSet::new));
    assertThat(here).isEqualTo(decided);
    Set<String> answered =
        dashboard.service.endpoints().stream()
            .map(endpoint -> endpoint.method().name() + " " + endpoint.path())
            .collect(Collectors.toCollection(TreeSet::new));
    RightsTable.rules().stream()
        .filter(rule -> rule.door() == Rule.Door.OPEN)
        .forEach(
            rule ->
                answered.remove(rule.endpoint().method().name() + " " + rule.endpoint().path()));
    assertThat(answered)
        .isEqualTo(
            lines().stream()
                .filter(line -> !line.page())
                .map(Line::toString)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  private HttpRequest.Builder request(Line line) {
    String id =
        line.path().contains("/alerts/{")
            ? "a-own"
            : line.path().contains("/sessions/{")
                ? "s-own"
                : line.path().contains("/people/{")
                    ? target
                    : line.path().contains("/patients/{") ? "own" : "1";
    String path = line.path().replace("{id}", id);
    String query =
        path.endsWith("/stream")
            ? "?lastEventId=x"
            : path.endsWith("/export") ? "?patient=own" : "";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(dashboard.uri(path + query))
            .header("X-Carryover-Request", "1")
            .header("Origin", dashboard.origin());
    return line.method().equals("GET")
        ? request.GET()
        : request
            .header("Content-Type", "application/json")
            .method(line.method(), BodyPublishers.ofString(body(line)));
  }

  /** Valid where that tells clinics apart, empty where the answer would change something. */
  private static String body(Line line) {
    return switch (line.path()) {
      case "/api/v1/people/{id}/acts" -> "{\"act\":\"enable\"}";
      case "/api/v1/patients" -> "{\"id\":\"own\",\"displayName\":\"" + NAME + "\"}";
      case "/api/v1/enrolments" ->
          "{\"device\":\"watch-9\",\"patient\":\"own\",\"from\":\"2026-03-01T00:00:00Z\"}";
      case "/api/v1/enrolments/codes" -> "{\"patient\":\"own\"}";
      case "/api/v1/patients/{id}/case-load" -> "{\"act\":\"review\"}";
      case "/api/v1/patients/{id}/what-if" -> "{\"acceptablePain\":4}";
      default -> "{}";
    };
  }

  private Answer asScreen(Line line, String cookie) {
    return dashboard.send(request(line).header("Cookie", cookie));
  }

  private Answer withToken(Line line, String token) {
    return dashboard.send(request(line).header("Authorization", "Bearer " + token));
  }

  private static boolean refuses(Answer answer) {
    return answer.status() == 401
        || answer.status() == 303
        || (answer.header("Content-Type").startsWith("application/json")
            && REFUSALS.contains(answer.code()));
  }

  /** So that no pace is met, and nobody idles. */
  private void goOn() {
    clock.advance(Duration.ofSeconds(5));
  }

  @Test
  void everyRoleMayWhatTheMatrixSaysAndNothingElse() {
    for (Line line : lines()) {
      goOn();
      for (Role role : Role.values()) {
        boolean may =
            line.self()
                || line.roles()
                    .contains(
                        switch (role) {
                          case ADMIN -> "A";
                          case CLINICIAN -> "C";
                          case ASSISTANT -> "S";
                          case READ_ONLY -> "R";
                        });
        Answer answer = asScreen(line, people.get(role).cookie());
        assertThat(refuses(answer)).as("%s by %s: %d", line, role, answer.status()).isEqualTo(!may);
        if (!may) {
          assertThat(answer.status()).as("%s by %s", line, role).isEqualTo(403);
          assertThat(answer.response().body()).doesNotContain(NAME);
        }
      }
    }
  }

  @Test
  void nobodyAndWhoeverHasNoSecondFactorYetMayNothing() {
    String token =
        dashboard
            .send(
                "POST",
                "/api/v1/people",
                "{\"login\":\"half\",\"name\":\"Half In\",\"role\":\"admin\"}")
            .json()
            .path("link")
            .asText()
            .split("#", 2)[1];
    String half =
        TestPerson.cookie(
            dashboard.fromPage(
                "a=b", "/api/v1/join", Map.of("token", token, "password", TestPerson.PASSWORD)));
    for (Line line : lines()) {
      goOn();
      Answer stranger = dashboard.send(request(line));
      boolean part = line.path().startsWith("/view/");
      assertThat(stranger.status())
          .as("%s by nobody", line)
          .isEqualTo(line.page() && !part ? 303 : 401);
      Answer answer = asScreen(line, half);
      assertThat(refuses(answer))
          .as("%s by half: %d", line, answer.status())
          .isEqualTo(!line.self());
      assertThat(withToken(line, "carryover_guessed").status())
          .as("%s with a token that does not count", line)
          .isEqualTo(line.page() && !part ? 303 : 401);
    }
  }

  @Test
  void aProgramMayWhatItsOneScopeOpensAndNothingElse() {
    for (Scope scope : Scope.values()) {
      String token = dashboard.program(scope.code(), scope);
      for (Line line : lines()) {
        if (line.page()) {
          continue;
        }
        goOn();
        Answer answer = withToken(line, token);
        assertThat(refuses(answer))
            .as("%s with %s: %d", line, scope.code(), answer.status())
            .isEqualTo(!line.scope().equals(scope.code()));
      }
    }
  }

  @Test
  void theAdministrationTokenOpensEveryCallAndNoPage() {
    List<String> refused = new ArrayList<>();
    for (Line line : lines()) {
      Answer answer = withToken(line, RunningDashboard.ADMINISTRATION);
      if (refuses(answer)) {
        refused.add(line.toString());
      }
    }
    assertThat(refused).isEqualTo(lines().stream().filter(Line::page).map(Line::toString).toList());
  }

  @Test
  void forAnotherClinicNothingOfOursExists() {
    TestPerson far = dashboard.person("far", "Far Office", Role.ADMIN, "c2");
    for (Line line : lines()) {
      goOn();
      if (line.path().endsWith("/sign-out")) {
        continue;
      }
      Answer answer = asScreen(line, far.cookie());
      String as = "%s: %d %s".formatted(line, answer.status(), line.elsewhere());
      assertThat(answer.response().body())
          .as(as)
          .doesNotContain(NAME, "a-own", "s-own", "Somebody");
      switch (line.elsewhere()) {
        case "gone" -> assertThat(answer.status()).as(as).isEqualTo(404);
        case "taken" -> assertThat(answer.code()).as(as).isEqualTo("patient.id-taken");
        case "unknown" -> assertThat(answer.status()).as(as).isIn(400, 404);
        case "-" -> assertThat(answer.code()).as(as).isEqualTo("administration.required");
        default -> assertThat(refuses(answer)).as(as).isFalse();
      }
    }
    assertThat(dashboard.caseLoad.cases()).isEmpty();
    assertThat(dashboard.enrolments.patientOf("c2", "watch-9", clock.instant())).isEmpty();
    String token =
        dashboard
            .send(
                "POST", "/api/v1/integrations", "{\"name\":\"own\",\"scopes\":[\"patients:read\"]}")
            .json()
            .path("id")
            .asText();
    assertThat(
            dashboard
                .fromPage(far.cookie(), "/api/v1/integrations/" + token + "/revoke", Map.of())
                .status())
        .isEqualTo(404);
  }
}
