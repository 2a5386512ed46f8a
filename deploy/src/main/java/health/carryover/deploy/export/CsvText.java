package health.carryover.deploy.export;

import org.jspecify.annotations.Nullable;

/** One column of a row (RFC 4180). */
final class CsvText {
  private static final String STARTS_A_FORMULA = "=+-@\t\r";

  private CsvText() {}

  /** Empty for null. Text that a spreadsheet would take for a formula stays text. */
  static String of(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    String text = value.toString();
    if (value instanceof Number || value instanceof Boolean || text.isEmpty()) {
      return text;
    }
    if (STARTS_A_FORMULA.indexOf(text.charAt(0)) >= 0) {
      text = "'" + text;
    }
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
