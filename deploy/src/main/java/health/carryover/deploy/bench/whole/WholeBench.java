package health.carryover.deploy.bench.whole;

import com.sun.management.OperatingSystemMXBean;
import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.deploy.bench.BenchRow;
import health.carryover.deploy.bench.Goal;
import health.carryover.deploy.bench.Rounds;
import health.carryover.deploy.bench.fairness.WatchedPatient;
import health.carryover.deploy.broker.BrokerStartException;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.service.AdminToken;
import health.carryover.deploy.service.CarryoverService;
import health.carryover.deploy.service.ServiceStartException;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The whole service with its own broker beside the same broker with a subscriber that does nothing,
 * turn by turn in one process: rates, times of alerts, start and restart, memory. Confined to one
 * thread.
 */
public final class WholeBench {
  private static final int WEARERS = 1_000;
  private static final Duration BEFORE = Duration.ofHours(40);
  private static final Duration WARM_UP = Duration.ofSeconds(2);

  private static final Goal BATCH_SHARE_GOAL = Goal.atLeast(0.8);
  private static final Goal SINGLE_SHARE_GOAL = Goal.atLeast(0.6);
  private static final Goal SAMPLES_GOAL = Goal.atLeast(300_000);
  private static final Goal ALERT_SHARE_GOAL = Goal.atMost(3);
  private static final Goal NONE_MISSING = Goal.atMost(0);
  private static final Goal COST_SPREAD_GOAL = Goal.atMost(10);
  private static final Goal RESTART_GOAL_SECONDS = Goal.atMost(5);
  private static final double[] LOADS = {0.1, 0.5, 0.8};
  private static final double ALERT_GOAL_AT = 0.5;
  private static final double MEDIAN = 0.5;
  private static final double NEARLY_ALL = 0.99;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int COLLECTIONS = 3;
  private static final int HEARD_AT_ONCE = 1_000;
  private static final int TOLD_AT_ONCE = 500;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final String MESSAGES = "messages/s";
  private static final double PERCENT = 100;

  /** What a message costs is measured at this share of the rate that was measured for batches. */
  private static final double COST_AT = 0.5;

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final WholePlan plan;
  private final Settings ofRates;
  private final Settings settings;
  private final Path folder;
  private final Consumer<String> progress;
  private final List<BenchRow> rows = new ArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  private final NetClient network = vertx.createNetClient();
  private int lastDevice;
  private int lastLoad;
  private int lastLive;

  private WholeBench(
      WholePlan plan, Settings ofRates, Settings settings, Path folder, Consumer<String> progress) {
    this.plan = plan;
    this.ofRates = ofRates;
    this.settings = settings;
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * Measures everything.
   *
   * @param ofRates settings of the service whose rates are measured, as fast as its patients are
   *     heard; its data folder is filled
   * @param settings of the service that lives in real time; its data folder is filled
   * @param folder for the other broker; what is left there can be deleted
   * @param progress hears the name of each part before it begins
   */
  public static List<BenchRow> run(
      Settings ofRates, Settings settings, WholePlan plan, Path folder, Consumer<String> progress)
      throws ServiceStartException, InterruptedException, TimeoutException, IOException {
    WholeBench bench = new WholeBench(plan, ofRates, settings, folder, progress);
    try {
      bench.measure();
      return List.copyOf(bench.rows);
    } catch (BrokerStartException failed) {
      throw new IOException(failed.getMessage(), failed);
    } finally {
      Awaited.of(bench.vertx.close());
    }
  }

  private void measure()
      throws ServiceStartException,
          BrokerStartException,
          InterruptedException,
          TimeoutException,
          IOException {
    try (NullSubscriber limit = new NullSubscriber(folder.resolve("null"))) {
      double most = rates(limit);
      progress.accept("start");
      long begun = System.nanoTime();
      try (CarryoverService service = CarryoverService.start(settings, InstantSource.system())) {
        Awaited.until(service::subscribed, "the service does not subscribe");
        one("start", "a new service, until devices may connect", "s", seconds(begun));
        alertTimes(service, limit, most);
        memory(service);
      }
    }
    restart();
  }

  /** Gives the service's rate for batches. */
  private double rates(NullSubscriber limit)
      throws ServiceStartException, InterruptedException, TimeoutException {
    EventClock clock = new EventClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    try (CarryoverService service = CarryoverService.start(ofRates, clock)) {
      Awaited.until(service::subscribed, "the service does not subscribe");
      double most = rates(service, clock, limit);
      spread(service, clock, most);
      return most;
    }
  }

  private double rates(CarryoverService service, EventClock clock, NullSubscriber limit)
      throws InterruptedException, TimeoutException {
    double most = 0;
    EventClock nobodys = new EventClock(clock.instant());
    for (Wearers.Form form : Wearers.Form.values()) {
      String name = form == Wearers.Form.BATCHES ? "batches-of-60" : "single-samples";
      progress.accept(name);
      MqttLoad toService =
          load(
              service.broker("x").port(),
              wearers(form, told(service, clock, Math.min(WEARERS, plan.enrolled())), clock));
      MqttLoad toLimit =
          load(limit.port(), wearers(form, names(Math.min(WEARERS, plan.enrolled())), nobodys));
      for (int round = 0; round < plan.warmUps(); round++) {
        rate(toLimit, limit::acknowledged);
        settle(toLimit, limit);
        rate(toService, () -> used(service));
      }
      double[] bare = new double[plan.rounds()];
      double[] own = new double[plan.rounds()];
      for (int round = 0; round < plan.rounds(); round++) {
        bare[round] = rate(toLimit, limit::acknowledged);
        settle(toLimit, limit);
        own[round] = rate(toService, () -> used(service));
        settle(toService, service);
      }
      Arrays.sort(bare);
      Arrays.sort(own);
      rows.add(
          BenchRow.ofRounds(
              name + "-null",
              "the limit: acknowledged by a subscriber that does nothing",
              MESSAGES,
              bare));
      BenchRow row =
          BenchRow.ofRounds(name, "journalled, analysed and acknowledged", MESSAGES, own)
              .beside(name + "-null");
      rows.add(row);
      boolean batches = form == Wearers.Form.BATCHES;
      rows.add(
          BenchRow.of(
                  name + "-share", "share of the limit", "of 1", row.median() / Rounds.median(bare))
              .aimingAt(batches ? BATCH_SHARE_GOAL : SINGLE_SHARE_GOAL));
      if (batches) {
        most = row.median();
        rows.add(
            BenchRow.of(
                    "samples",
                    "heart-rate samples from publishing to analysis",
                    "samples/s",
                    row.median() * form.readings())
                .aimingAt(SAMPLES_GOAL));
      }
    }
    return most;
  }

  private static void settle(MqttLoad toService, CarryoverService service)
      throws InterruptedException, TimeoutException {
    toService.settle();
    Awaited.until(() -> service.waiting() == 0, "the service does not use what came");
  }

  /** Until neither broker nor subscriber has any of it: the service's turn is the service's. */
  private static void settle(MqttLoad toLimit, NullSubscriber limit)
      throws InterruptedException, TimeoutException {
    toLimit.settle();
    limit.settle();
  }

  private static long used(CarryoverService service) {
    return service.journalled() - service.waiting();
  }

  private double rate(MqttLoad load, LongSupplier count) throws InterruptedException {
    tidy();
    load.full();
    warmUp();
    long before = count.getAsLong();
    long begun = System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(plan.round().toNanos());
    double rate = (count.getAsLong() - before) / seconds(begun);
    load.pause();
    return rate;
  }

  private void alertTimes(CarryoverService service, NullSubscriber limit, double most)
      throws InterruptedException, TimeoutException, IOException {
    int devices = Math.min(WEARERS, plan.enrolled());
    MqttLoad toService =
        load(service.broker("x").port(), earlier(told(service, InstantSource.system(), devices)));
    MqttLoad toLimit = load(limit.port(), earlier(names(devices)));
    RoundTrips trips = new RoundTrips(network, settings.clinic(), limit.port());
    try (AlertTimes alerts = alerts(service)) {
      alerts.run(alerts.prepare(plan.alerts()), plan.alerts());
      for (double share : LOADS) {
        String load = Math.round(share * PERCENT) + "-percent";
        progress.accept("alerts at " + load);
        beside(toLimit, share * most);
        double[] bare = trips.run(load, plan.alerts());
        toLimit.pause();
        settle(toLimit, limit);
        int first = alerts.prepare(plan.alerts());
        beside(toService, share * most);
        double[] own = alerts.run(first, plan.alerts());
        toService.pause();
        settle(toService, service);
        compare("alert-" + load, own, "round-trip-" + load, bare);
        if (share == ALERT_GOAL_AT) {
          rows.add(
              BenchRow.of(
                      "alert-" + load + "-share",
                      "the slowest of a hundred alerts, of that of the bare round trips",
                      "of 1",
                      Rounds.quantile(own, NEARLY_ALL) / Rounds.quantile(bare, NEARLY_ALL))
                  .aimingAt(ALERT_SHARE_GOAL));
        }
        rows.add(
            BenchRow.of(
                    "alerts-missing-" + load,
                    "alerts that did not come",
                    "",
                    plan.alerts() - own.length)
                .aimingAt(NONE_MISSING));
      }
      lastLive = alerts.last();
    }
  }

  /**
   * One process has service and limit: what the one left in the heap is not to be collected while
   * the other is measured.
   */
  private static void tidy() {
    System.gc();
  }

  private void warmUp() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(Math.min(WARM_UP.toNanos(), plan.round().toNanos()));
  }

  /** Begins a load beside what is timed. */
  private void beside(MqttLoad load, double rate) throws InterruptedException {
    tidy();
    load.rate(rate);
    warmUp();
  }

  private AlertTimes alerts(CarryoverService service)
      throws IOException, InterruptedException, TimeoutException {
    return new AlertTimes(
        service, settings.clinic(), AdminToken.ofCommand(settings.dataFolder()), network, lastLive);
  }

  private void compare(String name, double[] own, String limit, double[] bare) {
    for (double share : new double[] {MEDIAN, NEARLY_ALL}) {
      rows.add(BenchRow.ofQuantile(limit, "a bare message beside the same load", bare, share));
      rows.add(
          BenchRow.ofQuantile(name, "from publishing to the event stream", own, share)
              .beside(BenchRow.quantileName(limit, share)));
    }
  }

  /** As fast as it goes, and what a message costs at one rate, among more and more patients. */
  private void spread(CarryoverService service, EventClock clock, double most)
      throws InterruptedException, TimeoutException {
    List<Double> costs = new ArrayList<>();
    for (int patients : plan.patients()) {
      String name = "among-" + patients;
      progress.accept(name + " patients");
      MqttLoad load =
          load(
              service.broker("x").port(),
              wearers(Wearers.Form.BATCHES, told(service, clock, patients), clock));
      everybodyOnce(service, load, patients);
      double rate = rate(load, () -> used(service));
      settle(load, service);
      double[] micros = new double[plan.rounds()];
      for (int round = 0; round < plan.rounds(); round++) {
        micros[round] = cost(service, load, COST_AT * most);
      }
      Arrays.sort(micros);
      costs.add(Rounds.median(micros));
      one(name, "batches among so many patients", MESSAGES, rate);
      rows.add(
          BenchRow.ofRounds(
              "cost-" + name,
              "processor time for each at half of the rate, publishers included",
              "µs",
              micros));
    }
    double least = Collections.min(costs);
    double greatest = Collections.max(costs);
    rows.add(
        BenchRow.of(
                "cost-spread",
                "by how much they differ from the middle between least and greatest",
                "%",
                PERCENT * (greatest - least) / (greatest + least))
            .aimingAt(COST_SPREAD_GOAL));
  }

  /** Processor time of the process for a message at that rate, in microseconds. */
  private double cost(CarryoverService service, MqttLoad load, double rate)
      throws InterruptedException, TimeoutException {
    long usedBefore = used(service);
    long processorBefore = PROCESS.getProcessCpuTime();
    load.rate(rate);
    TimeUnit.NANOSECONDS.sleep(plan.round().toNanos());
    load.pause();
    settle(load, service);
    return (PROCESS.getProcessCpuTime() - processorBefore)
        / NANOS_PER_MICRO
        / (used(service) - usedBefore);
  }

  /** The first message of a patient costs more: there is no monitor yet. */
  private static void everybodyOnce(CarryoverService service, MqttLoad load, int patients)
      throws InterruptedException, TimeoutException {
    long before = service.journalled();
    load.full();
    for (int heard = 0; heard < patients; heard += HEARD_AT_ONCE) {
      long enough = before + Math.min(patients, heard + HEARD_AT_ONCE);
      Awaited.until(() -> service.journalled() >= enough, "the service takes no messages");
    }
    load.pause();
  }

  private void memory(CarryoverService service) {
    progress.accept("memory");
    long before = usedAfterCollection();
    int enrolled = 0;
    for (int count : List.of(plan.enrolled() / 10, plan.enrolled())) {
      for (; enrolled < count; enrolled++) {
        String id = "enrolled-" + enrolled;
        service
            .directory()
            .put(new Patient(id, settings.clinic(), "Enrolled " + enrolled, Instant.EPOCH));
        service.enrolments().enrol(settings.clinic(), id, id, Instant.EPOCH);
      }
      one(
          "heap-" + count + "-enrolled",
          "more heap with so many enrolled patients who send nothing",
          "bytes",
          (double) (usedAfterCollection() - before));
    }
    one(
        "heap",
        "heap in use in the end, with the patients who sent",
        "bytes",
        (double) usedAfterCollection());
  }

  private static long usedAfterCollection() {
    for (int i = 0; i < COLLECTIONS; i++) {
      ManagementFactory.getMemoryMXBean().gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private void restart()
      throws ServiceStartException, InterruptedException, TimeoutException, IOException {
    progress.accept("restart");
    long begun = System.nanoTime();
    try (CarryoverService service = CarryoverService.start(settings, InstantSource.system())) {
      Awaited.until(service::subscribed, "the service does not subscribe");
      one("restart", "with all of these patients, until devices may connect", "s", seconds(begun));
      try (AlertTimes alerts = alerts(service)) {
        double[] millis = alerts.run(alerts.prepare(1), 1);
        if (millis.length == 1) {
          rows.add(
              BenchRow.of(
                      "restart-to-alert",
                      "until the first alert is heard, a second of its session included",
                      "s",
                      seconds(begun))
                  .aimingAt(RESTART_GOAL_SECONDS));
        }
      }
    }
  }

  /** What happens now by the clock that they move. */
  private Wearers wearers(Wearers.Form form, String[] devices, EventClock clock) {
    return new Wearers(
        settings.clinic(),
        form,
        Wearers.Sessions.DAILY,
        devices,
        clock,
        clock.instant(),
        MqttLoad.CONNECTIONS);
  }

  /** What happened long before now, for a service in real time. */
  private Wearers earlier(String[] devices) {
    Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(BEFORE);
    return new Wearers(
        settings.clinic(),
        Wearers.Form.BATCHES,
        Wearers.Sessions.NONE,
        devices,
        new EventClock(begin),
        begin,
        MqttLoad.CONNECTIONS);
  }

  private MqttLoad load(int port, Wearers wearers) throws InterruptedException, TimeoutException {
    return new MqttLoad(vertx, network, "127.0.0.1", port, "bench-" + ++lastLoad, wearers);
  }

  private String[] names(int count) {
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = "sender-" + ++lastDevice;
    }
    return names;
  }

  /** Patients with a profile, each with a device of the same name. */
  private String[] told(CarryoverService service, InstantSource clock, int count) {
    String[] names = names(count);
    List<CompletableFuture<Void>> durable = new ArrayList<>();
    for (String name : names) {
      service.enrolments().enrol(settings.clinic(), name, name, Instant.EPOCH);
      durable.add(WatchedPatient.tell(service, settings.clinic(), name, clock.instant()));
      if (durable.size() == TOLD_AT_ONCE) {
        durable.forEach(CompletableFuture::join);
        durable.clear();
      }
    }
    durable.forEach(CompletableFuture::join);
    return names;
  }

  private void one(String name, String what, String unit, double value) {
    rows.add(BenchRow.of(name, what, unit, value));
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / NANOS_PER_SECOND;
  }
}
