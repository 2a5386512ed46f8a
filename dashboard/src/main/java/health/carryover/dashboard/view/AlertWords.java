package health.carryover.dashboard.view;

import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an alert says, in the words of whoever looks. */
final class AlertWords {
  private AlertWords() {}

  static String kind(AlertStanding alert, Viewer viewer) {
    return viewer.words().say("kind." + alert.kind().code());
  }

  /**
   * The reason in a sentence. The rules write English; in other languages it is put together again
   * from kind and numbers.
   */
  static String reason(String kind, Map<String, @Nullable Object> change, Viewer viewer) {
    if (viewer.language() == Language.ENGLISH) {
      return String.valueOf(change.get("reason"));
    }
    Words words = viewer.words();
    StringBuilder said = new StringBuilder(words.say("reason." + kind));
    Object load = change.get("load");
    Object tolerated = change.get("toleratedLoad");
    if (load instanceof Number && tolerated instanceof Number) {
      said.append(' ').append(words.say("load.of", viewer.number(load), viewer.number(tolerated)));
    }
    if (change.get("probability") instanceof Number probability) {
      said.append(' ').append(words.say("reason.risk", viewer.inTen(probability)));
    }
    return said.toString();
  }

  /** What happened to the condition, "retracted". */
  static String change(String code, Viewer viewer) {
    return viewer.words().say("change." + code);
  }
}
