package health.carryover.dashboard.account;

import java.util.Locale;

/** What is asked of a password: length above all, and that it is not the obvious one. */
final class PasswordRule {
  static final int SHORTEST = 12;
  static final int LONGEST = 200;
  private static final int FEWEST_DIFFERENT = 5;

  /** In words, for whoever chooses one. */
  static final String RULE =
      "must have "
          + SHORTEST
          + " to "
          + LONGEST
          + " characters, at least "
          + FEWEST_DIFFERENT
          + " different ones, and not hold the login name";

  private PasswordRule() {}

  /** Whether a person with that login may have {@code password}. */
  static boolean allows(String password, String login) {
    int length = password.codePointCount(0, password.length());
    return length >= SHORTEST
        && length <= LONGEST
        && password.codePoints().distinct().count() >= FEWEST_DIFFERENT
        && !password.toLowerCase(Locale.ROOT).contains(login);
  }
}
