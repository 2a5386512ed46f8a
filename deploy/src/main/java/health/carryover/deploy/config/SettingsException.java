package health.carryover.deploy.config;

import java.util.List;

/** The settings cannot be used; names every problem, one line each, and no secret. */
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // an unmodifiable list of text is serializable
  private final List<String> problems;

  SettingsException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong and what would be right, at least one line. */
  public List<String> problems() {
    return problems;
  }
}
