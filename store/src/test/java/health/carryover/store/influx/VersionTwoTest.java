package health.carryover.store.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import health.carryover.analysis.port.MemoryOffsets;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.analysis.port.Telemetry;
import health.carryover.analysis.port.TelemetryRefusals.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes over the wire in version 2, and what each answer means. */
final class VersionTwoTest {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final MemoryRefusals refusals = new MemoryRefusals();
  private HttpServer server;
  private InfluxTelemetry telemetry;
  private volatile int status = 204;
  private volatile String answer = "";
  private volatile Map<String, String> headers = Map.of();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext("/", this::handle);
    server.start();
    telemetry =
        new InfluxTelemetry(
            new InfluxAddress(
                "http://127.0.0.1:" + server.getAddress().getPort(),
                InfluxAddress.Api.V2,
                "clinic org",
                "carryover",
                "heart-rate",
                Duration.ZERO,
                Duration.ZERO,
                "",
                "t0ken"),
            new MemoryOffsets(),
            refusals);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization")
            + " "
            + exchange.getRequestHeaders().getFirst("Accept")
            + " "
            + body);
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    headers.forEach(exchange.getResponseHeaders()::add);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @AfterEach
  void stop() {
    telemetry.close();
    server.stop(0);
  }

  @Test
  void pointsGoToTheBucketOfDatabaseAndPolicyWithTheToken() {
    telemetry.append(List.of(block(1_000_007)));
    assertThat(asked)
        .singleElement()
        .asString()
        .startsWith("POST /api/v2/write?")
        .contains("org=clinic%20org", "bucket=carryover%2Fheart-rate", "precision=ns")
        .contains("Token t0ken")
        .endsWith("heart_rate,device=d-1,patient=p-1 bpm=92.5,sequence=1000007i 5000007");
    assertThat(telemetry.lastSequence()).isEqualTo(1_000_007);
  }

  @Test
  void readingsAreAskedForInTheOneLanguageAllVersionsSpeak() {
    status = 200;
    answer =
        "{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":\"heart_rate\",\"tags\":{\"device\":"
            + "\"d-1\"},\"columns\":[\"time\",\"bpm\"],\"values\":[[5000007,92.5],[5000009,80]]}]}]}";
    assertThat(telemetry.readings("p'1", Instant.EPOCH, Instant.ofEpochMilli(6)))
        .containsExactly(new Telemetry.Reading("d-1", 5, 92.5f));
    assertThat(asked)
        .singleElement()
        .asString()
        .startsWith("POST /query?")
        .contains("db=carryover", "rp=heart-rate", "epoch=n", "application/json", "Token t0ken")
        .contains("p%5C%271");
  }

  @Test
  void whatPassesIsTriedAgainAndWhatDoesNotIsNoted() {
    for (int passing : new int[] {429, 500, 503, 401, 404}) {
      status = passing;
      assertThatThrownBy(() -> telemetry.append(List.of(block(1))))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessage("the telemetry cannot be written now: HTTP " + passing);
      assertThat(telemetry.lastSequence()).isZero();
    }
    status = 422;
    answer = "{\"code\":\"unprocessable entity\",\"message\":\"points beyond retention\"}";
    telemetry.append(List.of(block(1)));
    assertThat(refusals.newest(10)).containsExactly(new Refusal(1, 1, "influx.422"));
    assertThat(telemetry.lastSequence()).isEqualTo(1);
  }

  @Test
  void howLongTheServerAsksToBeLeftAloneIsPassedOn() {
    status = 429;
    headers = Map.of();
    assertThat(asksToWait()).isZero();
    headers = Map.of("Retry-After", "17");
    assertThat(asksToWait()).isEqualTo(Duration.ofSeconds(17));
    headers = Map.of("Retry-After", "soon");
    assertThat(asksToWait()).isZero();
    status = 503;
    headers = Map.of("retry-after", "Fri, 31 Dec 1999 23:59:59 GMT");
    assertThat(asksToWait()).as("long gone").isZero();
    headers = Map.of("Retry-After", "Tue, 31 Dec 2999 23:59:59 GMT");
    assertThat(asksToWait()).isGreaterThan(Duration.ofDays(300_000));
  }

  private Duration asksToWait() {
    return assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(() -> telemetry.append(List.of(block(1))))
        .actual()
        .notBefore();
  }

  @Test
  void noMessageQuotesWhatTheServerSays() {
    status = 500;
    answer = "{\"code\":\"internal error\",\"message\":\"cannot store heart_rate bpm=92.5\"}";
    assertThatThrownBy(() -> telemetry.append(List.of(block(1))))
        .satisfies(
            failure -> {
              for (Throwable t = failure; t != null; t = t.getCause()) {
                assertThat(String.valueOf(t.getMessage())).doesNotContain("92.5");
              }
            });
  }

  private static Telemetry.Block block(long sequence) {
    return new Telemetry.Block(sequence, "p-1", "d-1", new long[] {5}, new float[] {92.5f});
  }
}
