package health.carryover.deploy.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A file as messages.
 *
 * @param messages in the order of the file
 * @param skipped lines that no device could have sent: profiles and what is no JSON object
 */
public record Recording(List<RecordedMessage> messages, int skipped) {
  public Recording {
    messages = List.copyOf(messages);
  }

  /**
   * Reads a file by its kind: {@code .csv} is heart rate as {@code t_ms,hr}, {@code .fit}, {@code
   * .tcx} and {@code .gpx} are what they say, {@code .xml} is an Apple Health export, anything else
   * is event lines.
   *
   * @throws UnusableRecordingException if it is none of them; says where
   */
  public static Recording read(Path file) throws IOException, UnusableRecordingException {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "csv" -> HeartRateFile.read(file);
      case "tcx", "gpx" -> TrackFile.read(file);
      case "xml" -> AppleHealthFile.read(file);
      case "fit" -> FitFile.read(file);
      default -> EventLineFile.read(file);
    };
  }
}
