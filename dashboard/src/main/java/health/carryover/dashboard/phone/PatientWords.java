package health.carryover.dashboard.phone;

import health.carryover.analysis.guidance.PatientText;
import io.vertx.ext.web.LanguageHeader;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/**
 * What patients read, in their language. English stands in {@link PatientText}; other languages in
 * resource files by the names of its constants. Immutable.
 */
final class PatientWords {
  private static final ResourceBundle GERMAN =
      ResourceBundle.getBundle(
          PatientWords.class.getPackageName() + ".patient-text",
          Locale.GERMAN,
          ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  private static final Map<PatientText, String> TRANSLATED = translated();
  private static final Map<String, PatientText> BY_ENGLISH = byEnglish();

  private PatientWords() {}

  private static Map<PatientText, String> translated() {
    Map<PatientText, String> texts = new EnumMap<>(PatientText.class);
    for (PatientText text : PatientText.values()) {
      texts.put(text, GERMAN.getString(text.name()));
    }
    return texts;
  }

  private static Map<String, PatientText> byEnglish() {
    Map<String, PatientText> texts = new HashMap<>();
    for (PatientText text : PatientText.values()) {
      texts.put(text.english(), text);
    }
    return texts;
  }

  /** The first language of those asked for that is spoken; English if none is. */
  static Locale language(List<LanguageHeader> wanted) {
    for (LanguageHeader each : wanted) {
      if ("de".equals(each.tag())) {
        return Locale.GERMAN;
      }
      if ("en".equals(each.tag())) {
        return Locale.ENGLISH;
      }
    }
    return Locale.ENGLISH;
  }

  static String of(PatientText text, Locale language) {
    return language.equals(Locale.GERMAN)
        ? TRANSLATED.getOrDefault(text, text.english())
        : text.english();
  }

  /** A stored English sentence; one that an earlier version worded otherwise stays as it is. */
  static String of(String english, Locale language) {
    PatientText text = BY_ENGLISH.get(english);
    return text == null ? english : of(text, language);
  }
}
