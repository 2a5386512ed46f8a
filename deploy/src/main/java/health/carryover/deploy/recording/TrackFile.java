package health.carryover.deploy.recording;

import health.carryover.deploy.recording.HeartRateFile.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Heart rate in Garmin's TCX (Training Center Database 2: an activity is a session, {@code
 * HeartRateBpm}) and in GPX 1.1 (a track is a session, {@code hr} of the TrackPointExtension). A
 * point without heart rate is a gap. Positions are not read.
 */
final class TrackFile implements XmlEvents.Listener {
  private final Path file;
  private final List<List<Row>> tracks = new ArrayList<>();
  private List<Row> track = new ArrayList<>();
  private @Nullable Instant at;
  private @Nullable Double bpm;
  private int skipped;

  private TrackFile(Path file) {
    this.file = file;
  }

  static Recording read(Path file) throws IOException, UnusableRecordingException {
    TrackFile read = new TrackFile(file);
    XmlEvents.walk(file, XmlEvents.Doctype.REFUSED, read);
    List<List<Row>> tracks = read.tracks;
    if (tracks.isEmpty()) {
      throw new UnusableRecordingException(file + ": holds no heart rate");
    }
    long origin = tracks.stream().mapToLong(HeartRateFile::firstMillis).min().orElseThrow();
    List<RecordedMessage> messages = new ArrayList<>();
    for (int i = 0; i < tracks.size(); i++) {
      String session = HeartRateFile.sessionOf(file, i);
      messages.addAll(HeartRateFile.messages(session, tracks.get(i), origin));
    }
    return new Recording(messages, read.skipped);
  }

  @Override
  public void begins(String name, XMLStreamReader xml) {
    if (name.equals("Trackpoint") || name.equals("trkpt")) {
      at = null;
      bpm = null;
    }
  }

  @Override
  public void ends(String name, String parent, String text) throws UnusableRecordingException {
    switch (name) {
      case "Time" -> at = parent.equals("Trackpoint") ? time(text) : at;
      case "time" -> at = parent.equals("trkpt") ? time(text) : at;
      case "Value" -> bpm = parent.equals("HeartRateBpm") ? number(text) : bpm;
      case "hr" -> bpm = number(text);
      case "Trackpoint", "trkpt" -> point();
      case "Activity", "trk" -> track();
      default -> {
        // Everything else is not about heart rate.
      }
    }
  }

  private void point() {
    if (at == null) {
      skipped++;
    } else {
      track.add(new Row(at.toEpochMilli(), bpm));
    }
  }

  private void track() {
    if (track.stream().anyMatch(row -> row.bpm() != null)) {
      tracks.add(track);
    }
    track = new ArrayList<>();
  }

  private Instant time(String text) throws UnusableRecordingException {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException wrong) {
      throw new UnusableRecordingException(file + ": a time must be written with its offset or Z");
    }
  }

  private Double number(String text) throws UnusableRecordingException {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException wrong) {
      throw new UnusableRecordingException(file + ": a heart rate is not a number");
    }
  }
}
