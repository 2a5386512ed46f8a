package health.carryover.deploy.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import health.carryover.analysis.SharedData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FitRecordingTest {
  private static final long START =
      Instant.parse("2026-03-02T10:00:00Z").getEpochSecond() - FitBytes.ORIGIN_SECONDS;
  private static final int[] RECORD = {253, 4, 0x86, 3, 1, 0x02};
  private static final int[] EVENT = {253, 4, 0x86, 0, 1, 0x00, 1, 1, 0x00};
  private static final int[] SESSION = {253, 4, 0x86, 2, 4, 0x86, 7, 4, 0x86, 5, 1, 0x00};

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"LITTLE_ENDIAN", "BIG_ENDIAN"})
  void sessionsPausesGapsAndCompressedTimes(String order) throws Exception {
    FitBytes fit =
        new FitBytes(order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    // The summary stands first, as some watches write it.
    fit.define(2, 18, SESSION).data(2).number(4, START + 60).number(4, START).number(4, 60_000);
    fit.number(1, 11);
    fit.define(1, 21, EVENT).data(1).number(4, START).number(1, 0).number(1, 0);
    fit.defineWithDeveloperFields(0, 20, new int[] {3, 2}, RECORD);
    fit.data(0).number(4, START).number(1, 92).number(5, 0);
    // A string and an array that nobody asks for.
    fit.define(3, 20, 9, 5, 0x07, 3, 1, 0x02, 8, 4, 0x02);
    fit.compressed(3, START + 31).number(5, 0).number(1, 0xFF).number(4, 0);
    fit.compressed(3, START + 40).number(5, 0).number(1, 95).number(4, 0);
    fit.data(1).number(4, START + 41).number(1, 0).number(1, 4);
    fit.data(1).number(4, START + 50).number(1, 0).number(1, 0);
    fit.data(1).number(4, START + 51).number(1, 9).number(1, 0);
    fit.data(0).number(4, START + 55).number(1, 99).number(5, 0);
    fit.data(0).number(4, 0xFFFF_FFFFL).number(1, 99).number(5, 0);

    Recording recording = Recording.read(file("walk.FIT", fit.file()));

    assertThat(recording.skipped()).isEqualTo(1);
    assertThat(readings(recording))
        .isEqualTo(
            List.of(
                "2026-03-02T10:00:00Z 92.0",
                "2026-03-02T10:00:31Z null",
                "2026-03-02T10:00:40Z 95.0",
                "2026-03-02T10:00:55Z 99.0"));
    assertThat(recording.messages())
        .filteredOn(message -> message.stream().equals("session"))
        .extracting(
            message -> message.payload().get("event"),
            message -> message.payload().get("at"),
            message -> message.payload().get("activity"))
        .containsExactly(
            tuple("started", "2026-03-02T10:00:00Z", "walking"),
            tuple("paused", "2026-03-02T10:00:41Z", null),
            tuple("resumed", "2026-03-02T10:00:50Z", null),
            tuple("ended", "2026-03-02T10:01:00Z", null));
    assertThat(recording.messages())
        .extracting(message -> message.payload().get("seq"))
        .containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void severalSportsAndSeveralFilesInOne() throws Exception {
    FitBytes first = records(START, START + 1);
    session(first, START, 2, 2);
    FitBytes second = records(START + 100, START + 101);
    session(second, START + 100, 2, 1);
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(first.file());
    both.write(second.file());

    List<RecordedMessage> messages = Recording.read(file("day.fit", both.toByteArray())).messages();

    assertThat(messages)
        .extracting(RecordedMessage::stream)
        .containsExactly("session", "heart-rate", "session", "session", "heart-rate", "session");
    assertThat(messages)
        .extracting(message -> message.payload().get("boot"))
        .containsExactly("day", "day", "day", "day-2", "day-2", "day-2");
    assertThat(messages.get(0).payload()).containsEntry("activity", "cycling");
    assertThat(messages.get(3).payload()).containsEntry("activity", "running");
    assertThat(messages.get(3).offset()).hasSeconds(100);
  }

  @Test
  void whatIsNotAWholeFileIsRefusedWithTheReason() throws Exception {
    byte[] good = records(START, START + 1).file();
    byte[] flipped = good.clone();
    flipped[30] ^= 1;
    assertRefused(flipped, "checksum");
    assertRefused(Arrays.copyOf(good, 30), "early");
    assertRefused(new byte[0], "no FIT file");
    assertRefused("t_ms,hr\n1,2\n and more text".getBytes(), "no FIT file");
    assertRefused(new FitBytes(ByteOrder.LITTLE_ENDIAN).data(5).file(), "definition");
    assertRefused(
        new FitBytes(ByteOrder.LITTLE_ENDIAN).define(0, 20, RECORD).data(0).file(), "cut off");
    assertRefused(new FitBytes(ByteOrder.LITTLE_ENDIAN).file(), "no heart rate");
  }

  @Test
  void anyBytesGiveARecordingOrAReason() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    FitBytes fit = records(START, START + 1, START + 2);
    session(fit, START, 3, 1);
    byte[] good = fit.file();
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = good.clone();
      for (int damage = random.nextInt(4); damage >= 0; damage--) {
        bytes[random.nextInt(bytes.length - 2)] = (byte) random.nextInt(256);
      }
      // The checksum fits, so that the damage behind it is met.
      int sum = FitBytes.checksum(bytes, bytes.length - 2);
      bytes[bytes.length - 2] = (byte) sum;
      bytes[bytes.length - 1] = (byte) (sum >> 8);
      Path file = file("damaged.fit", bytes);
      try {
        assertThat(Recording.read(file).messages()).isNotEmpty();
      } catch (UnusableRecordingException said) {
        assertThat(said).hasMessageStartingWith(file.toString());
      }
    }
  }

  /** Every shared recording in whole seconds and beats says the same as FIT and as rows. */
  @Test
  void recordingsOfWatchesAreTheSameAsFit() throws Exception {
    int compared = 0;
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(SharedData.file("sessions/hr"), "*.csv")) {
      for (Path csv : files) {
        compared += sameAsFit(csv) ? 1 : 0;
      }
    }
    System.out.println("recordings that are the same as FIT: " + compared);
    assertThat(compared).isGreaterThan(50);
  }

  private boolean sameAsFit(Path csv) throws Exception {
    FitBytes fit = new FitBytes(ByteOrder.BIG_ENDIAN).define(0, 20, RECORD);
    boolean any = false;
    for (String line : Files.readAllLines(csv).subList(1, (int) lines(csv))) {
      String[] cell = line.split(",", -1);
      double bpm = cell[1].isEmpty() ? 0xFF : Double.parseDouble(cell[1]);
      long millis = Long.parseLong(cell[0]);
      if (bpm != Math.rint(bpm) || (bpm > 254 && !cell[1].isEmpty()) || millis % 1_000 != 0) {
        return false;
      }
      any |= !cell[1].isEmpty();
      fit.data(0).number(4, millis / 1_000 - FitBytes.ORIGIN_SECONDS).number(1, (long) bpm);
    }
    if (!any) {
      return false;
    }
    String name = csv.getFileName().toString().replace(".csv", ".fit");
    assertThat(readings(Recording.read(file(name, fit.file()))))
        .as(name)
        .isEqualTo(readings(Recording.read(csv)));
    return true;
  }

  private static long lines(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    }
  }

  private void assertRefused(byte[] bytes, String why) throws IOException {
    Path file = file("wrong.fit", bytes);
    assertThatThrownBy(() -> Recording.read(file))
        .isInstanceOf(UnusableRecordingException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(why);
  }

  private static FitBytes records(long... fitSeconds) {
    FitBytes fit = new FitBytes(ByteOrder.LITTLE_ENDIAN).define(0, 20, RECORD);
    for (long at : fitSeconds) {
      fit.data(0).number(4, at).number(1, 90);
    }
    return fit;
  }

  private static void session(FitBytes fit, long start, long seconds, int sport) {
    fit.define(2, 18, SESSION).data(2).number(4, start + seconds).number(4, start);
    fit.number(4, seconds * 1_000).number(1, sport);
  }

  private static List<String> readings(Recording recording) {
    List<String> readings = new ArrayList<>();
    for (RecordedMessage message : recording.messages()) {
      if (message.stream().equals("heart-rate")) {
        for (Object pair : (List<?>) message.payload().get("samples")) {
          readings.add(((List<?>) pair).get(0) + " " + ((List<?>) pair).get(1));
        }
      }
    }
    return readings;
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }
}
