package health.carryover.deploy.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XmlRecordingTest {
  private static final String TCX =
      "<TrainingCenterDatabase xmlns='http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2'>"
          + "<Activities>"
          + "<Activity Sport='Biking'><Id>2026-03-02T10:00:00Z</Id><Lap><Track>"
          + "<Trackpoint><Time>2026-03-02T10:00:00Z</Time><HeartRateBpm><Value>92</Value></HeartRateBpm></Trackpoint>"
          + "<Trackpoint><Time>2026-03-02T10:00:01Z</Time></Trackpoint>"
          + "<Trackpoint><HeartRateBpm><Value>92</Value></HeartRateBpm></Trackpoint>"
          + "</Track></Lap></Activity>"
          + "<Activity Sport='Running'><Lap><Track>"
          + "<Trackpoint><Time>2026-03-02T12:00:00+01:00</Time><HeartRateBpm><Value>120</Value></HeartRateBpm></Trackpoint>"
          + "</Track></Lap></Activity>"
          + "</Activities></TrainingCenterDatabase>";

  private static final String GPX =
      "<gpx xmlns='http://www.topografix.com/GPX/1/1' xmlns:x='http://www.garmin.com/xmlschemas/TrackPointExtension/v1'>"
          + "<metadata><time>2020-01-01T00:00:00Z</time></metadata><trk><trkseg>"
          + "<trkpt lat='1' lon='2'><time>2026-03-02T10:00:00Z</time><extensions><x:TrackPointExtension><x:hr>88</x:hr></x:TrackPointExtension></extensions></trkpt>"
          + "<trkpt lat='1' lon='2'><time>2026-03-02T10:00:05.5Z</time></trkpt>"
          + "</trkseg></trk></gpx>";

  @TempDir Path folder;

  @Test
  void anActivityOfTcxIsASession() throws Exception {
    Recording recording = Recording.read(file("a ride.TCX", TCX));
    assertThat(recording.skipped()).isEqualTo(1);
    assertThat(recording.messages())
        .extracting(RecordedMessage::stream)
        .containsExactly("session", "heart-rate", "session", "session", "heart-rate", "session");
    assertThat(samples(recording, 1))
        .isEqualTo(
            List.of(
                Arrays.asList("2026-03-02T10:00:00Z", 92.0),
                Arrays.asList("2026-03-02T10:00:01Z", null)));
    assertThat(samples(recording, 4))
        .isEqualTo(List.of(Arrays.asList("2026-03-02T11:00:00Z", 120.0)));
    assertThat(recording.messages().get(3).offset()).hasHours(1);
    assertThat(recording.messages())
        .extracting(message -> message.payload().get("id"))
        .doesNotHaveDuplicates();
  }

  @Test
  void aTrackOfGpxIsASession() throws Exception {
    Recording recording = Recording.read(file("walk.gpx", GPX));
    assertThat(recording.messages())
        .extracting(RecordedMessage::stream)
        .containsExactly("session", "heart-rate", "session");
    assertThat(samples(recording, 1))
        .isEqualTo(
            List.of(
                Arrays.asList("2026-03-02T10:00:00Z", 88.0),
                Arrays.asList("2026-03-02T10:00:05.500Z", null)));
  }

  @Test
  void appleHealthGivesHeartRateAndWorkouts() throws Exception {
    Recording recording =
        Recording.read(
            file(
                "export.xml",
                "<!DOCTYPE HealthData [<!ELEMENT HealthData ANY>]><HealthData>"
                    + "<Me HKCharacteristicTypeIdentifierDateOfBirth='1900-01-01'/>"
                    + "<Record type='HKQuantityTypeIdentifierStepCount' unit='count' value='9'/>"
                    + "<Record type='HKQuantityTypeIdentifierHeartRate' unit='count/min' value='71'"
                    + " startDate='2026-03-02 10:00:00 +0100' endDate='2026-03-02 10:00:00 +0100'/>"
                    + "<Workout workoutActivityType='HKWorkoutActivityTypeWalking' duration='30.5'"
                    + " durationUnit='min' startDate='2026-03-02 10:00:00 +0100'"
                    + " endDate='2026-03-02 10:31:00 +0100'/></HealthData>"));
    assertThat(samples(recording, 0))
        .isEqualTo(List.of(Arrays.asList("2026-03-02T09:00:00Z", 71.0)));
    assertThat(recording.messages().get(1).payload())
        .containsEntry("event", "summary")
        .containsEntry("start", "2026-03-02T09:00:00Z")
        .containsEntry("durationS", 1830.0)
        .containsEntry("activity", "walking");
    assertThat(recording.messages().toString()).doesNotContain("1900");
  }

  @Test
  void thePublicAppleExportIsRead() throws Exception {
    Path shared =
        Path.of(
            System.getProperty("carryover.shared", "../shared"),
            "data/payloads/apple-health/export6s3sample.xml");
    if (!Files.exists(shared)) {
      assertThat(Boolean.getBoolean("carryover.shared.required")).isFalse();
      System.out.println("XmlRecordingTest: the public Apple Health export is absent");
      return;
    }
    Recording recording = Recording.read(shared);
    System.out.println(
        "Apple Health export: " + recording.messages().size() + " messages, workouts included");
    assertThat(recording.messages()).extracting(RecordedMessage::stream).contains("session");
  }

  @Test
  void nothingOutsideOfTheFileIsReadAndNoEntityIsPutIn() throws Exception {
    Path secret = file("secret.txt", "2026-03-02T10:00:00Z");
    for (String ending : List.of("tcx", "gpx", "xml")) {
      for (String doctype :
          List.of(
              "<!DOCTYPE a [<!ENTITY e SYSTEM '" + secret.toUri() + "'>]>",
              "<!DOCTYPE a [<!ENTITY e 'x'><!ENTITY f '&e;&e;&e;&e;'>]>",
              "<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/never.dtd'>")) {
        Path file = file("evil." + ending, doctype + "<a><b>&e;</b></a>");
        assertThatThrownBy(() -> Recording.read(file))
            .as("%s with %s", ending, doctype)
            .isInstanceOf(UnusableRecordingException.class);
      }
    }
  }

  @Test
  void whatIsNotARecordingSaysSo() throws Exception {
    for (Path file :
        List.of(
            file("a.tcx", "<TrainingCenterDatabase/>"),
            file(
                "b.gpx",
                "<gpx><trk><trkseg><trkpt><time>2026-03-02T10:00:00</time></trkpt></trkseg></trk></gpx>"),
            file("c.gpx", "<gpx><trk>"),
            file("d.xml", "<HealthData/>"),
            file("e.tcx", "<a>".repeat(100)),
            file("f.fit", "x"))) {
      assertThatThrownBy(() -> Recording.read(file))
          .as("%s", file.getFileName())
          .isInstanceOf(UnusableRecordingException.class)
          .hasMessageContaining(file.getFileName().toString());
    }
  }

  private static Object samples(Recording recording, int message) {
    return recording.messages().get(message).payload().get("samples");
  }

  private Path file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }
}
