package health.carryover.store.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.carryover.analysis.port.MemoryOffsets;
import health.carryover.analysis.port.Offsets;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.analysis.port.Telemetry;
import health.carryover.analysis.port.TelemetryContract;
import health.carryover.analysis.port.TelemetryRefusals.Refusal;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract and its edges against the server that Debian ships (1.6). */
final class InfluxTelemetryTest extends TelemetryContract {
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final Instant T = Instant.parse("2026-03-02T08:00:00Z");
  private static final Duration YEAR = Duration.ofDays(365);

  private static InfluxServer server;

  private final Offsets offsets = new MemoryOffsets();
  private final MemoryRefusals refusals = new MemoryRefusals();
  private InfluxAddress address;
  private InfluxTelemetry telemetry;

  @BeforeAll
  static void startServer() throws Exception {
    server = InfluxServer.start(Files.createTempDirectory("carryover-influx"));
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @AfterEach
  void closeTelemetry() {
    telemetry.close();
  }

  @Override
  protected Telemetry create() {
    return open(Duration.ZERO);
  }

  private InfluxTelemetry open(Duration keep) {
    if (telemetry != null) {
      telemetry.close();
    }
    address =
        new InfluxAddress(
            server.url(),
            InfluxAddress.Api.V1,
            "",
            "carryover_" + DATABASES.incrementAndGet(),
            "heart_rate",
            keep,
            Duration.ZERO,
            "",
            "");
    telemetry = new InfluxTelemetry(address, offsets, refusals);
    return telemetry;
  }

  @Override
  protected Telemetry reopen() {
    telemetry.close();
    telemetry = new InfluxTelemetry(address, offsets, refusals);
    return telemetry;
  }

  @Test
  void whatIsKeptForATimeCanBeKeptForAnother() {
    telemetry.append(List.of(block(1, T, 60)));
    telemetry.close();
    address =
        new InfluxAddress(
            server.url(),
            address.api(),
            "",
            address.database(),
            address.policy(),
            YEAR,
            YEAR,
            "",
            "");
    telemetry = new InfluxTelemetry(address, offsets, refusals);
    telemetry.append(List.of(block(2, T.plusSeconds(60), 60)));
    assertThat(telemetry.readings("p-1", Instant.MIN, Instant.MAX)).hasSize(120);
  }

  @Test
  void ofAPartlyRefusedBatchTheGoodReadingsAreInAndTheOthersNoted() throws Exception {
    telemetry.append(List.of(block(1, T, 10)));
    // Somebody else's text where our numbers go spoils one week of that server.
    Instant spoilt = T.minus(Duration.ofDays(70));
    assertThat(
            server.write(
                address.database(),
                address.policy(),
                "heart_rate,device=x,patient=y bpm=\"text\" " + spoilt.toEpochMilli() + "000000"))
        .isEqualTo(204);

    List<Telemetry.Block> batch = new ArrayList<>();
    for (int i = 2; i <= 40; i++) {
      boolean bad = i % 13 == 0;
      batch.add(block(i, (bad ? spoilt : T).plusSeconds(i * 10L), 10));
    }
    telemetry.append(batch);

    assertThat(telemetry.readings("p-1", T, T.plusSeconds(10_000))).hasSize(370);
    assertThat(refusals.newest(100))
        .containsExactly(
            new Refusal(39, 10, "influx.400"),
            new Refusal(26, 10, "influx.400"),
            new Refusal(13, 10, "influx.400"));
    assertThat(telemetry.lastSequence()).as("they are not tried again").isEqualTo(40);
  }

  @Test
  void whatIsOlderThanTheServerKeepsIsNotedAndHoldsNothingUp() {
    open(Duration.ofDays(30));
    Instant ancient = Instant.parse("2001-01-01T00:00:00Z");
    telemetry.append(List.of(block(1, ancient, 10), block(2, ancient, 20)));
    assertThat(refusals.newest(10))
        .containsExactly(new Refusal(2, 20, "influx.400"), new Refusal(1, 10, "influx.400"));
    assertThat(telemetry.readings("p-1", Instant.MIN, Instant.MAX)).isEmpty();
    assertThat(telemetry.lastSequence()).isEqualTo(2);
  }

  @Test
  void batchesLargerThanARequestAreStoredWhole() {
    List<Telemetry.Block> batch = new ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      batch.add(block(i, T.plusSeconds(i * 400L), 400));
    }
    telemetry.append(batch);
    assertThat(telemetry.readings("p-1", Instant.MIN, Instant.MAX)).hasSize(16_000);
    assertThat(refusals.readings()).isZero();
  }

  @Test
  void aServerThatIsAwayIsUnavailableAndNothingIsLost() throws Exception {
    telemetry.append(List.of(block(1, T, 10)));
    server.kill();
    assertThatThrownBy(() -> telemetry.append(List.of(block(2, T.plusSeconds(10), 10))))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessage("the telemetry cannot be written now: no answer");
    assertThatThrownBy(() -> telemetry.readings("p-1", T, T.plusSeconds(1)))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(telemetry.lastSequence()).isEqualTo(1);
    server.start();
    telemetry.append(List.of(block(2, T.plusSeconds(10), 10)));
    assertThat(telemetry.readings("p-1", Instant.MIN, Instant.MAX)).hasSize(20);
  }

  @Test
  void aQueryThatIsRefusedWithTheStatusOfSuccessIsNoEmptyAnswer() {
    InfluxAddress noDatabase =
        new InfluxAddress(
            server.url(),
            InfluxAddress.Api.V2,
            "",
            "never-made",
            "x",
            Duration.ZERO,
            Duration.ZERO,
            "",
            "token");
    try (InfluxTelemetry other = new InfluxTelemetry(noDatabase, offsets, refusals)) {
      assertThatThrownBy(() -> other.readings("p-1", T, T.plusSeconds(1)))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessage("the telemetry cannot be read now: HTTP 400");
    }
  }

  private static Telemetry.Block block(long sequence, Instant from, int seconds) {
    long[] at = new long[seconds];
    float[] bpm = new float[seconds];
    for (int i = 0; i < seconds; i++) {
      at[i] = from.toEpochMilli() + i * 1_000L;
      bpm[i] = 60 + i % 90;
    }
    return new Telemetry.Block(sequence, "p-1", "d-1", at, bpm);
  }
}
