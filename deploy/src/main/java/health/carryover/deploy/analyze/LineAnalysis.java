package health.carryover.deploy.analyze;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.analysis.MonitorSettings;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.event.Rejection;
import health.carryover.ingest.codec.CodecSettings;
import health.carryover.ingest.codec.EventLine;
import health.carryover.ingest.codec.EventLineCodec;
import health.carryover.ingest.codec.RejectionCode;
import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs event lines through one monitor for each patient and writes what follows as JSON lines, in
 * the order in which it follows. The same lines give the same output, byte for byte.
 *
 * <p>A line that came before counts once: the second copy is passed over, other content under the
 * same identity is quarantined. The clock of a patient is the newest receive time among the
 * patient's own lines. Keeps one monitor for each patient and the identities of all lines. Confined
 * to one thread.
 */
public final class LineAnalysis {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final ObjectMapper json = new ObjectMapper();
  private final CodecSettings limits = CodecSettings.DEFAULTS;
  private final EventLineCodec codec = new EventLineCodec(limits);
  private final Map<String, PatientLines> patients = new LinkedHashMap<>();
  private final Map<String, String> digests = new HashMap<>();
  private final Function<String, PatientLines> start;
  private final Appendable out;
  private long lines;
  private long quarantined;

  private LineAnalysis(Function<String, PatientLines> start, Appendable out) {
    this.start = start;
    this.out = out;
  }

  /**
   * Writes assessments and alerts as they follow.
   *
   * @param out gets the JSON lines; flushed whenever the input may have to wait if it is {@link
   *     Flushable}
   */
  public static LineAnalysis of(MonitorSettings settings, Appendable out) {
    return new LineAnalysis(patient -> new MonitoredLines(patient, settings), out);
  }

  /**
   * Writes for each patient what {@code other} settings would have said instead of {@code inUse}.
   *
   * @param out as {@link #of} has it
   */
  public static LineAnalysis comparing(
      MonitorSettings inUse, MonitorSettings other, Appendable out) {
    return new LineAnalysis(patient -> new TriedLines(patient, inUse, other), out);
  }

  /**
   * Reads {@code in} to its end, then closes the sessions that are still open and says what follows
   * from that.
   *
   * @throws IOException if the input cannot be read or the output not be written
   */
  public Summary run(InputStream in) throws IOException {
    Lines source = new Lines(in, limits.payloadBytes());
    try {
      for (byte[] line = source.next(); line != null; line = source.next()) {
        take(lines == 0 ? withoutByteOrderMark(line) : line);
        if (out instanceof Flushable flushable && source.mayWait()) {
          flushable.flush();
        }
      }
      for (PatientLines patient : patients.values()) {
        patient.finish().forEach(this::write);
      }
    } catch (UncheckedIOException failed) {
      throw Objects.requireNonNull(failed.getCause());
    }
    return new Summary(lines, patients.size(), quarantined);
  }

  private void take(byte[] bytes) {
    lines++;
    if (blank(bytes)) {
      return;
    }
    EventLine line = codec.decode(bytes);
    if (!line.decoded().usable()) {
      line.rejections().forEach(this::quarantine);
      return;
    }
    String digest = line.decoded().identity().digest();
    String earlier = digests.putIfAbsent(line.identity(), digest);
    if (earlier != null) {
      if (!earlier.equals(digest)) {
        quarantine(RejectionCode.IDENTITY_CONFLICT.ofWholeMessage());
      }
      return;
    }
    line.rejections().forEach(this::quarantine);
    String patient = line.patient();
    if (patient != null) {
      PatientLines told = patients.computeIfAbsent(patient, start);
      for (ReceivedEvent event : line.events()) {
        told.accept(event).forEach(this::write);
      }
    }
  }

  private void quarantine(Rejection rejection) {
    quarantined++;
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("type", "quarantined");
    document.put("line", lines);
    if (!rejection.ofWholeMessage()) {
      document.put("element", rejection.element());
    }
    document.put("code", rejection.code());
    document.put("reason", rejection.reason());
    write(document);
  }

  private void write(Map<String, @Nullable Object> document) {
    try {
      out.append(json.writeValueAsString(document)).append('\n');
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a document of plain values", impossible);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static boolean blank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t') {
        return false;
      }
    }
    return true;
  }

  private static byte[] withoutByteOrderMark(byte[] line) {
    int mark = BYTE_ORDER_MARK.length;
    boolean marked = line.length >= mark && Arrays.equals(line, 0, mark, BYTE_ORDER_MARK, 0, mark);
    return marked ? Arrays.copyOfRange(line, mark, line.length) : line;
  }

  /**
   * What was read.
   *
   * @param lines of the input, blank ones included
   * @param patients who appear in usable lines
   * @param quarantined lines and single elements that could not be used
   */
  public record Summary(long lines, int patients, long quarantined) {}
}
