package health.carryover.deploy.bench.whole;

import com.sun.management.OperatingSystemMXBean;
import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.deploy.bench.BenchRow;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The whole service with its own broker beside the same broker with a subscriber that does nothing,
 * turn by turn in one process: rates, times of alerts, start and restart, memory. Confined to one
 * thread.
 */
public final class WholeBench {
  private static final int WEARERS = 1_000;
  private static final Duration BEFORE = Duration.ofHours(40);
  private static final Duration WARM_UP = Duration.ofSeconds(2);

  private static final double BATCH_SHARE_GOAL = 0.8;
  private static final double SINGLE_SHARE_GOAL = 0.6;
  private static final double SAMPLES_GOAL = 300_000;
  private static final double RESTART_GOAL_SECONDS = 5;
  private static final double[] LOADS = {0.1, 0.5, 0.8};
  private static final double MEDIAN = 0.5;
  private static final double NEARLY_ALL = 0.99;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int COLLECTIONS = 3;
  private static final int HEARD_AT_ONCE = 1_000;
  private static final int TOLD_AT_ONCE = 500;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final String MESSAGES = "messages/s";
  private static final String COST = "cost-";

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
        one("start", "a new service, until devices may connect", "s", seconds(begun), null);
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
          Rounds.row(
              name + "-null",
              "the limit: acknowledged by a subscriber that does nothing",
              MESSAGES,
              bare,
              null));
      BenchRow row =
          Rounds.row(name, "journalled, analysed and acknowledged", MESSAGES, own, null)
              .beside(name + "-null");
      rows.add(row);
      double share = row.median() / Rounds.median(bare);
      boolean batches = form == Wearers.Form.BATCHES;
      one(
          name + "-share",
          "share of the limit",
          "of 1",
          share,
          batches ? BATCH_SHARE_GOAL : SINGLE_SHARE_GOAL);
      if (batches) {
        most = row.median();
        one(
            "samples",
            "heart-rate samples from publishing to analysis",
            "samples/s",
            row.median() * form.readings(),
            SAMPLES_GOAL);
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
        String load = Math.round(share * 100) + "-percent";
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
        quantile("round-trip", load, bare, MEDIAN);
        quantile("alert", load, own, MEDIAN);
        quantile("round-trip", load, bare, NEARLY_ALL);
        quantile("alert", load, own, NEARLY_ALL);
        one(
            "alerts-missing-" + load,
            "alerts that did not come",
            "",
            plan.alerts() - own.length,
            0.0);
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

  private void quantile(String what, String load, double[] millis, double share) {
    String name = what + "-p" + Math.round(share * 100) + "-" + load;
    double value =
        millis.length == 0
            ? Double.NaN
            : millis[(int) Math.min(millis.length - 1, Math.ceil(share * millis.length) - 1)];
    BenchRow row =
        new BenchRow(
            name, what + " beside load", "ms", millis.length, value, value, value, null, null);
    rows.add(what.equals("alert") ? row.beside(name.replace("alert", "round-trip")) : row);
  }

  /** As fast as it goes, and what a message costs at one rate, among more and more patients. */
  private void spread(CarryoverService service, EventClock clock, double most)
      throws InterruptedException, TimeoutException {
    String first = "";
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
      long usedBefore = used(service);
      long processorBefore = PROCESS.getProcessCpuTime();
      load.rate(COST_AT * most);
      TimeUnit.NANOSECONDS.sleep(plan.round().toNanos());
      load.pause();
      settle(load, service);
      double micros =
          (PROCESS.getProcessCpuTime() - processorBefore)
              / NANOS_PER_MICRO
              / (used(service) - usedBefore);
      first = first.isEmpty() ? name : first;
      rows.add(
          new BenchRow(
                  name, "batches among so many patients", MESSAGES, 1, rate, rate, rate, null, null)
              .beside(first));
      rows.add(
          new BenchRow(
                  COST + name,
                  "processor time for each at half of that rate, publishers included",
                  "µs",
                  1,
                  micros,
                  micros,
                  micros,
                  null,
                  null)
              .beside(COST + first));
    }
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
          (double) (usedAfterCollection() - before),
          null);
    }
    one(
        "heap",
        "heap in use in the end, with the patients who sent",
        "bytes",
        (double) usedAfterCollection(),
        null);
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
      one(
          "restart",
          "with all of these patients, until devices may connect",
          "s",
          seconds(begun),
          null);
      try (AlertTimes alerts = alerts(service)) {
        double[] millis = alerts.run(alerts.prepare(1), 1);
        if (millis.length == 1) {
          one(
              "restart-to-alert",
              "until the first alert is heard, a second of its session included",
              "s",
              seconds(begun),
              RESTART_GOAL_SECONDS);
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

  private void one(String name, String what, String unit, double value, @Nullable Double goal) {
    rows.add(new BenchRow(name, what, unit, 1, value, value, value, goal, null));
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / NANOS_PER_SECOND;
  }
}
