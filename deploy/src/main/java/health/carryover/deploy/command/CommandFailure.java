package health.carryover.deploy.command;

import java.util.List;

/** What was asked cannot be done, for reasons the person at the terminal can see to. */
class CommandFailure extends Exception {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // an unmodifiable list of text is serializable
  private final List<String> lines;

  CommandFailure(String line) {
    this(List.of(line));
  }

  CommandFailure(List<String> lines) {
    super(String.join("; ", lines));
    this.lines = List.copyOf(lines);
  }

  /** One line for each reason, each saying what is wrong and what would be right. */
  final List<String> lines() {
    return lines;
  }

  /** The service asks to come again later. */
  static final class Later extends CommandFailure {
    private static final long serialVersionUID = 1L;

    Later(String line) {
      super(line);
    }
  }
}
