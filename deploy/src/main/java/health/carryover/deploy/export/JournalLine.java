package health.carryover.deploy.export;

import health.carryover.analysis.port.Journal.StoredEntry;
import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.Quarantine;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One entry of the journal as a document; its payload in base 64, byte for byte. */
final class JournalLine {
  private JournalLine() {}

  static Map<String, @Nullable Object> of(StoredEntry stored, Quarantine quarantine) {
    JournalEntry entry = stored.entry();
    Duration shift = entry.clockShift();
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("sequence", stored.sequence());
    line.put("receivedAt", entry.receivedAt().toString());
    line.put("channel", entry.cameOn());
    if (entry.trimmed()) {
      line.put("trimmed", true);
    }
    line.put("contentType", entry.contentType());
    line.put("identity", entry.identity());
    line.put("digest", entry.digest());
    line.put("clockShiftMs", shift == null ? null : (Object) shift.toMillis());
    if (!entry.rejections().isEmpty()) {
      line.put(
          "rejections",
          quarantine.ofMessage(stored.sequence()).stream().map(JournalLine::rejection).toList());
      line.put(
          "steps", quarantine.steps(stored.sequence()).stream().map(JournalLine::step).toList());
    }
    line.put("payload", Base64.getEncoder().encodeToString(entry.payload()));
    return line;
  }

  private static Map<String, @Nullable Object> rejection(Quarantine.Item item) {
    Map<String, @Nullable Object> rejection = new LinkedHashMap<>();
    rejection.put("code", item.code());
    rejection.put("element", item.element());
    rejection.put("reason", item.reason());
    rejection.put("state", item.state().code());
    rejection.put("repair", item.repair());
    return rejection;
  }

  private static Map<String, @Nullable Object> step(Quarantine.Step step) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("place", step.place());
    told.put("at", step.at().toString());
    told.put("person", step.person());
    told.put("state", step.state().code());
    told.put("repair", step.repair());
    told.put("replayedAs", step.replayedAs());
    return told;
  }
}
