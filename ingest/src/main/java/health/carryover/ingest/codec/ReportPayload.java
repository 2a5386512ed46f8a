package health.carryover.ingest.codec;

import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.event.PainSlot;
import health.carryover.analysis.event.RecoveryReport;
import health.carryover.analysis.event.SafetyReport;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a patient tells: pain, recovery, safety questions; and what a device tells of itself. */
final class ReportPayload {
  private static final Pattern NOT_OF_A_CODE = Pattern.compile("[^a-z0-9]+");
  private static final int LONGEST_FLAG = 64;
  private static final int MOST_FLAGS = 64;

  /** Stands for an answer whose code cannot be read: it is a red flag all the same. */
  private static final String UNREADABLE_FLAG = "unreadable";

  private final Fields fields;

  ReportPayload(Fields fields) {
    this.fields = fields;
  }

  Content pain() throws Unusable {
    return Content.of(
        new PainReport(
            fields.time("at"),
            fields.number("nrs", 0, 10),
            fields.optionalCode("slot", PainSlot::ofCode),
            fields.optionalPseudonym("session"),
            fields.optionalText("site"),
            fields.optionalFlag("flare"),
            fields.optionalText("quality"),
            fields.optionalFlag("rest")));
  }

  Content recovery() throws Unusable {
    return Content.of(
        new RecoveryReport(
            fields.time("at"),
            fields.optionalNumber("sleepHours", 0, 24),
            fields.optionalNumber("sleepQuality", 0, 10),
            fields.optionalNumber("stress", 0, 10),
            fields.optionalNumber("nutrition", 0, 10),
            fields.optionalNumber(
                "restingHr", HeartRateSamples.LOWEST_BPM, HeartRateSamples.HIGHEST_BPM)));
  }

  /** Spelling never silences an alarm: codes are brought into form instead of being refused. */
  Content safety() throws Unusable {
    Instant at = fields.time("at");
    List<@Nullable Object> answers =
        fields.raw("redFlags") instanceof String one ? List.of(one) : fields.array("redFlags");
    TreeSet<String> flags = new TreeSet<>();
    for (Object answer : answers) {
      if (flags.size() < MOST_FLAGS) {
        flags.add(answer instanceof String text ? flag(text) : UNREADABLE_FLAG);
      }
    }
    return flags.isEmpty() ? Content.NOTHING : Content.of(new SafetyReport(at, List.copyOf(flags)));
  }

  private static String flag(String text) {
    String code = NOT_OF_A_CODE.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("-");
    code = code.length() > LONGEST_FLAG ? code.substring(0, LONGEST_FLAG) : code;
    return code.replace("-", "").isEmpty() ? UNREADABLE_FLAG : code;
  }

  Content status() throws Unusable {
    fields.optionalTime("at");
    if (fields.optionalCode("state", ReportPayload::state) == null) {
      throw new Unusable(RejectionCode.FIELD_MISSING, "state");
    }
    fields.optionalNumber("battery", 0, 100);
    return Content.NOTHING;
  }

  private static Optional<String> state(String code) {
    return Optional.of(code).filter(List.of("ready", "disconnected", "lost")::contains);
  }
}
