package health.carryover.deploy.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
  @TempDir Path folder;

  @Test
  void heartRateKeepsOrderGapsAndZerosAndGetsASessionAround() throws Exception {
    Recording recording =
        Recording.read(
            file(
                "ride 7.csv",
                "t_ms,hr\n1000000000000,92\n1000000002000,\n1000000001000,0\n1000000001000,93.5\n"));

    assertThat(recording.skipped()).isZero();
    List<RecordedMessage> messages = recording.messages();
    assertThat(messages)
        .extracting(RecordedMessage::stream)
        .containsExactly("session", "heart-rate", "session");
    assertThat(messages.get(0).payload())
        .containsEntry("session", "ride-7")
        .containsEntry("event", "started")
        .containsEntry("at", "2001-09-09T01:46:40Z")
        .containsEntry("boot", "ride-7")
        .containsEntry("seq", 1);
    assertThat(messages.get(1).payload().get("samples"))
        .isEqualTo(
            List.of(
                Arrays.asList("2001-09-09T01:46:40Z", 92.0),
                Arrays.asList("2001-09-09T01:46:42Z", null),
                Arrays.asList("2001-09-09T01:46:41Z", 0.0),
                Arrays.asList("2001-09-09T01:46:41Z", 93.5)));
    assertThat(messages.get(2).payload())
        .containsEntry("event", "ended")
        .containsEntry("at", "2001-09-09T01:46:42Z");
  }

  @Test
  void batchesHoldAMinuteAndAreSentWhenComplete() throws Exception {
    String rows =
        IntStream.range(0, 150)
            .mapToObj(i -> (1_000_000_000_000L + 1000 * i) + "," + (90 + i % 9))
            .collect(Collectors.joining("\n", "t_ms,hr\n", "\n"));

    List<RecordedMessage> messages = Recording.read(file("a.csv", rows)).messages();

    assertThat(messages)
        .filteredOn(message -> message.stream().equals("heart-rate"))
        .extracting(message -> ((List<?>) message.payload().get("samples")).size())
        .containsExactly(60, 60, 30);
    assertThat(messages)
        .extracting(RecordedMessage::offset)
        .containsExactly(
            Duration.ZERO,
            Duration.ofSeconds(59),
            Duration.ofSeconds(119),
            Duration.ofSeconds(149),
            Duration.ofSeconds(149));
    assertThat(messages).extracting(message -> message.payload().get("id")).doesNotHaveDuplicates();
  }

  @Test
  void aFileOfAnotherKindIsRefusedWithThePlace() throws Exception {
    for (String text :
        List.of("", "time,hr\n1,2\n", "t_ms,hr\n", "t_ms,hr\n1,2\nx,3\n", "t_ms,hr\n1,2,3\n")) {
      Path file = file("wrong.csv", text);
      assertThatThrownBy(() -> Recording.read(file))
          .isInstanceOf(UnusableRecordingException.class)
          .hasMessageStartingWith(file.toString());
    }
  }

  @Test
  void eventLinesBecomeWhatADeviceWouldHaveSent() throws Exception {
    Recording recording =
        Recording.read(
            file(
                "events.jsonl",
                """
                {"patient":"p1","stream":"profile","at":"2026-03-01T08:00:00Z","zone":"Europe/Berlin"}
                {"patient":"p1","stream":"pain","device":"phone-1","at":"2026-03-02T08:00:00Z","nrs":3,"receivedAt":"2026-03-02T08:00:05Z"}

                {"patient":"p1","stream":"heart-rate","start":"2026-03-02T08:01:00Z","intervalMs":1000,"bpm":[90,0,null]}
                {"patient":"p1","stream":"pain","at":"2026-03-02T08:02:00","nrs":3}
                no json
                """));

    assertThat(recording.skipped()).isEqualTo(2);
    assertThat(recording.messages())
        .extracting(RecordedMessage::stream, RecordedMessage::device, RecordedMessage::offset)
        .containsExactly(
            tuple("pain", "phone-1", Duration.ZERO),
            tuple("heart-rate", null, Duration.ofSeconds(55)),
            tuple("pain", null, Duration.ofSeconds(55)));
    assertThat(recording.messages().get(0).payload()).containsOnlyKeys("at", "nrs");
    assertThat(recording.messages().get(1).payload().get("bpm"))
        .isEqualTo(Arrays.asList(90, 0, null));
  }

  private Path file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }
}
