package health.carryover.deploy.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

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
   * Reads a file by its kind: {@code .csv} is heart rate as {@code t_ms,hr}, anything else is event
   * lines.
   *
   * @throws UnusableRecordingException if it is neither; says where
   */
  public static Recording read(Path file) throws IOException, UnusableRecordingException {
    return file.getFileName().toString().endsWith(".csv")
        ? HeartRateFile.read(file)
        : EventLineFile.read(file);
  }
}
