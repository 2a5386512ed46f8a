package health.carryover.deploy.bench.dashboard;

import health.carryover.deploy.bench.BenchRow;
import health.carryover.deploy.bench.fairness.DeviceConnection;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.service.AdminToken;
import health.carryover.deploy.service.CarryoverService;
import health.carryover.deploy.service.ServiceStartException;
import health.carryover.deploy.simulator.SimulatedPatient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * The dashboard of a large clinic while sessions run: enrols, tells the past over MQTT, keeps the
 * sessions going, and times calls and pages. Service, broker, devices and whoever asks are in one
 * process; the browser is one of its own. Confined to one thread.
 */
public final class DashboardBench {
  private static final int CONNECTIONS = 16;
  private static final int WINDOW = 50;
  private static final long LIVE_TICK_MILLIS = 50;
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final Duration BROKER_PATIENCE = Duration.ofMinutes(1);
  private static final double MEDIAN = 0.5;
  private static final double NEARLY_ALL = 0.99;
  private static final String NULL = "null";
  private static final String NULL_PAGE = "sign-in-page";

  private final DashboardPlan plan;
  private final Settings settings;
  private final Path folder;
  private final Consumer<String> progress;
  private final List<BenchRow> rows = new ArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  private final NetClient network = vertx.createNetClient();

  private DashboardBench(
      DashboardPlan plan, Settings settings, Path folder, Consumer<String> progress) {
    this.plan = plan;
    this.settings = settings;
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * Measures everything.
   *
   * @param settings of the service; its data folder is filled
   * @param folder where the browser keeps what it must; can be deleted afterwards
   * @param progress hears the name of each part before it begins
   */
  public static List<BenchRow> run(
      Settings settings, DashboardPlan plan, Path folder, Consumer<String> progress)
      throws ServiceStartException, InterruptedException, TimeoutException, IOException {
    DashboardBench bench = new DashboardBench(plan, settings, folder, progress);
    try (CarryoverService service = CarryoverService.start(settings, InstantSource.system())) {
      bench.measure(service);
      return List.copyOf(bench.rows);
    } finally {
      await(bench.vertx.close());
    }
  }

  private void measure(CarryoverService service)
      throws InterruptedException, TimeoutException, IOException {
    until(service::subscribed, "the service does not subscribe");
    progress.accept("enrolling " + plan.patients() + " patients");
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    LargeClinic clinic = new LargeClinic(settings.clinic(), plan, now);
    clinic.enrol(service);
    progress.accept("their past");
    past(service, clinic);
    progress.accept(plan.live() + " sessions");
    live(service, clinic);
    calls(service, clinic.patients());
    paints(service);
  }

  private void past(CarryoverService service, LargeClinic clinic)
      throws InterruptedException, TimeoutException {
    List<BooleanSupplier> told = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      LargeClinic.Past past = clinic.past(i, CONNECTIONS);
      DeviceConnection connection =
          await(
              DeviceConnection.open(
                  network,
                  service.broker("x").host(),
                  service.broker("x").port(),
                  "bench-past-" + i,
                  WINDOW,
                  past,
                  ignored -> {}));
      told.add(() -> past.all().orElse(-1) == connection.confirmed());
    }
    until(
        () -> told.stream().allMatch(BooleanSupplier::getAsBoolean),
        "the broker does not take the past");
    settled(service);
  }

  /** Waits until nothing comes from the broker any more and everything is used. */
  private static void settled(CarryoverService service)
      throws InterruptedException, TimeoutException {
    long[] before = {-1};
    until(
        () -> {
          long journalled = service.journalled();
          boolean still = journalled == before[0] && service.waiting() == 0;
          before[0] = journalled;
          return still;
        },
        "the service does not use what came");
  }

  private void live(CarryoverService service, LargeClinic clinic)
      throws InterruptedException, TimeoutException {
    LiveSessions sessions =
        new LiveSessions(
            settings.clinic(),
            clinic.patients().stream().limit(plan.live()).map(SimulatedPatient::watch).toList(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS));
    DeviceConnection connection =
        await(
            DeviceConnection.open(
                network,
                service.broker("x").host(),
                service.broker("x").port(),
                "bench-live",
                WINDOW,
                () -> sessions.next(Instant.now()),
                ignored -> {}));
    long first = 2L * plan.live();
    vertx.setPeriodic(LIVE_TICK_MILLIS, tick -> connection.wake());
    until(
        () -> connection.confirmed() >= first && service.waiting() == 0,
        "the sessions do not begin");
  }

  private void calls(CarryoverService service, List<SimulatedPatient> patients)
      throws IOException, InterruptedException, TimeoutException {
    progress.accept("calls of the API");
    IntFunction<String> everybody = round -> patients.get(round * 7 % patients.size()).id();
    Map<String, IntFunction<String>> calls = new LinkedHashMap<>();
    calls.put(NULL, round -> "/api/v1/me");
    calls.put("triage", round -> "/api/v1/triage");
    calls.put("triage-everybody", round -> "/api/v1/triage?limit=2000");
    calls.put("alerts", round -> "/api/v1/alerts");
    calls.put("timeline", round -> "/api/v1/patients/" + everybody.apply(round) + "/timeline");
    ApiTimes api =
        new ApiTimes(
            service.dashboardAddress(),
            "Authorization",
            "Bearer " + AdminToken.ofCommand(settings.dataFolder()));
    api.run(calls, plan.calls())
        .forEach(
            (name, millis) ->
                quantiles("api-" + name, "api-" + NULL, "request to last byte", millis));
    progress.accept("pages, as the server writes them");
    calls.clear();
    calls.put("sign-in", round -> "/sign-in");
    calls.put("triage", round -> "/");
    calls.put("patient", round -> "/patients/" + everybody.apply(round));
    new ApiTimes(service.dashboardAddress(), "Cookie", ScreenCookie.of(service))
        .run(calls, plan.calls())
        .forEach(
            (name, millis) ->
                quantiles("page-" + name, "page-sign-in", "request to last byte", millis));
  }

  private void paints(CarryoverService service)
      throws IOException, InterruptedException, TimeoutException {
    Optional<PaintedPages> browser = PaintedPages.start(folder.resolve("browser"));
    if (browser.isEmpty()) {
      progress.accept(
          "no Chromium here: first paint is left out, the pages above are what there is");
      return;
    }
    progress.accept("first paint in Chromium");
    try (PaintedPages pages = browser.get()) {
      pages.open(service.signInLink(), "location.pathname === '/'");
      URI dashboard = service.dashboardAddress();
      pages.paints(dashboard.resolve("/"), 2);
      quantiles(
          "paint-" + NULL_PAGE,
          "paint-" + NULL_PAGE,
          "first contentful paint",
          pages.paints(dashboard.resolve("/sign-in"), plan.paints()));
      quantiles(
          "paint-triage",
          "paint-" + NULL_PAGE,
          "first contentful paint",
          pages.paints(dashboard.resolve("/"), plan.paints()));
    }
  }

  private void quantiles(String name, String limit, String what, double[] ascending) {
    for (double share : new double[] {MEDIAN, NEARLY_ALL}) {
      BenchRow row = BenchRow.ofQuantile(name, what, ascending, share);
      rows.add(name.equals(limit) ? row : row.beside(BenchRow.quantileName(limit, share)));
    }
  }

  private static <T> T await(Future<T> future) throws InterruptedException, TimeoutException {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(BROKER_PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("the broker cannot be used", failed.getCause());
    }
  }

  private static void until(BooleanSupplier condition, String otherwise)
      throws InterruptedException, TimeoutException {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > giveUpAt) {
        throw new TimeoutException(otherwise);
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }
}
