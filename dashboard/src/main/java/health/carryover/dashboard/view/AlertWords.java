package health.carryover.dashboard.view;

import health.carryover.analysis.outcome.ReasonSentence;
import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an alert says, in the words of whoever looks. */
final class AlertWords {
  private AlertWords() {}

  static String kind(AlertStanding alert, Viewer viewer) {
    return viewer.words().say("kind." + alert.kind().code());
  }

  /**
   * The reason in sentences, put together from its codes and values; what was kept before there
   * were codes stays as the rules wrote it.
   */
  static String reason(Map<String, @Nullable Object> change, Viewer viewer) {
    if (!(change.get("reasonParts") instanceof List<?> parts)) {
      return String.valueOf(change.get("reason"));
    }
    List<String> said = new ArrayList<>();
    for (Object each : parts) {
      Map<?, ?> part = (Map<?, ?>) each;
      Optional<ReasonSentence> sentence =
          ReasonSentence.ofCode(String.valueOf(part.get("code")))
              .filter(known -> values(part).size() == known.forms().size());
      if (sentence.isEmpty()) {
        return String.valueOf(change.get("reason"));
      }
      said.add(sentence(sentence.get(), values(part), viewer));
    }
    return String.join(" ", said);
  }

  private static List<?> values(Map<?, ?> part) {
    return part.get("values") instanceof List<?> values ? values : List.of();
  }

  private static String sentence(ReasonSentence sentence, List<?> values, Viewer viewer) {
    Object[] told = new Object[values.size()];
    for (int i = 0; i < told.length; i++) {
      told[i] = value(sentence.forms().get(i), values.get(i), viewer);
    }
    return viewer.words().say("because." + sentence.code(), told);
  }

  private static String value(ReasonSentence.Form form, Object value, Viewer viewer) {
    return switch (form) {
      case NUMBER -> viewer.number(value);
      case SIGNED ->
          (value instanceof Number number && number.doubleValue() > 0 ? "+" : "")
              + viewer.number(value);
      case CHANCE -> viewer.inTen(value);
      case UNSURE_CHANCE -> viewer.words().say("because.unsure", viewer.inTen(value));
      case NAME -> String.valueOf(value);
      case URGENCY -> viewer.words().code("urgency", value);
      case RED_FLAGS ->
          Arrays.stream(String.valueOf(value).split(", ", -1))
              .map(flag -> viewer.words().code("red-flag", flag))
              .collect(Collectors.joining(", "));
    };
  }

  /** What happened to the condition, "retracted". */
  static String change(String code, Viewer viewer) {
    return viewer.words().say("change." + code);
  }
}
