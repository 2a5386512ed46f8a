package health.carryover.deploy.export;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** The files of an export, one after the other in one zip. Confined to one thread. */
final class ZipParts {
  private final ZipOutputStream zip;
  private final Writer text;
  private final Instant at;
  private final Map<String, Long> lines = new LinkedHashMap<>();
  private final ObjectWriter json =
      new ObjectMapper().writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
  private String file = "";

  /**
   * @param at when the files are made
   */
  ZipParts(OutputStream out, Instant at) {
    this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    this.text = new BufferedWriter(new OutputStreamWriter(zip, StandardCharsets.UTF_8));
    this.at = at;
  }

  /** Begins the next file. */
  void begin(String name) throws IOException {
    endFile();
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(at.toEpochMilli());
    zip.putNextEntry(entry);
    file = name;
    lines.put(name, 0L);
  }

  /** Begins a file of rows, which starts with their names. */
  void begin(String name, List<String> columns) throws IOException {
    begin(name);
    text.append(String.join(",", columns)).append("\r\n");
  }

  /** Adds a line as it is. */
  void line(String line) throws IOException {
    text.append(line).append('\n');
    lines.merge(file, 1L, Long::sum);
  }

  /** Adds a document as one line. */
  void document(Map<String, ? extends @Nullable Object> document) throws IOException {
    line(json.writeValueAsString(document));
  }

  /** Adds a row, a column that is null being empty. */
  void row(@Nullable Object... columns) throws IOException {
    for (int i = 0; i < columns.length; i++) {
      if (i > 0) {
        text.append(',');
      }
      text.append(CsvText.of(columns[i]));
    }
    text.append("\r\n");
    lines.merge(file, 1L, Long::sum);
  }

  /** Lines of each file so far, without the names of columns. */
  Map<String, Long> lines() {
    return new LinkedHashMap<>(lines);
  }

  /** Hands over what was written so far, as far as it can be. */
  void flush() throws IOException {
    text.flush();
    zip.flush();
  }

  /** Ends the last file and the zip; what it was written to stays open. */
  void finish() throws IOException {
    endFile();
    zip.finish();
    zip.flush();
  }

  private void endFile() throws IOException {
    if (!file.isEmpty()) {
      text.flush();
      zip.closeEntry();
      file = "";
    }
  }
}
