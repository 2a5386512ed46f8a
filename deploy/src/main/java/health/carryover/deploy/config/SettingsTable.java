package health.carryover.deploy.config;

import java.util.stream.Collectors;

/** The keys as documentation, so that it cannot fall behind the code. */
public final class SettingsTable {

  private SettingsTable() {}

  /** A Markdown table of all keys. */
  public static String markdown() {
    return Keys.ALL.stream()
        .map(
            key ->
                "| `%s` | %s | %s | %s |\n"
                    .formatted(
                        key.name(),
                        key.fallback().isEmpty() ? "" : "`" + key.fallback() + "`",
                        key.form().expected(),
                        key.meaning()))
        .collect(
            Collectors.joining(
                "", "| key | where nothing is set | form | meaning |\n|---|---|---|---|\n", ""));
  }

  /** A properties file that shows every key with what counts where nothing is set. */
  public static String example() {
    String head =
        """
        # Settings of Carryover. Every line shows what counts where nothing is set.
        # Remove the # to change it, then start with: deploy/carryover serve --config FILE
        """;
    return Keys.ALL.stream()
        .map(key -> "\n# %s\n#%s=%s\n".formatted(key.meaning(), key.name(), key.fallback()))
        .collect(Collectors.joining("", head, ""));
  }
}
