package health.carryover.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.mechanism.Evidence;
import health.carryover.analysis.mechanism.Question;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.response.ResponsePattern;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WordsTest {
  private final String words =
      WebFile.ofPages("words.js", "text/javascript").content().toString(StandardCharsets.UTF_8);

  @Test
  void everyCodeHasItsWords() {
    List<String> codes =
        Stream.of(
                codes(AlertChange.Kind.values(), AlertChange.Kind::code),
                codes(AlertChange.Severity.values(), AlertChange.Severity::code),
                codes(AlertChange.Change.values(), AlertChange.Change::code),
                codes(Assessment.SlotState.values(), Assessment.SlotState::code),
                codes(LoadCurrency.values(), LoadCurrency::code),
                codes(ResponsePattern.values(), ResponsePattern::code),
                codes(Evidence.values(), Evidence::code),
                codes(Question.values(), Question::code))
            .flatMap(Function.identity())
            .toList();
    assertThat(codes)
        .allSatisfy(
            code -> assertThat(words).containsAnyOf("'" + code + "': '", " " + code + ": '"));
  }

  private static <T> Stream<String> codes(T[] values, Function<T, String> code) {
    return Arrays.stream(values).map(code);
  }

  @Test
  void wordsNeitherBlameNorFrighten() {
    assertThat(words.toLowerCase(Locale.ROOT))
        .doesNotContain("danger", "overload", "injur", "damage", "setback", "fail", "fault");
  }
}
