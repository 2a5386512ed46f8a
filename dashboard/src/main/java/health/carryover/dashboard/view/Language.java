package health.carryover.dashboard.view;

import java.util.Locale;
import java.util.Optional;

/** The languages there are words in. */
public enum Language {
  ENGLISH(Locale.UK),
  GERMAN(Locale.GERMANY);

  private final Locale locale;

  Language(Locale locale) {
    this.locale = locale;
  }

  /** For numbers and dates. */
  Locale locale() {
    return locale;
  }

  /** The two letters of BCP 47. */
  public String code() {
    return locale.getLanguage();
  }

  /** The language of that code, or empty. */
  static Optional<Language> ofCode(String code) {
    for (Language language : values()) {
      if (language.code().equalsIgnoreCase(code)) {
        return Optional.of(language);
      }
    }
    return Optional.empty();
  }

  /** The first that {@code acceptLanguage}, as browsers send it, asks for; English otherwise. */
  static Language accepted(String acceptLanguage) {
    try {
      for (Locale.LanguageRange range : Locale.LanguageRange.parse(acceptLanguage)) {
        Optional<Language> known = ofCode(range.getRange().split("-", 2)[0]);
        if (known.isPresent() && range.getWeight() > 0) {
          return known.get();
        }
      }
    } catch (IllegalArgumentException e) {
      // What is no list of languages asks for none.
    }
    return ENGLISH;
  }
}
