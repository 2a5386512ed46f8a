package health.carryover.dashboard.account;

import health.carryover.dashboard.access.Tokens;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Codes for the day the second factor is lost: {@value #HOW_MANY} of 59 random bits, each for one
 * sign-in. They are random enough that a plain digest keeps them.
 */
final class RecoveryCodes {
  private static final int HOW_MANY = 8;
  private static final int LETTERS = 12;
  private static final int GROUP = 4;

  /** Those that are not mistaken for each other. */
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

  private RecoveryCodes() {}

  /** New ones, as they are shown once: {@code abcd-efgh-jkmn}. */
  static List<String> create(SecureRandom random) {
    return Stream.generate(() -> one(random)).limit(HOW_MANY).toList();
  }

  private static String one(SecureRandom random) {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < LETTERS; i++) {
      if (i > 0 && i % GROUP == 0) {
        code.append('-');
      }
      code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return code.toString();
  }

  /** What is kept of {@code code}, however it was typed. */
  static String hash(String code) {
    return Tokens.digest(code.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""));
  }
}
