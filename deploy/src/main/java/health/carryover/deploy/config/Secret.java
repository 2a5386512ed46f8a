package health.carryover.deploy.config;

/** Text that is used but never shown: its text form hides even its length. */
public final class Secret {
  /** No secret at all. */
  public static final Secret NONE = new Secret("");

  private final String text;

  public Secret(String text) {
    this.text = text;
  }

  /** The text itself, for the one place that needs it. */
  public String reveal() {
    return text;
  }

  /** Whether nothing was set. */
  public boolean isEmpty() {
    return text.isEmpty();
  }

  @Override
  public String toString() {
    return "***";
  }
}
