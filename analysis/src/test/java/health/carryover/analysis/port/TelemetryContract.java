package health.carryover.analysis.port;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.Telemetry.Block;
import health.carryover.analysis.port.Telemetry.Minute;
import health.carryover.analysis.port.Telemetry.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Telemetry} does. */
public abstract class TelemetryContract {
  private static final long T = Instant.parse("2026-03-02T08:00:00Z").toEpochMilli();
  private static final Instant EARLIEST = Instant.ofEpochMilli(T - 1_000_000_000L);
  private static final Instant LATEST = Instant.ofEpochMilli(T + 1_000_000_000L);

  private Telemetry telemetry;

  /** A new, empty store. */
  protected abstract Telemetry create() throws Exception;

  /** The same store after it was closed and opened again. */
  protected abstract Telemetry reopen() throws Exception;

  @BeforeEach
  final void createTelemetry() throws Exception {
    telemetry = create();
  }

  @Test
  void thereIsNothingAtFirst() {
    assertThat(telemetry.lastSequence()).isZero();
    assertThat(telemetry.readings("p-1", EARLIEST, LATEST)).isEmpty();
    telemetry.append(List.of());
    assertThat(telemetry.lastSequence()).isZero();
  }

  @Test
  void readingsComeBackExactlyAndByTime() throws Exception {
    float odd = Math.nextUp(72.1f);
    telemetry.append(
        List.of(
            block(3, "p-1", "d-1", new long[] {T + 2_000, T, T + 1}, 92f, 25f, odd),
            block(5, "p-1", "d-1", new long[] {T + 1_000}, 249.9f)));
    telemetry = reopen();
    assertThat(telemetry.readings("p-1", EARLIEST, LATEST))
        .containsExactly(
            new Reading("d-1", T, 25f),
            new Reading("d-1", T + 1, odd),
            new Reading("d-1", T + 1_000, 249.9f),
            new Reading("d-1", T + 2_000, 92f));
    assertThat(telemetry.lastSequence()).isEqualTo(5);
  }

  @Test
  void theFirstBoundIsIncludedAndTheSecondIsNot() {
    telemetry.append(
        List.of(block(1, "p-1", "d-1", new long[] {T, T + 1, T + 2, T + 3}, 60f, 61f, 62f, 63f)));
    assertThat(telemetry.readings("p-1", at(T + 1), at(T + 3)))
        .extracting(Reading::bpm)
        .containsExactly(61f, 62f);
    assertThat(telemetry.readings("p-1", at(T + 1), at(T + 1))).isEmpty();
    assertThat(telemetry.readings("p-1", at(T + 4), LATEST)).isEmpty();
    assertThat(telemetry.readings("p-1", EARLIEST, at(T))).isEmpty();
    assertThat(telemetry.readings("p-1", Instant.MIN, Instant.MAX)).hasSize(4);
  }

  @Test
  void aBlockSentAgainChangesNothing() {
    Block block = block(4, "p-1", "d-1", new long[] {T}, 60f);
    telemetry.append(List.of(block, block));
    telemetry.append(List.of(block(4, "p-1", "d-1", new long[] {T, T + 1}, 99f, 99f)));
    assertThat(telemetry.readings("p-1", EARLIEST, LATEST))
        .containsExactly(new Reading("d-1", T, 60f));
    assertThat(telemetry.lastSequence()).isEqualTo(4);
  }

  @Test
  void ofOneDeviceAndMillisecondTheHigherReadingCounts() {
    telemetry.append(
        List.of(
            block(1, "p-1", "d-1", new long[] {T, T}, 80f, 90f),
            block(2, "p-1", "d-1", new long[] {T, T + 1}, 85f, 70f),
            block(3, "p-1", "d-1", new long[] {T + 1}, 75f),
            block(4, "p-1", "d-2", new long[] {T}, 60f)));
    assertThat(telemetry.readings("p-1", EARLIEST, LATEST))
        .containsExactly(
            new Reading("d-1", T, 90f), new Reading("d-2", T, 60f), new Reading("d-1", T + 1, 75f));
  }

  @Test
  void patientsAreKeptApart() {
    telemetry.append(
        List.of(
            block(1, "p-1", "d-1", new long[] {T}, 80f),
            block(2, "p-2", "d-1", new long[] {T}, 90f)));
    assertThat(telemetry.readings("p-1", EARLIEST, LATEST))
        .containsExactly(new Reading("d-1", T, 80f));
    assertThat(telemetry.readings("p-3", EARLIEST, LATEST)).isEmpty();
  }

  @Test
  void theLastSequenceIsTheHighestWhateverTheOrder() {
    telemetry.append(List.of(block(9, "p-1", "d-1", new long[] {T}, 80f)));
    telemetry.append(List.of(block(7, "p-1", "d-1", new long[] {T + 1}, 80f)));
    assertThat(telemetry.lastSequence()).isEqualTo(9);
    assertThat(telemetry.readings("p-1", EARLIEST, LATEST)).hasSize(2);
  }

  @Test
  void aBlockOfManyHoursIsKept() {
    int seconds = 6 * 3600;
    long[] at = new long[seconds];
    float[] bpm = new float[seconds];
    for (int i = 0; i < seconds; i++) {
      at[i] = T + i * 1_000L;
      bpm[i] = 60 + i % 90 + 0.5f;
    }
    telemetry.append(List.of(new Block(1, "p-1", "d-1", at, bpm)));
    List<Reading> readings = telemetry.readings("p-1", EARLIEST, LATEST);
    assertThat(readings).hasSize(seconds);
    for (int i = 0; i < seconds; i++) {
      assertThat(readings.get(i)).isEqualTo(new Reading("d-1", at[i], bpm[i]));
    }
  }

  @Test
  void minutesSumUpWhatLiesWithinTheBounds() {
    int seconds = 200;
    long[] at = new long[seconds];
    float[] bpm = new float[seconds];
    for (int i = 0; i < seconds; i++) {
      at[i] = T + i * 1_000L;
      bpm[i] = 100 + i % 60;
    }
    telemetry.append(
        List.of(
            new Block(1, "p-1", "d-1", at, bpm),
            block(2, "p-1", "d-2", new long[] {T + 61_000}, 72.5f),
            block(3, "p-2", "d-3", new long[] {T}, 80f)));
    assertThat(telemetry.minutes("p-1", at(T + 30_000), at(T + 190_000)))
        .containsExactly(
            new Minute("d-1", T, 144.5f, 130f, 159f, 30),
            new Minute("d-1", T + 60_000, 129.5f, 100f, 159f, 60),
            new Minute("d-2", T + 60_000, 72.5f, 72.5f, 72.5f, 1),
            new Minute("d-1", T + 120_000, 129.5f, 100f, 159f, 60),
            new Minute("d-1", T + 180_000, 104.5f, 100f, 109f, 10));
    assertThat(telemetry.minutes("p-1", at(T - 60_000), at(T))).isEmpty();
    assertThat(telemetry.minutes("p-3", EARLIEST, LATEST)).isEmpty();
  }

  @Test
  void aLateReadingChangesItsMinute() {
    telemetry.append(List.of(block(2, "p-1", "d-1", new long[] {T, T + 59_999}, 80f, 100f)));
    telemetry.append(List.of(block(5, "p-1", "d-1", new long[] {T + 60_000}, 70f)));
    Block late = block(3, "p-1", "d-1", new long[] {T + 30_000}, 120f);
    for (int times = 0; times < 2; times++) {
      telemetry.append(List.of(late));
      assertThat(telemetry.minutes("p-1", at(T), at(T + 120_000)))
          .containsExactly(
              new Minute("d-1", T, 100f, 80f, 120f, 3),
              new Minute("d-1", T + 60_000, 70f, 70f, 70f, 1));
    }
  }

  @Test
  void boundsMayLieAnywhereInTheirMinutes() {
    telemetry.append(
        List.of(block(1, "p-1", "d-1", new long[] {T, T + 1, T + 59_999, T + 60_000}, 4, 3, 2, 1)));
    Minute whole = new Minute("d-1", T, 3f, 2f, 4f, 3);
    Minute next = new Minute("d-1", T + 60_000, 1f, 1f, 1f, 1);
    assertThat(telemetry.minutes("p-1", at(T), at(T + 60_000))).containsExactly(whole);
    assertThat(telemetry.minutes("p-1", at(T), at(T + 60_001))).containsExactly(whole, next);
    assertThat(telemetry.minutes("p-1", at(T - 1), at(T + 120_000))).containsExactly(whole, next);
    assertThat(telemetry.minutes("p-1", at(T), at(T + 59_999)))
        .containsExactly(new Minute("d-1", T, 3.5f, 3f, 4f, 2));
    assertThat(telemetry.minutes("p-1", at(T + 1), at(T + 60_000)))
        .containsExactly(new Minute("d-1", T, 2.5f, 2f, 3f, 2));
    assertThat(telemetry.minutes("p-1", at(T + 1), at(T + 2)))
        .containsExactly(new Minute("d-1", T, 3f, 3f, 3f, 1));
    assertThat(telemetry.minutes("p-1", at(T + 1), at(T + 1))).isEmpty();
    assertThat(telemetry.minutes("p-1", Instant.MIN, Instant.MAX)).containsExactly(whole, next);
  }

  @Test
  void whateverTheOrderMinutesSumUpWhatTheReadingsAre() throws Exception {
    Random random = SeededRandom.of("minutes against the reference");
    long course = random.nextLong();
    Telemetry reference = new MemoryTelemetry();
    for (int step = 0; step < 40; step++) {
      List<Block> batch = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        batch.add(anyMinutes(course, 1 + random.nextInt(80)));
      }
      telemetry.append(batch);
      reference.append(batch);
      if (random.nextInt(20) == 0) {
        telemetry = reopen();
      }
      Instant from = at(T - 200_000 + random.nextInt(400_000));
      Instant to = from.plusMillis(random.nextInt(random.nextBoolean() ? 400_000 : 90_000_000));
      String patient = "p-" + random.nextInt(3);
      assertThat(telemetry.minutes(patient, from, to))
          .isEqualTo(reference.minutes(patient, from, to));
    }
  }

  /** No two messages speak of one millisecond, and no sum is rounded. */
  private static Block anyMinutes(long course, long sequence) {
    Random random = new Random(course + sequence);
    int size = 1 + random.nextInt(12);
    long start = T + (random.nextInt(4) == 0 ? 43_200_000 : 0) + random.nextInt(180) * 1_000L;
    long[] at = new long[size];
    float[] bpm = new float[size];
    for (int i = 0; i < size; i++) {
      at[i] = start + i * 7_000L + sequence;
      bpm[i] = 25 + random.nextInt(450) / 2f;
    }
    return new Block(sequence, "p-" + random.nextInt(3), "d-" + random.nextInt(2), at, bpm);
  }

  @Test
  void anyCourseOfEventsGivesWhatTheReferenceGives() throws Exception {
    Random random = SeededRandom.of("telemetry against the reference");
    long course = random.nextLong();
    Telemetry reference = new MemoryTelemetry();
    for (int step = 0; step < 60; step++) {
      List<Block> batch = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        batch.add(anyBlock(course, 1 + random.nextInt(80)));
      }
      telemetry.append(batch);
      reference.append(batch);
      if (random.nextInt(20) == 0) {
        telemetry = reopen();
      }
      assertThat(telemetry.lastSequence()).isEqualTo(reference.lastSequence());
      Instant from = at(T + random.nextInt(400) - 200 + (random.nextInt(3) == 0 ? 7_200_000 : 0));
      Instant to = from.plusMillis(random.nextInt(300));
      String patient = "p-" + random.nextInt(3);
      assertThat(telemetry.readings(patient, from, to))
          .isEqualTo(reference.readings(patient, from, to));
    }
  }

  /** Whatever message it is: sent again, a message has the same readings. */
  private static Block anyBlock(long course, long sequence) {
    Random random = new Random(course + sequence);
    int size = 1 + random.nextInt(12);
    long[] at = new long[size];
    float[] bpm = new float[size];
    for (int i = 0; i < size; i++) {
      at[i] = T + random.nextInt(400) - 200 + (random.nextInt(20) == 0 ? 7_200_000 : 0);
      bpm[i] =
          random.nextBoolean() ? 25 + random.nextInt(2251) / 10f : 25 + random.nextFloat() * 225;
    }
    return new Block(sequence, "p-" + random.nextInt(3), "d-" + random.nextInt(2), at, bpm);
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  private static Block block(
      long sequence, String patient, String device, long[] at, float... bpm) {
    return new Block(sequence, patient, device, at, bpm);
  }
}
