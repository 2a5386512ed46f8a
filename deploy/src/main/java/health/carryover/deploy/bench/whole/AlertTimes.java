package health.carryover.deploy.bench.whole;

import health.carryover.deploy.bench.fairness.DeviceConnection;
import health.carryover.deploy.bench.fairness.DeviceConnection.Message;
import health.carryover.deploy.bench.fairness.WatchedPatient;
import health.carryover.deploy.service.CarryoverService;
import health.carryover.ingest.topic.TopicName;
import io.vertx.core.net.NetClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times live alerts from the publishing of the batch that causes one to its line on the event
 * stream. The public methods: one thread.
 */
final class AlertTimes implements AutoCloseable {
  private static final int ABOVE_BPM = 152;
  private static final int BELOW_BPM = 118;
  private static final int PRELUDE_SECONDS = 55;
  private static final int PRELUDE_ABOVE = 28;
  private static final int BATCH_SECONDS = 5;
  private static final Duration APART = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int QUEUED = 8;
  private static final int WINDOW = 8;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final Pattern PATIENT = Pattern.compile("\"patient\":\"(live-\\d+)\"");

  private final CarryoverService service;
  private final String clinic;
  private final NetClient network;
  private final Map<Integer, Voice> voices = new HashMap<>();
  private final Map<String, Long> heard = new ConcurrentHashMap<>();
  private final InputStream stream;
  private final Thread ear;
  private final Map<Integer, Instant> next = new HashMap<>();
  private int last;

  /**
   * @param first number of the first patient, which nobody had before
   */
  AlertTimes(CarryoverService service, String clinic, String token, NetClient network, int first)
      throws InterruptedException, TimeoutException, IOException {
    this.service = service;
    this.clinic = clinic;
    this.network = network;
    this.last = first;
    HttpResponse<InputStream> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(service.dashboardAddress() + "/api/v1/alerts/stream"))
                    .header("Authorization", "Bearer " + token)
                    .build(),
                BodyHandlers.ofInputStream());
    stream = answer.body();
    CountDownLatch open = new CountDownLatch(1);
    ear = new Thread(() -> listen(open), "alert stream");
    ear.setDaemon(true);
    ear.start();
    if (!open.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new TimeoutException("the event stream does not open");
    }
  }

  /** A device of its own for each patient: one that speaks for many is held up as an upload. */
  private record Voice(Queue<Message> queue, DeviceConnection connection) {}

  private Voice voice(int number) throws InterruptedException, TimeoutException {
    Queue<Message> queue = new ArrayBlockingQueue<>(QUEUED);
    return new Voice(
        queue,
        Awaited.of(
            DeviceConnection.open(
                network,
                service.broker("x").host(),
                service.broker("x").port(),
                "bench-live-" + number,
                WINDOW,
                queue::poll,
                ignored -> {})));
  }

  private void listen(CountDownLatch open) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        long now = System.nanoTime();
        open.countDown();
        if (line.contains("\"heart-rate-ceiling\"")) {
          Matcher patient = PATIENT.matcher(line);
          if (patient.find()) {
            heard.putIfAbsent(patient.group(1), now);
          }
        }
      }
    } catch (IOException closed) {
      // Its end is the end of the measurement.
      Thread.currentThread().interrupt();
    }
  }

  /** The number of the last patient. */
  int last() {
    return last;
  }

  /**
   * Enrols as many patients as alerts are to be provoked, and connects their devices, before the
   * clock runs.
   */
  int prepare(int count) throws InterruptedException, TimeoutException {
    int first = last + 1;
    for (int i = 0; i < count; i++) {
      last++;
      voices.put(last, voice(last));
      WatchedPatient.enrol(service, clinic, "live-" + last, "live-" + last);
    }
    return first;
  }

  /**
   * Provokes one alert after the other among patients that were prepared.
   *
   * @return milliseconds of those that came, ascending
   */
  double[] run(int first, int count) throws InterruptedException {
    Map<String, Long> sent = new HashMap<>();
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      begin(first + i);
    }
    // The sessions are known before the readings that count, as they are with real devices.
    TimeUnit.SECONDS.sleep(1);
    for (int i = 0; i < count; i++) {
      long due = start + TimeUnit.SECONDS.toNanos(1) + i * APART.toNanos();
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      sent.put("live-" + (first + i), System.nanoTime());
      above(first + i);
    }
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!heard.keySet().containsAll(sent.keySet()) && System.nanoTime() < giveUpAt) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return sent.entrySet().stream()
        .mapToDouble(
            one -> {
              Long at = heard.get(one.getKey());
              return at == null ? Double.NaN : (at - one.getValue()) / NANOS_PER_MILLI;
            })
        .filter(millis -> !Double.isNaN(millis))
        .sorted()
        .toArray();
  }

  private void begin(int number) {
    Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Instant start = end.minusSeconds(PRELUDE_SECONDS);
    next.put(number, end);
    publish(
        number,
        "session",
        "{\"session\":\"s-1\",\"event\":\"started\",\"at\":\"%s\"}".formatted(start));
    int[] bpm = new int[PRELUDE_SECONDS];
    Arrays.fill(bpm, 0, PRELUDE_SECONDS - PRELUDE_ABOVE, BELOW_BPM);
    Arrays.fill(bpm, PRELUDE_SECONDS - PRELUDE_ABOVE, PRELUDE_SECONDS, ABOVE_BPM);
    heartRate(number, start, bpm);
  }

  private void above(int number) {
    int[] bpm = new int[BATCH_SECONDS];
    Arrays.fill(bpm, ABOVE_BPM);
    heartRate(number, Objects.requireNonNull(next.get(number)), bpm);
  }

  private void heartRate(int number, Instant start, int[] bpm) {
    StringBuilder text = new StringBuilder();
    text.append("{\"start\":\"").append(start).append("\",\"intervalMs\":1000,\"bpm\":[");
    for (int i = 0; i < bpm.length; i++) {
      text.append(i == 0 ? "" : ",").append(bpm[i]);
    }
    publish(number, "heart-rate", text.append("]}").toString());
  }

  private void publish(int number, String name, String payload) {
    Voice voice = Objects.requireNonNull(voices.get(number));
    voice
        .queue()
        .add(
            new Message(
                TopicName.PREFIX + clinic + "/live-" + number + "/up/" + name,
                payload.getBytes(StandardCharsets.UTF_8)));
    voice.connection().wake();
  }

  @Override
  public void close() throws IOException {
    stream.close();
    ear.interrupt();
  }
}
