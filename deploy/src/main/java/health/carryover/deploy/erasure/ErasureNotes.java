package health.carryover.deploy.erasure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.analysis.port.PersonErasure.Note;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Who was erased, as a file of one JSON line each beside the stores and beside each backup: whoever
 * puts an older backup back can so repeat what was erased since. It names nobody. One thread at a
 * time writes.
 */
public final class ErasureNotes {
  /** The name of the file, in the data folder and in a backup. */
  public static final String FILE = "erasures.jsonl";

  private static final int SALT_BYTES = 16;

  private final Path file;
  private final ObjectMapper json = new ObjectMapper();

  public ErasureNotes(Path file) {
    this.file = file;
  }

  /** A note about {@code patient} that names nobody. */
  static Note about(String patient, Instant at) {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    String text = HexFormat.of().formatHex(salt);
    return new Note(
        UUID.randomUUID().toString(),
        at.truncatedTo(ChronoUnit.MILLIS),
        text,
        digest(text, patient));
  }

  /** Whether {@code note} is about {@code patient}. */
  static boolean isAbout(Note note, String patient) {
    return note.digest().equals(digest(note.salt(), patient));
  }

  private static String digest(String salt, String patient) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(sha.digest((salt + "/" + patient).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Every note; none if there is no file.
   *
   * @throws IOException if it cannot be read, or is no such file
   */
  public List<Note> read() throws IOException {
    List<Note> notes = new ArrayList<>();
    if (Files.notExists(file)) {
      return notes;
    }
    for (String line : Files.readAllLines(file)) {
      JsonNode one;
      try {
        one = json.readTree(line);
        notes.add(
            new Note(
                one.path("id").textValue(),
                Instant.parse(one.path("at").asText()),
                one.path("salt").asText(),
                one.path("digest").asText()));
      } catch (JsonProcessingException | DateTimeException wrong) {
        throw new IOException(file + " is not a list of erasures");
      }
    }
    return notes;
  }

  /** Adds the notes that are not there yet; when this returns they are on the disk. */
  public void add(List<Note> notes) throws IOException {
    List<String> known = read().stream().map(Note::id).toList();
    StringBuilder lines = new StringBuilder();
    for (Note note : notes) {
      if (!known.contains(note.id())) {
        Map<String, String> line = new LinkedHashMap<>();
        line.put("id", note.id());
        line.put("at", note.at().toString());
        line.put("salt", note.salt());
        line.put("digest", note.digest());
        lines.append(json.writeValueAsString(line)).append('\n');
      }
    }
    if (lines.length() == 0) {
      return;
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    if (Files.getFileStore(file).supportsFileAttributeView(PosixFileAttributeView.class)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
