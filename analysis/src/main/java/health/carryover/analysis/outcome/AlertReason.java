package health.carryover.analysis.outcome;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Why an alert is as it is: sentences by their code with the numbers in them, so that each can be
 * told in every language.
 *
 * @param parts in the order in which they are told, at least one
 */
public record AlertReason(List<Part> parts) {
  public AlertReason {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("an alert has a reason");
    }
  }

  /**
   * One sentence.
   *
   * @param values what stands in its places: {@link Double} or {@link String}
   */
  public record Part(ReasonSentence sentence, List<Object> values) {
    public Part {
      values = List.copyOf(values);
      if (values.size() != sentence.forms().size()) {
        throw new IllegalArgumentException("a value for each place of " + sentence.code());
      }
    }
  }

  /** A reason of one sentence. */
  public static AlertReason of(ReasonSentence sentence, Object... values) {
    return new AlertReason(List.of(new Part(sentence, Arrays.asList(values))));
  }

  /** This reason and one more sentence. */
  public AlertReason and(ReasonSentence sentence, Object... values) {
    List<Part> more = new ArrayList<>(parts);
    more.add(new Part(sentence, Arrays.asList(values)));
    return new AlertReason(more);
  }

  /** In English. */
  public String english() {
    return parts.stream()
        .map(part -> part.sentence().english(part.values()))
        .collect(Collectors.joining(" "));
  }

  @Override
  public String toString() {
    return english();
  }
}
