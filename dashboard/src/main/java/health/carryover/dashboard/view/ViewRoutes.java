package health.carryover.dashboard.view;

import health.carryover.analysis.careplan.CarePlan;
import health.carryover.analysis.handling.AlertHandling;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.SessionProgress;
import health.carryover.analysis.port.CaseLoad.Case;
import health.carryover.analysis.port.OutcomeRecords.AlertFilter;
import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import health.carryover.analysis.port.OutcomeRecords.Condition;
import health.carryover.dashboard.DashboardPorts;
import health.carryover.dashboard.access.PatientClinics;
import health.carryover.dashboard.http.Actor;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.ApiRouter.Endpoint;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.Compressed;
import health.carryover.dashboard.http.Json;
import health.carryover.dashboard.http.Texts;
import health.carryover.dashboard.overview.Overview;
import health.carryover.dashboard.overview.OverviewReading;
import health.carryover.dashboard.stream.RunningSessions;
import health.carryover.dashboard.triage.AlertBudget;
import health.carryover.dashboard.triage.AlertFacts;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The pages and their parts, for whoever is signed in. A part is the inside of a page, asked for by
 * its script when something changed.
 */
public final class ViewRoutes {
  private static final String ZONE = "carryover_zone";
  private static final String BUDGET = "carryover_budget";
  private static final Case NOTHING_KEPT = new Case(new TreeSet<>(), new TreeSet<>(), null);
  private static final Duration SHOWN_SESSIONS = Duration.ofDays(42);
  private static final int PANEL_ALERTS = 30;
  private static final int WITHDRAWN = 100;
  private static final Duration WITHDRAWN_LATELY = Duration.ofDays(2);

  private final DashboardPorts ports;
  private final PatientClinics clinics;
  private final OverviewReading reading;
  private final RunningSessions sessions;
  private final Function<RoutingContext, Optional<Actor>> actors;
  private final ApiRouter.Rights rights;
  private final AlertBudget budget;
  private final BlockingCalls blocking;
  private final InstantSource clock;

  /**
   * @param rights who may see which page
   * @param actors who is signed in at the screen that asks, or empty
   * @param budget where nobody chose another
   */
  public ViewRoutes(
      DashboardPorts ports,
      PatientClinics clinics,
      OverviewReading reading,
      RunningSessions sessions,
      Function<RoutingContext, Optional<Actor>> actors,
      ApiRouter.Rights rights,
      AlertBudget budget,
      BlockingCalls blocking,
      InstantSource clock) {
    this.ports = ports;
    this.clinics = clinics;
    this.reading = reading;
    this.sessions = sessions;
    this.actors = actors;
    this.rights = rights;
    this.budget = budget;
    this.blocking = blocking;
    this.clock = clock;
  }

  public void add(Router router) {
    guarded(router, "/", (context, viewer, running) -> triage(viewer, running).page());
    guarded(
        router,
        "/view/triage",
        (context, viewer, running) -> triage(viewer, running).list().toString());
    guarded(
        router,
        "/patients/{id}",
        (context, viewer, running) -> patient(patientId(context), viewer).page());
    guarded(
        router,
        "/patients/{id}/care-plan",
        (context, viewer, running) -> carePlan(context, viewer).page());
    guarded(
        router,
        "/view/patients/{id}/alerts",
        (context, viewer, running) -> panel(patientId(context), viewer));
    guarded(
        router,
        "/view/patients/{id}/sessions.csv",
        (context, viewer, running) -> patient(patientId(context), viewer).csv());
    OfficePages office = new OfficePages(ports);
    guarded(router, "/account", (context, viewer, running) -> office.account(context, viewer));
    guarded(router, "/people", (context, viewer, running) -> office.people(viewer));
    guarded(router, "/integrations", (context, viewer, running) -> office.integrations(viewer));
    guarded(router, "/access-log", (context, viewer, running) -> office.accessLog(context, viewer));
    for (Language language : Language.values()) {
      words(router, language);
    }
  }

  /**
   * A page or part that is held to its line of the table of rights, as every call of the API is.
   */
  private void guarded(Router router, String path, Painting painting) {
    router
        .get(path.replaceAll("\\{([a-z]+)\\}", ":$1"))
        .handler(this::admit)
        .handler(rights.before(new Endpoint(HttpMethod.GET, path)))
        .handler(context -> paint(context, painting));
  }

  /** Whoever is not signed in is sent from a page to the sign-in page. */
  private void admit(RoutingContext context) {
    Optional<Actor> who = actors.apply(context);
    if (who.isPresent()) {
      ApiRequest.admit(context, who.get());
      context.next();
    } else if (context.request().path().startsWith("/view/")) {
      context.response().setStatusCode(401).end();
    } else {
      context.response().setStatusCode(303).putHeader("Location", "/sign-in").end();
    }
  }

  /** The words of a language as a script: the same that the server writes with. */
  private static void words(Router router, Language language) {
    Buffer script =
        Buffer.buffer("export default ")
            .appendBuffer(Json.print(Words.of(language).all()))
            .appendString(";");
    Buffer gzipped = Compressed.gzip(script);
    String tag = "\"" + Integer.toHexString(script.hashCode()) + "\"";
    router
        .get("/assets/words." + language.code() + ".js")
        .handler(
            context -> {
              context.response().putHeader("Cache-Control", "no-cache").putHeader("ETag", tag);
              if (tag.equals(context.request().getHeader("If-None-Match"))) {
                context.response().setStatusCode(304).end();
              } else {
                context.response().putHeader("Content-Type", "text/javascript; charset=utf-8");
                Compressed.send(context.request(), context.response(), script, gzipped);
              }
            });
  }

  /** What is written once it is known who looks. May block. */
  private interface Painting {
    String paint(RoutingContext context, Viewer viewer, List<SessionProgress> running);
  }

  private void paint(RoutingContext context, Painting painting) {
    boolean table = context.request().path().endsWith(".csv");
    if (table) {
      context.response().putHeader("Content-Disposition", "attachment; filename=\"sessions.csv\"");
    }
    String type = table ? "text/csv; charset=utf-8" : "text/html; charset=utf-8";
    Viewer viewer = viewer(context, ApiRequest.actorOf(context));
    List<SessionProgress> running = sessions.running(viewer.now());
    boolean gzip = Compressed.accepts(context.request());
    blocking
        .run(
            () -> {
              Buffer html = Buffer.buffer(painting.paint(context, viewer, running));
              return gzip ? Compressed.gzip(html) : html;
            })
        .onSuccess(
            html -> {
              if (!context.response().closed()) {
                context
                    .response()
                    .putHeader("Content-Type", type)
                    .putHeader("Vary", "Accept-Encoding, Accept-Language, Cookie");
                if (gzip) {
                  context.response().putHeader("Content-Encoding", "gzip");
                }
                context.response().end(html);
              }
            })
        .onFailure(context::fail);
  }

  private TriagePage triage(Viewer viewer, List<SessionProgress> running) {
    Overview overview =
        reading.read(viewer.clinic(), running, viewer.budget(), viewer.now(), viewer.zone());
    List<AlertStanding> withdrawn =
        clinics
            .alerts(
                ports.records(),
                viewer.clinic(),
                new AlertFilter(null, null, Condition.CLOSED),
                WITHDRAWN)
            .stream()
            .filter(alert -> alert.change() == AlertChange.Change.RETRACTED)
            .filter(alert -> alert.knownAt().isAfter(viewer.now().minus(WITHDRAWN_LATELY)))
            .toList();
    return new TriagePage(overview, withdrawn, viewer);
  }

  private String panel(String patient, Viewer viewer) {
    known(patient, viewer);
    return new AlertPanel(viewer).write(told(patient, viewer)).toString();
  }

  private void known(String patient, Viewer viewer) {
    if (ports.directory().patient(patient).isEmpty()
        || !clinics.of(patient).equals(viewer.clinic())) {
      throw ApiFailure.notFound("patient.unknown", "There is no such patient.");
    }
  }

  private List<AlertPanel.Told> told(String patient, Viewer viewer) {
    Map<String, AlertHandling> handled = ports.acts().ofPatient(patient);
    List<AlertPanel.Told> told = new ArrayList<>();
    ports.records().alerts(new AlertFilter(patient, null, Condition.ANY), PANEL_ALERTS).stream()
        .map(
            alert -> new AlertFacts(alert, handled.getOrDefault(alert.alert(), AlertHandling.NONE)))
        .sorted(
            Comparator.<AlertFacts>comparingInt(facts -> facts.asks(viewer.now()) ? 0 : 1)
                .thenComparingInt(facts -> facts.alert().open() ? 0 : 1)
                .thenComparing(facts -> facts.alert().severity(), Comparator.reverseOrder()))
        .forEach(
            facts ->
                told.add(
                    new AlertPanel.Told(
                        facts,
                        ports.records().alertLife(facts.alert().alert()),
                        facts.alert().newest().get("session") instanceof String session
                            ? ports.records().revisions(patient, session)
                            : List.of())));
    return told;
  }

  private PatientPage patient(String patient, Viewer viewer) {
    known(patient, viewer);
    return new PatientPage(
        ports.directory().patient(patient).orElseThrow(),
        ports.caseLoad().cases().getOrDefault(patient, NOTHING_KEPT),
        CarePlan.newest(ports.carePlans().versions(patient)),
        ports
            .records()
            .assessments(
                patient, viewer.now().minus(SHOWN_SESSIONS), viewer.now().plus(Duration.ofDays(1))),
        told(patient, viewer),
        viewer);
  }

  private CarePlanPage carePlan(RoutingContext context, Viewer viewer) {
    String patient = patientId(context);
    known(patient, viewer);
    return new CarePlanPage(
        ports.directory().patient(patient).orElseThrow(),
        ports.carePlans().versions(patient),
        viewer);
  }

  private static String patientId(RoutingContext context) {
    String id = context.pathParam("id");
    if (id == null || !Texts.isId(id)) {
      throw ApiFailure.invalid("id", Texts.ID_RULE);
    }
    return id;
  }

  private Viewer viewer(RoutingContext context, Actor who) {
    HttpServerRequest request = context.request();
    return new Viewer(
        who.name(),
        who.clinic(),
        who.role(),
        AskedLanguage.of(context),
        cookie(request, ZONE).flatMap(Viewer::zone).orElse(Viewer.unknownZone()),
        cookie(request, BUDGET).flatMap(ViewRoutes::budget).orElse(budget),
        clock.instant());
  }

  private static Optional<String> cookie(HttpServerRequest request, String name) {
    Cookie cookie = request.getCookie(name);
    return Optional.ofNullable(cookie)
        .map(held -> URLDecoder.decode(held.getValue(), StandardCharsets.UTF_8));
  }

  private static Optional<AlertBudget> budget(String text) {
    return text.matches("[1-9][0-9]?|100")
        ? Optional.of(new AlertBudget(Integer.parseInt(text)))
        : Optional.empty();
  }
}
