package health.carryover.analysis.event;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The patient answered yes to safety questions.
 *
 * @param redFlags codes of those answers, lower case with hyphens, at least one. A code nobody
 *     knows is treated as a red flag all the same.
 */
public record SafetyReport(Instant at, List<String> redFlags) implements PatientEvent {
  private static final Pattern CODE = Pattern.compile("[a-z0-9-]{1,64}");

  public SafetyReport {
    redFlags = List.copyOf(redFlags);
    if (redFlags.isEmpty() || !redFlags.stream().allMatch(f -> CODE.matcher(f).matches())) {
      throw new IllegalArgumentException("redFlags must be one or more codes");
    }
  }

  @Override
  public Instant observedAt() {
    return at;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.safety(this);
  }
}
