package health.carryover.dashboard;

import health.carryover.dashboard.access.AccessNotes;
import health.carryover.dashboard.access.AccessRoutes;
import health.carryover.dashboard.access.Gate;
import health.carryover.dashboard.access.Guard;
import health.carryover.dashboard.access.PatientClinics;
import health.carryover.dashboard.access.SecurityHeaders;
import health.carryover.dashboard.access.SignInLinks;
import health.carryover.dashboard.account.AccountCalls;
import health.carryover.dashboard.account.PasswordWork;
import health.carryover.dashboard.api.AlertActRoutes;
import health.carryover.dashboard.api.AlertRoutes;
import health.carryover.dashboard.api.BrokerRoutes;
import health.carryover.dashboard.api.CarePlanRoutes;
import health.carryover.dashboard.api.CaseLoadRoutes;
import health.carryover.dashboard.api.DeviceRoutes;
import health.carryover.dashboard.api.ErasureRoutes;
import health.carryover.dashboard.api.ExportRoutes;
import health.carryover.dashboard.api.NotificationRoutes;
import health.carryover.dashboard.api.PatientRoutes;
import health.carryover.dashboard.api.QuarantineRoutes;
import health.carryover.dashboard.api.SessionRoutes;
import health.carryover.dashboard.api.TriageRoutes;
import health.carryover.dashboard.api.TrialRoutes;
import health.carryover.dashboard.careplan.CarePlanDesk;
import health.carryover.dashboard.escalation.Escalation;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.Failures;
import health.carryover.dashboard.http.RequestDeadlines;
import health.carryover.dashboard.overview.OverviewReading;
import health.carryover.dashboard.phone.PhoneRoutes;
import health.carryover.dashboard.stream.LiveStream;
import health.carryover.dashboard.triage.AlertFacts;
import health.carryover.dashboard.view.EntryPages;
import health.carryover.dashboard.view.ViewRoutes;
import health.carryover.dashboard.web.Pages;
import health.carryover.dashboard.webhook.OpenWearablesRoutes;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.BindException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Serves the API, the event stream and the pages. Deploy one instance; its state lives on its event
 * loop, blocking calls run on threads of their own.
 */
public final class DashboardService extends VerticleBase {
  private static final long LARGEST_BODY = 64 * 1024;
  private static final int WAITING_CALLS = 256;
  private static final Duration IDLE_CONNECTION = Duration.ofSeconds(60);
  private static final long ESCALATION_MILLIS = 30_000;
  private static final long UNSENT_FIRST_MILLIS = 1_000;
  private static final long UNSENT_MILLIS = 5_000;

  private final DashboardOptions options;
  private final DashboardPorts ports;
  private final SignInLinks links;
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final CarePlanDesk carePlans;
  private @Nullable HttpServer server;
  private @Nullable RequestDeadlines deadlines;
  private @Nullable LiveStream stream;
  private @Nullable BlockingCalls blocking;
  private @Nullable PasswordWork passwords;
  private volatile int actualPort;
  private volatile List<ApiRouter.Endpoint> endpoints = List.of();

  /**
   * @param links makes the tokens with which people sign in here
   */
  public DashboardService(
      DashboardOptions options,
      DashboardPorts ports,
      SignInLinks links,
      InstantSource clock,
      MeterRegistry meters) {
    this.options = options;
    this.ports = ports;
    this.links = links;
    this.clock = clock;
    this.meters = meters;
    this.carePlans = new CarePlanDesk(ports.carePlans(), ports.intake(), clock);
  }

  /** The port it listens at once it has started. */
  public int actualPort() {
    return actualPort;
  }

  /** Every call of the API, once it has started. */
  List<ApiRouter.Endpoint> endpoints() {
    return endpoints;
  }

  /**
   * @return fails with {@link DashboardStartException} if the port cannot be used
   */
  @Override
  public Future<?> start() {
    BlockingCalls calls = new BlockingCalls(vertx, options.workerThreads(), WAITING_CALLS, meters);
    PasswordWork hashing = new PasswordWork(vertx);
    PatientClinics clinics = new PatientClinics(ports.directory(), options.clinic());
    LiveStream live = new LiveStream(vertx, ports.records(), clinics, calls, clock, meters);
    HttpServerOptions serving =
        new HttpServerOptions()
            .setHost(options.host())
            .setPort(options.port())
            // HTTP/1.1 alone, over TLS too: what is not spoken cannot be attacked.
            .setHttp2ClearTextEnabled(false)
            .setIdleTimeout((int) IDLE_CONNECTION.toSeconds());
    X509KeyManager certificate = options.certificate();
    if (certificate != null) {
      serving.setSsl(true).setUseAlpn(false).setKeyCertOptions(KeyCertOptions.wrap(certificate));
    }
    RequestDeadlines timed = new RequestDeadlines(vertx, options.requestWithin(), IDLE_CONNECTION);
    HttpServer http =
        timed.guard(vertx.createHttpServer(serving), routes(calls, hashing, clinics, live));
    deadlines = timed;
    blocking = calls;
    passwords = hashing;
    stream = live;
    server = http;
    return http.listen()
        .recover(failed -> Future.failedFuture(notStarted(failed)))
        .onSuccess(listening -> actualPort = listening.actualPort())
        .compose(listening -> live.start(ports.feed(), options.heartbeat()))
        .onSuccess(
            started -> {
              vertx.setPeriodic(ESCALATION_MILLIS, timer -> passOn(calls, clinics, live));
              vertx.setPeriodic(UNSENT_FIRST_MILLIS, UNSENT_MILLIS, timer -> sendPlans(calls));
            });
  }

  @Override
  public Future<?> stop() {
    if (stream != null) {
      stream.stop();
    }
    if (deadlines != null) {
      deadlines.end();
    }
    Future<?> closed = server == null ? Future.succeededFuture() : server.close();
    BlockingCalls calls = blocking;
    PasswordWork hashing = passwords;
    return calls == null || hashing == null
        ? closed
        : closed.eventually(calls::close).eventually(hashing::close);
  }

  /** What could not be passed on now is passed on the next time. */
  private void passOn(BlockingCalls calls, PatientClinics clinics, LiveStream live) {
    Escalation escalation = new Escalation(ports.records(), ports.acts(), options.escalation());
    Instant now = clock.instant();
    calls
        .run(
            () -> {
              List<Runnable> told = new ArrayList<>();
              for (AlertFacts facts : escalation.passOn(now)) {
                String clinic = clinics.of(facts.alert().patient());
                told.add(() -> AlertActRoutes.tell(live, clinic, facts, now));
              }
              return told;
            })
        .onSuccess(told -> told.forEach(Runnable::run));
  }

  private void sendPlans(BlockingCalls calls) {
    calls.run(
        () -> {
          carePlans.sendWaiting();
          return true;
        });
  }

  private Router routes(
      BlockingCalls calls, PasswordWork hashing, PatientClinics clinics, LiveStream live) {
    Gate gate =
        new Gate(
            options.clinic(),
            links,
            ports.integrations(),
            calls,
            clock,
            new Gate.TimeOuts(options.idleTimeout(), options.longestSession()),
            options.administrationToken(),
            options.publicOrigin());
    Router router = Router.router(vertx);
    AccessNotes notes = new AccessNotes(ports.accessLog(), calls);
    ApiRouter.Rights rights = new Guard(clinics, ports.records(), notes, calls, clock);
    ApiRouter api = new ApiRouter(router, rights);
    AccessRoutes access = new AccessRoutes(gate, notes, clock);
    AccountCalls accounts =
        new AccountCalls(
            ports.accounts(),
            ports.integrations(),
            ports.accessLog(),
            gate,
            notes,
            hashing,
            live::admitAnew,
            options.publicOrigin(),
            calls,
            clock);
    Failures.answerAllOf(router);
    router.route().handler(new SecurityHeaders());
    OverviewReading overview = new OverviewReading(ports, clinics);
    new Pages().add(router);
    EntryPages.add(router);
    new ViewRoutes(
            ports,
            clinics,
            overview,
            live.sessions(),
            gate::atScreen,
            rights,
            options.budget(),
            calls,
            clock)
        .add(router);
    for (String open : List.of(AccessRoutes.SIGN_IN, AccountCalls.SIGN_IN, AccountCalls.JOIN)) {
      router.route(open).handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
    }
    access.addOpen(api);
    accounts.addOpen(api);
    DeviceRoutes devices =
        new DeviceRoutes(ports.directory(), ports.devices(), options.publicOrigin(), calls);
    router.route(DeviceRoutes.CLAIM).handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
    devices.addOpen(api);
    router.route(BrokerRoutes.ALL).handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
    new BrokerRoutes(ports.brokerDoor(), calls).addOpen(api);
    new OpenWearablesRoutes(options.clinic(), options.openWearables(), ports.events(), clock)
        .addOpen(router, api);
    new PhoneRoutes(ports.phones(), ports.records(), ports.carePlans(), calls, clock)
        .addOpen(router, api);
    router.route("/api/*").handler(gate::admit);
    router.route("/api/*").handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
    access.add(api);
    accounts.add(api);
    api.addRaw(
        HttpMethod.GET,
        "/api/v1/alerts/stream",
        context -> live.open(context, gate.stillAdmits(context)));
    new AlertRoutes(ports.records(), clinics, ports.acts(), calls, clock).add(api);
    new AlertActRoutes(ports.records(), ports.acts(), live, calls, clock).add(api);
    new TriageRoutes(overview, live.sessions(), calls, clock).add(api);
    new CaseLoadRoutes(ports.caseLoad(), calls, clock).add(api);
    new PatientRoutes(ports.directory(), clinics, ports.enrolments(), ports.records(), calls, clock)
        .add(api);
    new CarePlanRoutes(ports.directory(), carePlans, calls, clock).add(api);
    new TrialRoutes(ports.directory(), ports.trials(), calls).add(api);
    new SessionRoutes(ports.records(), clinics, ports.telemetry(), live.sessions(), calls).add(api);
    devices.add(api);
    new QuarantineRoutes(ports.quarantine(), ports.desk(), calls).add(api);
    new NotificationRoutes(ports.notifications(), calls).add(api);
    new ExportRoutes(ports.personalData(), calls).add(api);
    new ErasureRoutes(ports.erasures(), calls).add(api);
    endpoints = api.endpoints();
    return router;
  }

  private DashboardStartException notStarted(Throwable failed) {
    String where = options.host() + ":" + options.port();
    return new DashboardStartException(
        failed instanceof BindException
            ? "The dashboard cannot listen at "
                + where
                + ": the port is in use or not allowed. Choose another port or end what uses it."
            : "The dashboard cannot listen at " + where + ".",
        failed);
  }
}
