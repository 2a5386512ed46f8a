package health.carryover.dashboard.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.analysis.guidance.PatientText;
import health.carryover.analysis.safety.SafetyCodes;
import health.carryover.analysis.safety.Urgency;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the patient's page says by itself, without the service. */
class PhoneWordsTest {
  private static final Map<String, PatientText> SAFETY =
      Map.of(
          "safety.EMERGENCY", PatientText.SAFETY_EMERGENCY,
          "safety.SAME_DAY", PatientText.SAFETY,
          "safety.PROMPT", PatientText.SAFETY_PROMPT,
          "safety.MALAISE", PatientText.SAFETY_MALAISE,
          "askPain", PatientText.ASK_PAIN);

  private final Map<String, String> english = words("en");
  private final Map<String, String> german = words("de");
  private final String script = text("phone.js");

  private static String text(String name) {
    try (InputStream file =
        PhoneRoutes.class.getResourceAsStream("/health/carryover/dashboard/web/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> words(String language) {
    Map<String, String> words = new TreeMap<>();
    try {
      new ObjectMapper()
          .readTree(text("phone-words-" + language + ".json"))
          .properties()
          .forEach(one -> words.put(one.getKey(), one.getValue().asText()));
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
    return words;
  }

  @Test
  void bothLanguagesSayTheSameThings() {
    assertThat(german.keySet()).isEqualTo(english.keySet());
    english.forEach(
        (key, words) -> {
          Matcher place = Pattern.compile("\\{[a-z]+\\}").matcher(words);
          while (place.find()) {
            assertThat(german.get(key)).as(key).contains(place.group());
          }
        });
  }

  @Test
  void whatIsSaidWithoutTheServiceIsWhatTheServiceWouldSay() {
    SAFETY.forEach(
        (key, text) -> {
          assertThat(english.get(key)).isEqualTo(text.english());
          assertThat(german.get(key)).isEqualTo(PatientWords.of(text, Locale.GERMAN));
        });
  }

  @Test
  void everySafetyQuestionIsAsUrgentAsTheRulesHaveIt() {
    Matcher group = Pattern.compile("([A-Z_]+): \\[([^\\]]*)\\]").matcher(script);
    int asked = 0;
    while (group.find()) {
      for (String quoted : group.group(2).split(",")) {
        String code = quoted.strip().replace("'", "");
        if (code.isEmpty()) {
          continue;
        }
        asked++;
        Urgency urgency =
            group.group(1).equals("MALAISE") ? Urgency.PROMPT : Urgency.valueOf(group.group(1));
        assertThat(SafetyCodes.urgencyOf(code)).as(code).isEqualTo(urgency);
        assertThat(english).containsKey("flag." + code);
      }
    }
    assertThat(asked)
        .isEqualTo((int) english.keySet().stream().filter(k -> k.startsWith("flag.")).count());
  }

  @Test
  void everyWordThePageAsksForExists() {
    Matcher said = Pattern.compile("say\\('([^']+)'").matcher(script);
    while (said.find()) {
      assertThat(english).containsKey(said.group(1));
    }
  }
}
