package health.carryover.dashboard.web;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.event.PainSlot;
import health.carryover.analysis.handling.HandlingAct;
import health.carryover.analysis.mechanism.Evidence;
import health.carryover.analysis.mechanism.Question;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.outcome.ReasonSentence;
import health.carryover.analysis.port.AccessLog;
import health.carryover.analysis.port.Role;
import health.carryover.analysis.port.Scope;
import health.carryover.analysis.response.ResponsePattern;
import health.carryover.analysis.safety.SafetyCodes;
import health.carryover.analysis.safety.Urgency;
import health.carryover.dashboard.access.RightsTable;
import health.carryover.dashboard.access.Rule;
import health.carryover.dashboard.triage.Lack;
import health.carryover.dashboard.triage.Section;
import health.carryover.dashboard.view.Language;
import health.carryover.dashboard.view.Words;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WordsTest {
  private static final Pattern PLACE = Pattern.compile("\\{[0-9]}");

  @ParameterizedTest
  @EnumSource(Language.class)
  void everyCodeHasItsWords(Language language) {
    Set<String> keys =
        Stream.of(
                keys("kind.", AlertChange.Kind.values(), AlertChange.Kind::code),
                keys("because.", ReasonSentence.values(), ReasonSentence::code),
                keys("urgency.", Urgency.values(), Urgency::code),
                keys("red-flag.", SafetyCodes.known().toArray(String[]::new), code -> code),
                keys("severity.", AlertChange.Severity.values(), AlertChange.Severity::code),
                keys("change.", AlertChange.Change.values(), AlertChange.Change::code),
                keys("slot.", Assessment.SlotState.values(), Assessment.SlotState::code),
                keys(
                    "slot.",
                    Arrays.stream(PainSlot.values())
                        .filter(slot -> slot != PainSlot.OTHER)
                        .toArray(PainSlot[]::new),
                    PainSlot::code),
                keys("currency.", LoadCurrency.values(), LoadCurrency::code),
                keys("pattern.", ResponsePattern.values(), ResponsePattern::code),
                keys("evidence.", Evidence.values(), Evidence::code),
                keys("question.", Question.values(), Question::code),
                keys("done.", HandlingAct.Kind.values(), HandlingAct.Kind::code),
                keys("section.", Section.values(), Section::code),
                keys("role.", Role.values(), Role::code),
                keys("scope.", Scope.values(), scope -> scope.code().replace(':', '-')),
                keys("access.outcome-", AccessLog.Outcome.values(), AccessLog.Outcome::code),
                RightsTable.rules().stream()
                    .filter(rule -> rule.door() != Rule.Door.OPEN)
                    .map(rule -> rule.endpoint().path().replaceFirst("^/(api/v1/|view/)?", ""))
                    .map(path -> path.replaceFirst("/.*", ""))
                    .filter(place -> !place.isEmpty() && !place.equals("me"))
                    .map(place -> "access.of." + place),
                keys("lack.", Lack.Why.values(), why -> why.code() + ".one"),
                keys("lack.", Lack.Why.values(), why -> why.code() + ".many"))
            .flatMap(Function.identity())
            .collect(Collectors.toSet());
    assertThat(Words.of(language).all()).containsKeys(keys.toArray(String[]::new));
  }

  private static <T> Stream<String> keys(String table, T[] values, Function<T, String> code) {
    return Arrays.stream(values).map(value -> table + code.apply(value));
  }

  @Test
  void everyLanguageSaysTheSameThings() {
    Map<String, String> english = Words.of(Language.ENGLISH).all();
    for (Language language : Language.values()) {
      Map<String, String> words = Words.of(language).all();
      assertThat(words.keySet()).as("keys in %s", language).isEqualTo(english.keySet());
      english.forEach(
          (key, text) -> assertThat(places(words.get(key))).as(key).isEqualTo(places(text)));
    }
  }

  /** A sentence that a rule can give is in every language, with the same values in it. */
  @ParameterizedTest
  @EnumSource(ReasonSentence.class)
  void everyReasonIsToldInEveryLanguage(ReasonSentence sentence) {
    String key = "because." + sentence.code();
    assertThat(Words.of(Language.ENGLISH).all()).containsEntry(key, sentence.english());
    for (Language language : Language.values()) {
      String told = Words.of(language).all().get(key);
      assertThat(places(told)).as(key).hasSize(sentence.forms().size());
      assertThat(told.equals(sentence.english())).isEqualTo(language == Language.ENGLISH);
    }
  }

  private static Set<String> places(String text) {
    return PLACE
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void wordsNeitherBlameNorFrightenNorPromise(Language language) {
    String all = String.join("\n", Words.of(language).all().values()).toLowerCase(Locale.ROOT);
    assertThat(all)
        .doesNotContain("danger", "overload", "injur", "damage", "setback", "fail", "fault")
        .doesNotContain("gefahr", "überlast", "verletz", "schaden", "versag", "schuld")
        .doesNotContain("heilt", "cure", "guarantee", "garantier");
  }
}
