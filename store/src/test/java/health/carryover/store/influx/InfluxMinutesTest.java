package health.carryover.store.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.carryover.analysis.port.MemoryOffsets;
import health.carryover.analysis.port.SeededRandom;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.analysis.port.Telemetry.Block;
import health.carryover.analysis.port.Telemetry.Minute;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The minutes that the server that Debian ships (1.6) keeps beside the readings. */
final class InfluxMinutesTest {
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final Instant T = Instant.parse("2026-03-02T08:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String POLICY = "heart-rate";

  private static InfluxServer server;

  private final String database = "minutes_" + DATABASES.incrementAndGet();
  private final MemoryOffsets offsets = new MemoryOffsets();
  private final MemoryRefusals refusals = new MemoryRefusals();
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

  @BeforeEach
  void open() {
    telemetry = new InfluxTelemetry(address(Duration.ZERO), offsets, refusals);
  }

  @AfterEach
  void close() {
    telemetry.close();
  }

  private InfluxAddress address(Duration keep) {
    return new InfluxAddress(
        server.url(), InfluxAddress.Api.V1, "", database, POLICY, keep, Duration.ZERO, "", "");
  }

  private void reopen(Duration keep) {
    telemetry.close();
    telemetry = new InfluxTelemetry(address(keep), offsets, refusals);
  }

  /** What the readings come to at this moment: for want of a mark nothing counts as summed up. */
  private List<Minute> summedUpNow(String patient, Instant from, Instant to) {
    try (InfluxTelemetry raw =
        new InfluxTelemetry(address(Duration.ZERO), new MemoryOffsets(), refusals)) {
      return raw.minutes(patient, from, to);
    }
  }

  private List<Minute> minutes(String patient) {
    return telemetry.minutes(patient, Instant.EPOCH, Instant.MAX);
  }

  @Test
  void afterAnyBatchesTheMinutesAreWhatTheReadingsComeTo() {
    Random random = SeededRandom.of("minutes kept against minutes summed up");
    List<Block> sent = new ArrayList<>();
    for (int sequence = 1; sequence <= 150; sequence++) {
      sent.add(anyBlock(random, sequence));
    }
    sent.addAll(sent.subList(0, 50));
    Collections.shuffle(sent, random);
    int from = 0;
    while (from < sent.size()) {
      int to = Math.min(sent.size(), from + 1 + random.nextInt(40));
      telemetry.append(sent.subList(from, to));
      from = to;
    }
    assertThat(offsets.of(MinuteView.CONSUMER)).isEqualTo(Long.MAX_VALUE);
    for (int i = 0; i < 30; i++) {
      String patient = "p-" + random.nextInt(3);
      Instant first = T.plusMillis(random.nextInt(600_000) - 300_000);
      Instant last = first.plusMillis(random.nextInt(i % 2 == 0 ? 100_000 : 200_000_000));
      assertThat(telemetry.minutes(patient, first, last))
          .isEqualTo(summedUpNow(patient, first, last));
    }
    assertThat(minutes("p-0")).hasSizeGreaterThan(10);
  }

  /** Readings of several messages meet in one millisecond. */
  private static Block anyBlock(Random random, long sequence) {
    Instant start = T.plusSeconds(random.nextInt(900));
    if (random.nextInt(5) == 0) {
      start = start.plus(Duration.ofHours(random.nextInt(50)));
    }
    long[] at = new long[1 + random.nextInt(90)];
    float[] bpm = new float[at.length];
    for (int i = 0; i < at.length; i++) {
      at[i] = start.toEpochMilli() + i * 1_000L;
      bpm[i] = 25 + random.nextFloat() * 225;
    }
    return new Block(sequence, "p-" + random.nextInt(3), "d-" + random.nextInt(2), at, bpm);
  }

  @Test
  void manyPatientsOfOneMomentAreSummedUpTogether() {
    List<Block> batch = new ArrayList<>();
    for (int i = 1; i <= 250; i++) {
      batch.add(block(i, "p-" + i, T, 70));
    }
    telemetry.append(batch);
    dropReadings();
    for (int i = 1; i <= 250; i++) {
      assertThat(minutes("p-" + i)).extracting(Minute::readings).containsExactly(60, 10);
    }
  }

  @Test
  void minutesAnswerWithoutTheirReadingsAndALateOneDoesNotMakeThemLess() {
    telemetry.append(List.of(block(1, "p-1", T, 180)));
    List<Minute> before = minutes("p-1");
    assertThat(before).hasSize(3);
    dropReadings();
    assertThat(telemetry.readings("p-1", Instant.EPOCH, Instant.MAX)).isEmpty();
    assertThat(minutes("p-1")).isEqualTo(before);
    assertThat(telemetry.minutes("p-1", T.plusSeconds(1), T.plusSeconds(170)))
        .as("of those that are cut nothing is known")
        .containsExactly(before.get(1));

    telemetry.append(List.of(block(2, "p-1", T.plusSeconds(150), 60)));
    assertThat(minutes("p-1").subList(0, 3)).isEqualTo(before);
    assertThat(minutes("p-1").get(3).readings()).isEqualTo(30);
  }

  @Test
  void minutesOutliveReadingsThatTheServerLetsGo() {
    Instant old = Instant.now().minus(Duration.ofDays(60)).truncatedTo(ChronoUnit.MINUTES);
    telemetry.append(List.of(block(1, "p-1", old, 120)));
    List<Minute> before = minutes("p-1");
    reopen(Duration.ofDays(30));
    telemetry.append(List.of(block(2, "p-2", Instant.now(), 10)));
    await(() -> telemetry.readings("p-1", Instant.EPOCH, Instant.MAX).isEmpty());
    assertThat(minutes("p-1")).hasSize(2).isEqualTo(before);

    telemetry.append(List.of(block(3, "p-1", old, 30)));
    assertThat(refusals.readings()).isEqualTo(30);
    assertThat(minutes("p-1")).isEqualTo(before);
    assertThat(telemetry.left("p-1")).isEqualTo(120);
  }

  @Test
  void erasureLeavesNeitherReadingsNorMinutes() throws Exception {
    telemetry.append(
        List.of(
            block(1, "p-1", T, 120),
            block(2, "p-1", T.minus(Duration.ofDays(40)), 60),
            block(3, "p-2", T, 60)));
    assertThat(telemetry.erase("p-1")).isEqualTo(180);
    assertThat(telemetry.left("p-1")).isZero();
    for (String place :
        List.of("heart-rate\".heart_rate", "heart-rate_minutes\".heart_rate_minutes")) {
      assertThat(server.ask(database, "SELECT * FROM \"" + place))
          .contains("p-2")
          .doesNotContain("p-1");
    }

    dropReadings();
    assertThat(telemetry.left("p-2")).as("in a minute").isEqualTo(60);
    assertThat(telemetry.erase("p-2")).isEqualTo(60);
    assertThat(minutes("p-2")).isEmpty();
  }

  @Test
  void whatAnEarlierVersionWroteIsSummedUpInSlices() throws Exception {
    telemetry.readings("p-1", T, T);
    for (int hour = 0; hour < 6; hour++) {
      Block earlier = block(1 + hour, "p-1", T.plus(Duration.ofHours(30 * hour)), 200);
      server.write(database, POLICY, String.join("\n", HeartRateLines.of(earlier)));
    }
    List<Minute> expected = summedUpNow("p-1", T, T.plus(Duration.ofDays(30)));
    assertThat(expected).hasSize(24);
    Instant later = T.plus(Duration.ofDays(20));
    int appends = 0;
    while (offsets.of(MinuteView.CONSUMER) != Long.MAX_VALUE) {
      assertThat(telemetry.minutes("p-1", T, later)).isEqualTo(expected);
      telemetry.append(List.of(block(10 + appends, "p-1", later.plusSeconds(60 * appends), 60)));
      appends++;
      if (appends == 3) {
        reopen(Duration.ZERO);
      }
      assertThat(appends).isLessThan(20);
    }
    assertThat(appends).as("a slice with each").isGreaterThan(6);
    dropReadings();
    assertThat(telemetry.minutes("p-1", T, later)).isEqualTo(expected);
    assertThat(telemetry.minutes("p-1", later, Instant.MAX)).hasSize(appends);
  }

  @Test
  void whatFailsBetweenReadingsAndMinutesIsMadeGoodByTheNextAttempt() throws Exception {
    telemetry.append(List.of(block(5, "p-1", T, 30)));
    server.administer("DROP RETENTION POLICY \"heart-rate_minutes\" ON " + database, "", "");
    // One of them is older than what is held: it is not written again, and summed up all the same.
    List<Block> batch =
        List.of(block(4, "p-1", T.plusSeconds(30), 60), block(6, "p-1", T.plusSeconds(600), 30));
    assertThatThrownBy(() -> telemetry.append(batch)).isInstanceOf(StoreUnavailableException.class);
    assertThat(telemetry.readings("p-1", Instant.EPOCH, Instant.MAX)).hasSize(120);
    assertThat(telemetry.lastSequence()).isEqualTo(5);

    reopen(Duration.ZERO);
    telemetry.append(List.of(block(5, "p-1", T, 30)));
    telemetry.append(batch);
    assertThat(telemetry.lastSequence()).isEqualTo(6);
    assertThat(minutes("p-1")).hasSize(3).isEqualTo(summedUpNow("p-1", Instant.EPOCH, Instant.MAX));
  }

  private void dropReadings() {
    try {
      server.ask(database, "DROP MEASUREMENT heart_rate");
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private static Block block(long sequence, String patient, Instant from, int seconds) {
    long[] at = new long[seconds];
    float[] bpm = new float[seconds];
    for (int i = 0; i < seconds; i++) {
      at[i] = from.toEpochMilli() + i * 1_000L;
      bpm[i] = 60 + (i + sequence) % 90;
    }
    return new Block(sequence, patient, "d-1", at, bpm);
  }

  private static void await(BooleanSupplier condition) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting").isLessThan(giveUpAt);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
