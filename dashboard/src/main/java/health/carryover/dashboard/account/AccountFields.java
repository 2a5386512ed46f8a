package health.carryover.dashboard.account;

import health.carryover.analysis.port.Role;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the fields of accounts and integrations are written. */
final class AccountFields {
  static final String LOGIN_RULE = "must be 1 to 64 lower-case letters, digits, . _ @ or -";
  static final String NAME_RULE = "must have 1 to 100 characters and no control characters";
  static final String ROLE_RULE =
      "must be one of "
          + Arrays.stream(Role.values()).map(Role::code).collect(Collectors.joining(", "));

  private static final Pattern LOGIN = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");
  private static final int LONGEST_NAME = 100;

  private AccountFields() {}

  static Optional<String> login(String text) {
    return Optional.of(AccountSignIn.login(text)).filter(login -> LOGIN.matcher(login).matches());
  }

  static Optional<String> name(String text) {
    String name = text.strip();
    boolean fits =
        !name.isEmpty()
            && name.codePointCount(0, name.length()) <= LONGEST_NAME
            && name.codePoints()
                .noneMatch(
                    c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    return fits ? Optional.of(name) : Optional.empty();
  }
}
