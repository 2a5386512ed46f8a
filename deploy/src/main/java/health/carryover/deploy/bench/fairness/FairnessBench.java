package health.carryover.deploy.bench.fairness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.deploy.bench.BenchRow;
import health.carryover.deploy.bench.fairness.DeviceConnection.Message;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.service.CarryoverService;
import health.carryover.deploy.service.ServiceStartException;
import health.carryover.ingest.mqtt.MqttAddress;
import health.carryover.ingest.topic.TopicName;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Times live alerts, from the publishing of the batch that causes one to the alert being heard on
 * the clinic's topic: first while nothing else happens but other live sessions, then while phones
 * upload what they held back, as fast as the broker takes it. The service starts empty in the data
 * folder of the settings and ends with this.
 */
public final class FairnessBench {
  private static final int ABOVE_BPM = 152;
  private static final int BELOW_BPM = 118;
  private static final int PRELUDE_SECONDS = 55;
  private static final int PRELUDE_ABOVE = 28;
  private static final Duration BATCH = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int WINDOW = 10;
  private static final int QUEUED = 64;
  private static final int WARM_UP_ALERTS = 30;

  private final FairnessPlan plan;
  private final CarryoverService service;
  private final String clinic;
  private final NetClient network;
  private final MqttAddress broker;
  private final Map<String, Long> heardNanos = new ConcurrentHashMap<>();
  private final ObjectMapper json = new ObjectMapper();
  private final List<DeviceConnection> flood = new ArrayList<>();
  private final List<HeldBack> held = new ArrayList<>();
  private final List<Live> background = new ArrayList<>();
  private int lastLive;

  private FairnessBench(FairnessPlan plan, CarryoverService service, String clinic, Vertx vertx) {
    this.plan = plan;
    this.service = service;
    this.clinic = clinic;
    this.network = vertx.createNetClient();
    this.broker = service.broker("bench");
  }

  /**
   * Measures everything.
   *
   * @param settings of the service; its data folder is filled
   * @param progress hears the name of each part before it begins
   */
  public static List<BenchRow> run(Settings settings, FairnessPlan plan, Consumer<String> progress)
      throws ServiceStartException, InterruptedException, TimeoutException {
    Vertx vertx = Vertx.vertx();
    try (CarryoverService service = CarryoverService.start(settings, InstantSource.system())) {
      return new FairnessBench(plan, service, settings.clinic(), vertx).measure(progress);
    } finally {
      await(vertx.close());
    }
  }

  private List<BenchRow> measure(Consumer<String> progress)
      throws InterruptedException, TimeoutException {
    progress.accept("getting ready");
    listen();
    for (int i = 0; i < plan.sessions(); i++) {
      background.add(live());
    }
    for (int i = 0; i < plan.phones(); i++) {
      String device = "phone-" + i;
      WatchedPatient.enrol(service, clinic, device, "held-" + i);
      HeldBack phone =
          new HeldBack(
              topics(device),
              device,
              (int) plan.held().toMinutes(),
              Instant.now().truncatedTo(ChronoUnit.SECONDS));
      held.add(phone);
      flood.add(
          await(
              DeviceConnection.open(
                  network, broker.host(), broker.port(), device, WINDOW, phone, ignored -> {})));
    }
    alerts(WARM_UP_ALERTS);
    progress.accept("quiet");
    FairnessPart quiet = part("quiet");
    progress.accept("flood");
    held.forEach(HeldBack::resume);
    flood.forEach(DeviceConnection::wake);
    FairnessPart flooded = part("flood");
    held.forEach(HeldBack::pause);
    progress.accept("letting the service use what came");
    long before = System.nanoTime();
    until(() -> service.waiting() == 0, Duration.ofMinutes(10));
    progress.accept(
        "used after another %d s".formatted((System.nanoTime() - before) / 1_000_000_000));
    return FairnessRows.of(quiet, flooded);
  }

  /** The broker lets nobody in before the service has subscribed. */
  private void listen() throws InterruptedException, TimeoutException {
    String topic = new TopicName.ClinicAlerts(clinic).text();
    until(
        () ->
            DeviceConnection.open(
                    network, broker.host(), broker.port(), "listener", 1, () -> null, this::heard)
                .onSuccess(connection -> connection.subscribe(topic))
                .toCompletionStage()
                .handle((open, refused) -> open != null)
                .toCompletableFuture()
                .join(),
        PATIENCE);
  }

  private FairnessPart part(String name) throws InterruptedException, TimeoutException {
    long uploaded = confirmed();
    long started = System.nanoTime();
    List<Double> millis = alerts(plan.alerts());
    double seconds = (System.nanoTime() - started) / 1e9;
    return new FairnessPart(
        name,
        millis.stream().mapToDouble(Double::doubleValue).toArray(),
        plan.alerts() - millis.size(),
        confirmed() - uploaded,
        seconds);
  }

  private long confirmed() {
    return flood.stream().mapToLong(DeviceConnection::confirmed).sum();
  }

  /** Provokes alerts one after the other, among the batches of the other sessions. */
  private List<Double> alerts(int count) throws InterruptedException, TimeoutException {
    List<Live> provoked = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      provoked.add(live());
    }
    Map<String, Long> sentNanos = new ConcurrentHashMap<>();
    long lead = Math.max(1, BATCH.dividedBy(plan.apart()));
    long start = System.nanoTime();
    int beat = 0;
    for (long step = 0; step < count + lead; step++) {
      long due = start + step * plan.apart().toNanos();
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      if (step < count) {
        provoked.get((int) step).begin();
      }
      if (step >= lead) {
        Live live = provoked.get((int) (step - lead));
        sentNanos.put(live.patient, System.nanoTime());
        live.batch(ABOVE_BPM);
      }
      // All sessions send once in the time of a batch.
      long beats = (step + 1) * background.size() / lead;
      for (; beat < beats; beat++) {
        background.get(beat % background.size()).batch(BELOW_BPM);
      }
    }
    Instant giveUpAt = Instant.now().plus(PATIENCE);
    until(
        () ->
            heardNanos.keySet().containsAll(sentNanos.keySet()) || Instant.now().isAfter(giveUpAt),
        PATIENCE.multipliedBy(2));
    List<Double> millis = new ArrayList<>();
    sentNanos.forEach(
        (patient, sent) -> {
          Long heard = heardNanos.get(patient);
          if (heard != null) {
            millis.add((heard - sent) / 1e6);
          }
        });
    return millis;
  }

  private void heard(byte[] payload) {
    long now = System.nanoTime();
    try {
      JsonNode alert = json.readTree(payload);
      if (alert.path("kind").asText().equals("heart-rate-ceiling")) {
        heardNanos.putIfAbsent(alert.path("patient").asText(), now);
      }
    } catch (IOException unreadable) {
      throw new IllegalStateException("an alert that is no JSON", unreadable);
    }
  }

  private String topics(String device) {
    return TopicName.PREFIX + clinic + "/" + device + "/up/";
  }

  private Live live() throws InterruptedException, TimeoutException {
    int number = ++lastLive;
    Live live = new Live("live-" + number, "watch-" + number);
    WatchedPatient.enrol(service, clinic, live.device, live.patient);
    live.connection =
        await(
            DeviceConnection.open(
                network,
                broker.host(),
                broker.port(),
                live.device,
                WINDOW,
                live.queue::poll,
                ignored -> {}));
    return live;
  }

  private static <T> T await(Future<T> future) throws InterruptedException, TimeoutException {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("the broker cannot be used", failed.getCause());
    }
  }

  private static void until(BooleanSupplier condition, Duration patience)
      throws InterruptedException, TimeoutException {
    long giveUpAt = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > giveUpAt) {
        throw new TimeoutException("the service does not keep up");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** A watch in a running session. */
  private final class Live {
    private final String patient;
    private final String device;
    private final Queue<Message> queue = new ArrayBlockingQueue<>(QUEUED);
    private @Nullable DeviceConnection connection;
    private Instant next = Instant.now();

    Live(String patient, String device) {
      this.patient = patient;
      this.device = device;
    }

    /** A session of nearly a minute, of which nearly half a minute was above the ceiling. */
    void begin() {
      Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      Instant start = now.minusSeconds(PRELUDE_SECONDS);
      send(
          "session",
          "{\"session\":\"s-%s\",\"event\":\"started\",\"at\":\"%s\"}".formatted(device, start));
      int[] bpm = new int[PRELUDE_SECONDS];
      for (int i = 0; i < bpm.length; i++) {
        bpm[i] = i < PRELUDE_SECONDS - PRELUDE_ABOVE ? BELOW_BPM : ABOVE_BPM;
      }
      heartRate(start, bpm);
      next = now;
    }

    /** The next five seconds. */
    void batch(int bpm) {
      int[] same = new int[(int) BATCH.toSeconds()];
      java.util.Arrays.fill(same, bpm);
      heartRate(next, same);
      next = next.plus(BATCH);
    }

    private void heartRate(Instant start, int[] bpm) {
      StringBuilder text = new StringBuilder();
      text.append("{\"start\":\"").append(start).append("\",\"intervalMs\":1000,\"bpm\":[");
      for (int i = 0; i < bpm.length; i++) {
        text.append(i == 0 ? "" : ",").append(bpm[i]);
      }
      send("heart-rate", text.append("]}").toString());
    }

    private void send(String stream, String payload) {
      queue.add(new Message(topics(device) + stream, payload.getBytes(StandardCharsets.UTF_8)));
      DeviceConnection open = connection;
      if (open != null) {
        open.wake();
      }
    }
  }
}
