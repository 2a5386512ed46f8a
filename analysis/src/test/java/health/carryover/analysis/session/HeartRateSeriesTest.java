package health.carryover.analysis.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.HeartRateSamples.Sensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The series beside a sorted map that does the same slowly. */
class HeartRateSeriesTest {
  private static final long BEGIN = 1_772_442_000_000L;
  private static final int STEPS = 400;

  /** What heart rates look like; each is held in a way of its own. */
  private enum Kind {
    WHOLE,
    TENTHS,
    EXACT,
    ALL
  }

  private final HeartRateSeries series = new HeartRateSeries();
  private final TreeMap<Long, Float> model = new TreeMap<>();

  @ParameterizedTest
  @EnumSource
  void saysWhatASortedMapSays(Kind kind) throws IOException {
    long seed = Long.getLong("carryover.seed", System.nanoTime());
    System.out.println("HeartRateSeriesTest: -Dcarryover.seed=" + seed);
    Random random = new Random(seed);
    HeartRateSeries held = series;
    long end = BEGIN;
    for (int step = 0; step < STEPS; step++) {
      int what = random.nextInt(20);
      if (what == 0 && !model.isEmpty()) {
        long cut = at(random);
        held.forgetBefore(cut);
        model.headMap(cut).clear();
      } else if (what == 1 && !model.isEmpty()) {
        add(held, samples(random, kind, at(random) - 30_000, 1 + random.nextInt(100)));
      } else if (what == 2) {
        held = copy(held);
      } else if (what == 3) {
        held.rest();
      } else {
        end += 1_000L * random.nextInt(5);
        HeartRateSamples next = samples(random, kind, end, 1 + random.nextInt(300));
        add(held, next);
        end = Math.max(end, next.observedAt().toEpochMilli());
      }
      compare(held, random);
      for (int i = 0; i < 4 && !model.isEmpty(); i++) {
        compareRun(held, random);
      }
    }
  }

  private long at(Random random) {
    long first = model.firstKey();
    return first + (long) (random.nextDouble() * (model.lastKey() - first + 2_000)) - 1_000;
  }

  private void add(HeartRateSeries to, HeartRateSamples samples) {
    for (int i = 0; i < samples.size(); i++) {
      model.merge(samples.atMillis(i), samples.bpm(i), Math::max);
    }
    to.add(samples);
  }

  private static HeartRateSamples samples(Random random, Kind kind, long from, int count) {
    long[] at = new long[count];
    float[] bpm = new float[count];
    long next = from;
    boolean even = random.nextBoolean();
    for (int i = 0; i < count; i++) {
      next += even ? 1_000 : 1 + random.nextInt(5_000);
      at[i] = next;
      bpm[i] = rate(random, kind == Kind.ALL ? Kind.values()[random.nextInt(3)] : kind);
    }
    return new HeartRateSamples(at, bpm, Sensor.CHEST);
  }

  private static float rate(Random random, Kind kind) {
    return switch (kind) {
      case WHOLE -> 25 + random.nextInt(226);
      case TENTHS -> (250 + random.nextInt(2_251)) / 10f;
      default -> 25 + 225 * random.nextFloat();
    };
  }

  private void compare(HeartRateSeries held, Random random) {
    assertThat(held.size()).isEqualTo(model.size());
    if (model.isEmpty()) {
      return;
    }
    long looked = at(random);
    int index = held.firstAtOrAfter(looked);
    assertThat(index).isEqualTo(model.headMap(looked).size());
    int to = index + random.nextInt(held.size() - index + 1);
    HeartRateSeries.Slice slice = held.slice(index, to);
    assertThat(slice.size()).isEqualTo(to - index);
    int i = 0;
    for (Map.Entry<Long, Float> entry : model.tailMap(looked).entrySet()) {
      if (i == slice.size()) {
        break;
      }
      assertThat(slice.atMillis()[i]).isEqualTo(entry.getKey());
      assertThat(slice.bpm()[i]).isEqualTo(entry.getValue());
      i++;
    }
    assertThat(i).isEqualTo(slice.size());
    if (index < held.size()) {
      Map.Entry<Long, Float> there = model.ceilingEntry(looked);
      assertThat(held.atMillis(index)).isEqualTo(there.getKey());
      assertThat(held.bpm(index)).isEqualTo(there.getValue());
    }
  }

  private void compareRun(HeartRateSeries held, Random random) {
    long from = at(random);
    long silence = List.of(999L, 4_000L, 10_000L, 60_000L).get(random.nextInt(4));
    long limit = random.nextBoolean() ? Long.MAX_VALUE : at(random);
    long last = from;
    for (long at : model.tailMap(from).keySet()) {
      if (at > limit || at - last > silence) {
        break;
      }
      last = at;
    }
    assertThat(held.lastOfRun(from, silence, limit))
        .as("from %d, silent for %d, up to %d", from, silence, limit)
        .isEqualTo(last);
  }

  private static byte[] bytes(HeartRateSeries of) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    of.write(new DataOutputStream(bytes), new DataOutputStream(OutputStream.nullOutputStream()));
    return bytes.toByteArray();
  }

  /** The chapters, as they stand in a snapshot. */
  private static byte[] compressed(HeartRateSeries of) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    of.write(new DataOutputStream(OutputStream.nullOutputStream()), new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static HeartRateSeries read(byte[] bytes, byte[] compressed) throws IOException {
    return HeartRateSeries.read(stream(bytes), stream(compressed));
  }

  private static DataInputStream stream(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  private static HeartRateSeries copy(HeartRateSeries of) throws IOException {
    HeartRateSeries copy = read(bytes(of), compressed(of));
    assertThat(copy.sensor()).isEqualTo(of.sensor());
    assertThat(bytes(copy)).isEqualTo(bytes(of));
    assertThat(compressed(copy)).isEqualTo(compressed(of));
    return copy;
  }

  @Test
  void tenDaysOfOneReadingASecondTakeLessThanAByteEach() {
    wornFor(10 * 24);
    assertThat(series.size()).isEqualTo(864_000);
    long all = series.heapBytes();
    assertThat(all).isLessThan(864_000);
    series.forgetBefore(BEGIN + 5 * 86_400_000L);
    assertThat(series.heapBytes()).isBetween(all * 2 / 5, all * 3 / 5);
    series.forgetBefore(BEGIN + 10 * 86_400_000L);
    assertThat(series.size()).isZero();
    assertThat(series.heapBytes()).isBetween(0L, 50_000L);
  }

  @Test
  void snapshotsWithTheLargerBlocksOfEarlierVersionsAreRead() throws IOException {
    int former = 1_024;
    int forgotten = 700;
    long[] at = new long[2 * former + 100];
    float[] bpm = new float[at.length];
    for (int i = 0; i < at.length; i++) {
      // Never even: those versions held every step.
      at[i] = BEGIN + i * 1_000L + i % 7;
      bpm[i] = 60 + i % 100;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF(Sensor.CHEST.name());
    out.writeInt(forgotten);
    out.writeInt(2);
    ReadingBlock.of(at, bpm, 0, former).write(out);
    ReadingBlock.of(at, bpm, former, 2 * former).write(out);
    out.writeInt(100);
    ReadingBlock.of(at, bpm, 2 * former, at.length).write(out);

    HeartRateSeries read = HeartRateSeries.readWithoutChapters(stream(bytes.toByteArray()));
    assertThat(read.size()).isEqualTo(at.length - forgotten);
    HeartRateSeries.Slice all = read.slice(0, read.size());
    assertThat(all.atMillis()).isEqualTo(Arrays.copyOfRange(at, forgotten, at.length));
    assertThat(all.bpm()).isEqualTo(Arrays.copyOfRange(bpm, forgotten, at.length));
    assertThat(bytes(copy(read))).isEqualTo(bytes(read));
  }

  @Test
  void aDeviceThatIsAlwaysALittleLateIsHeldPackedToo() {
    for (int minute = 0; minute < 24 * 60; minute++) {
      // Of each two minutes the later one comes first.
      long from = BEGIN + (minute ^ 1) * 60_000L;
      long[] at = new long[60];
      float[] bpm = new float[60];
      for (int i = 0; i < at.length; i++) {
        at[i] = from + i * 1_000L;
        bpm[i] = 60 + i;
      }
      series.add(new HeartRateSamples(at, bpm, Sensor.WRIST));
    }
    assertThat(series.size()).isEqualTo(86_400);
    assertThat(series.heapBytes()).isLessThan(300_000);
  }

  @Test
  void bytesThatAreNoReadingsAreRefused() throws IOException {
    for (int i = 0; i < 9_000; i++) {
      series.add(new HeartRateSamples(new long[] {BEGIN + i}, new float[] {60}, Sensor.CHEST));
    }
    byte[] whole = bytes(series);
    byte[] chapters = compressed(series);
    assertThat(chapters).isNotEmpty();
    for (int length = 0; length < whole.length; length += 97) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(part, chapters)).isInstanceOf(IOException.class);
    }
    for (int length = 0; length < chapters.length; length++) {
      byte[] part = Arrays.copyOf(chapters, length);
      assertThatThrownBy(() -> read(whole, part)).isInstanceOf(IOException.class);
    }
    chapters[chapters.length - 10] ^= 1;
    assertThatThrownBy(() -> read(whole, chapters)).isInstanceOf(IOException.class);
  }

  @Test
  void aSnapshotSaysAgainWhatIsOlderAsItWasSaidBefore() throws IOException {
    wornFor(24);
    int loose = bytes(series).length;
    byte[] day = compressed(series);
    wornFor(24);
    assertThat(bytes(series)).hasSizeBetween(loose / 3, 3 * loose);
    assertThat(Arrays.copyOf(compressed(series), day.length)).isEqualTo(day);
  }

  @Test
  void aSeriesAtRestTakesAByteForAReading() throws IOException {
    wornFor(1);
    byte[] before = bytes(series);
    long awake = series.heapBytes();
    series.rest();
    assertThat(series.heapBytes()).isLessThan(3_600 + 2_000).isLessThan(awake / 2);
    assertThat(bytes(series)).isEqualTo(before);
    assertThat(series.atMillis(series.size() - 1)).isEqualTo(BEGIN + 3_599_000L);
    assertThat(bytes(series)).isEqualTo(before);
  }

  @Test
  void theEndOfALongRunIsFoundAcrossChapters() {
    wornFor(24);
    long end = BEGIN + 86_399_000L;
    assertThat(series.lastOfRun(BEGIN, 1_000, Long.MAX_VALUE)).isEqualTo(end);
    assertThat(series.lastOfRun(BEGIN, 999, Long.MAX_VALUE)).isEqualTo(BEGIN);
    assertThat(series.lastOfRun(BEGIN + 1, 1_000, end - 1)).isEqualTo(end - 1_000);
  }

  /** Goes on with a reading a second. */
  private void wornFor(int hours) {
    Random random = new Random(series.size());
    long from = BEGIN + series.size() * 1_000L;
    for (int minute = 0; minute < hours * 60; minute++) {
      long[] at = new long[60];
      float[] bpm = new float[60];
      for (int i = 0; i < at.length; i++) {
        at[i] = from + (60L * minute + i) * 1_000;
        bpm[i] = 60 + random.nextInt(40);
      }
      series.add(new HeartRateSamples(at, bpm, Sensor.WRIST));
    }
  }
}
