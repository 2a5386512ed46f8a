package health.carryover.deploy.trace;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.deploy.bench.fairness.WatchedPatient;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.service.AdminToken;
import health.carryover.deploy.service.CarryoverService;
import health.carryover.deploy.trace.Spans.Span;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttPublisherSettings;
import health.carryover.ingest.mqtt.MqttRole;
import health.carryover.ingest.mqtt.MqttStateListener;
import health.carryover.ingest.mqtt.OutboundMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole service that sends its traces to a receiver of OTLP. */
class TracingTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String PATIENT = "CanaryPatient";
  private static final String DEVICE = "canary-device";
  private static final List<String> MARKERS =
      List.of(PATIENT, DEVICE, "CanarySession", "Canary Name", "canarytoken", "153.25");

  @TempDir Path folder;

  @Test
  void aMessageIsFollowedFromItsReceiptToTheAlert() throws Exception {
    try (Spans spans = new Spans();
        CarryoverService service = service(spans.endpoint())) {
      await(service::subscribed);
      service.directory().put(new Patient(PATIENT, "clinic", "Canary Name", Instant.EPOCH));
      WatchedPatient.enrol(service, "clinic", DEVICE, PATIENT);
      session(service);
      await(() -> named(spans, "alert out").isPresent());
      Span out = named(spans, "alert out").orElseThrow();
      await(() -> ofTrace(spans, out.trace()).size() >= 5);
      List<Span> trace = ofTrace(spans, out.trace());
      Span message =
          trace.stream().filter(span -> span.parent().isEmpty()).findFirst().orElseThrow();
      assertThat(message.name()).isEqualTo("message");
      assertThat(trace)
          .extracting(Span::name)
          .contains("message", "journal", "monitor", "store", "alert out");
      assertThat(trace)
          .filteredOn(span -> !span.equals(message))
          .allSatisfy(
              span -> {
                assertThat(span.parent()).isEqualTo(message.id());
                assertThat(span.start()).isGreaterThanOrEqualTo(message.start());
                assertThat(span.end()).isGreaterThanOrEqualTo(span.start());
              });

      String token = AdminToken.ofCommand(folder.resolve("data"));
      get(service, "/api/v1/patients/" + PATIENT + "/timeline", token, 200);
      get(service, "/api/v1/patients/" + PATIENT + "/nothing?q=" + PATIENT, token, 404);
      get(service, "/api/v1/triage", "canarytoken", 401);
      await(() -> named(spans, "GET /api/v1/patients/{id}/timeline").isPresent());
      await(() -> named(spans, "GET other").isPresent());
      await(() -> named(spans, "GET /api/v1/triage").isPresent());
      assertThat(spans.raw()).contains("carryover", "heart-rate").doesNotContain(MARKERS);
    }
  }

  @Test
  void whereNobodyTakesTracesTheServiceGoesOn() throws Exception {
    try (CarryoverService service = service(URI.create("http://127.0.0.1:1/v1/traces"))) {
      await(service::subscribed);
      WatchedPatient.enrol(service, "clinic", DEVICE, PATIENT);
      session(service);
      await(() -> service.records().lastAlertChangeId() > 0);
      URI metrics = URI.create(service.managementAddress() + "/metrics");
      await(
          () ->
              read(metrics)
                  .lines()
                  .anyMatch(
                      line ->
                          line.startsWith("carryover_tracing_spans_total{fate=\"lost\"}")
                              && !line.endsWith(" 0.0")));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/,/",
    "/api/v1/patients/p1/timeline,/api/v1/patients/{id}/timeline",
    "/api/v1/alerts/stream,/api/v1/alerts/stream",
    "/api/v1/alerts/a-1,/api/v1/alerts/{id}",
    "/patients/p1,/patients/{id}",
    "/patients/p1/p2,other",
    "/P1,other"
  })
  void aPathIsNamedForItsRoute(String path, String route) {
    assertThat(new Routes().of(path)).isEqualTo(route);
  }

  private CarryoverService service(URI endpoint) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("CARRYOVER_DATA_FOLDER", folder.resolve("data").toString());
    settings.put("CARRYOVER_TRACING_ENDPOINT", endpoint.toString());
    settings.put("CARRYOVER_TRACING_ONE_IN", "1");
    for (String port : List.of("DASHBOARD", "MANAGEMENT", "BROKER")) {
      settings.put("CARRYOVER_" + port + "_PORT", "0");
    }
    return CarryoverService.start(SettingsReader.fromEnvironment(settings), InstantSource.system());
  }

  /** Heart rate above the ceiling for long enough. */
  private static void session(CarryoverService service) throws Exception {
    try (MqttPublisher device =
        new MqttPublisher(
            service.broker(DEVICE),
            MqttPublisherSettings.standard(),
            MqttRole.FEED,
            MqttStateListener.none(),
            new SimpleMeterRegistry())) {
      device.start();
      Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
      publish(
          device,
          "session",
          "{\"session\":\"CanarySession\",\"event\":\"started\",\"at\":\"" + start + "\"}");
      String bpm = String.join(",", IntStream.range(0, 60).mapToObj(second -> "153.25").toList());
      publish(
          device,
          "heart-rate",
          "{\"start\":\"" + start + "\",\"intervalMs\":1000,\"bpm\":[" + bpm + "]}");
    }
  }

  private static void publish(MqttPublisher device, String stream, String payload)
      throws Exception {
    device
        .publish(
            OutboundMessage.of(
                "carryover/v1/clinic/" + DEVICE + "/up/" + stream,
                payload.getBytes(StandardCharsets.UTF_8)))
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  private static void get(CarryoverService service, String path, String token, int status)
      throws Exception {
    HttpResponse<Void> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(service.dashboardAddress() + path))
                .header("Authorization", "Bearer " + token)
                .build(),
            HttpResponse.BodyHandlers.discarding());
    assertThat(answer.statusCode()).as(path).isEqualTo(status);
  }

  private static String read(URI address) {
    try {
      return HTTP.send(
              HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (java.io.IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  private static Optional<Span> named(Spans spans, String name) {
    return spans.all().stream().filter(span -> span.name().equals(name)).findFirst();
  }

  private static List<Span> ofTrace(Spans spans, String trace) {
    return spans.all().stream().filter(span -> span.trace().equals(trace)).toList();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long giveUpAt = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it never came").isLessThan(giveUpAt);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
