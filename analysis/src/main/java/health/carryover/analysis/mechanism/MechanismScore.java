package health.carryover.analysis.mechanism;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How well the four mechanisms fit: prior times the likelihood ratios of what is known, normalised.
 *
 * @param version of the table
 * @param probabilities sum to 1, one for each mechanism
 * @param leadingOrNull the leading mechanism; absent when undetermined
 * @param used known evidence in order, as E1+ or E1-
 * @param questions whose answers would settle it, most telling first; empty when all is known
 */
public record MechanismScore(
    String version,
    Map<Mechanism, Double> probabilities,
    @Nullable Mechanism leadingOrNull,
    List<String> used,
    List<Question> questions) {

  /** Name of the answer when no mechanism leads. */
  public static final String UNDETERMINED = "undetermined";

  private static final List<Mechanism> MECHANISMS = List.of(Mechanism.values());

  /** Copies. */
  public MechanismScore {
    probabilities = Collections.unmodifiableMap(new EnumMap<>(probabilities));
    used = List.copyOf(used);
    questions = List.copyOf(questions);
  }

  /**
   * Weighs the evidence.
   *
   * @param evidence states; what is missing is unknown
   */
  public static MechanismScore of(LikelihoodTable table, Map<Evidence, Evidence.State> evidence) {
    List<String> used = new ArrayList<>();
    for (Evidence item : Evidence.values()) {
      Evidence.State state = stateOf(item, evidence);
      if (state != Evidence.State.UNKNOWN) {
        used.add(item.code() + (state == Evidence.State.PRESENT ? "+" : "-"));
      }
    }
    double[] probabilities = posterior(table, evidence);
    int top = highest(probabilities);
    double second = 0;
    Map<Mechanism, Double> byMechanism = new EnumMap<>(Mechanism.class);
    for (int m = 0; m < probabilities.length; m++) {
      byMechanism.put(MECHANISMS.get(m), probabilities[m]);
      second = m == top ? second : Math.max(second, probabilities[m]);
    }
    boolean leads =
        used.size() >= table.fewestKnown()
            && probabilities[top] >= table.smallestLead()
            && probabilities[top] - second >= table.smallestMargin();
    return new MechanismScore(
        table.version(),
        byMechanism,
        leads ? MECHANISMS.get(top) : null,
        used,
        openQuestions(table, evidence, probabilities));
  }

  /** Probability of a mechanism. */
  public double probability(Mechanism mechanism) {
    Double probability = probabilities.get(mechanism);
    return probability == null ? 0 : probability;
  }

  /** The leading mechanism, or empty when undetermined. */
  public Optional<Mechanism> leading() {
    return Optional.ofNullable(leadingOrNull);
  }

  /** Code of the leading mechanism, or undetermined. */
  public String leadingCode() {
    return leading().map(Mechanism::code).orElse(UNDETERMINED);
  }

  private static double[] posterior(LikelihoodTable table, Map<Evidence, Evidence.State> evidence) {
    double[] weights = new double[MECHANISMS.size()];
    double sum = 0;
    for (int m = 0; m < weights.length; m++) {
      weights[m] = table.prior().get(m);
      for (Evidence item : Evidence.values()) {
        Evidence.State state = stateOf(item, evidence);
        if (state != Evidence.State.UNKNOWN) {
          weights[m] *= table.ratios(item, state).get(m);
        }
      }
      sum += weights[m];
    }
    for (int m = 0; m < weights.length; m++) {
      weights[m] /= sum;
    }
    return weights;
  }

  /**
   * Unknown evidence by how much an answer would move the leading probability, then its questions.
   */
  private static List<Question> openQuestions(
      LikelihoodTable table, Map<Evidence, Evidence.State> evidence, double[] now) {
    Map<Evidence, Double> telling = new EnumMap<>(Evidence.class);
    for (Evidence item : Evidence.values()) {
      if (stateOf(item, evidence) == Evidence.State.UNKNOWN) {
        double change = 0;
        for (Evidence.State answer : List.of(Evidence.State.PRESENT, Evidence.State.ABSENT)) {
          Map<Evidence, Evidence.State> answered = new EnumMap<>(Evidence.class);
          answered.putAll(evidence);
          answered.put(item, answer);
          double[] then = posterior(table, answered);
          for (int m = 0; m < now.length; m++) {
            change += Math.abs(then[m] - now[m]);
          }
        }
        telling.put(item, change);
      }
    }
    List<Evidence> order = new ArrayList<>(telling.keySet());
    order.sort(
        (a, b) -> Double.compare(telling.getOrDefault(b, 0.0), telling.getOrDefault(a, 0.0)));
    List<Question> questions = new ArrayList<>();
    for (Evidence item : order) {
      for (Question question : Question.values()) {
        if (question.settles() == item) {
          questions.add(question);
        }
      }
    }
    return questions;
  }

  private static Evidence.State stateOf(Evidence item, Map<Evidence, Evidence.State> evidence) {
    return evidence.getOrDefault(item, Evidence.State.UNKNOWN);
  }

  private static int highest(double[] probabilities) {
    int top = 0;
    for (int m = 1; m < probabilities.length; m++) {
      top = probabilities[m] > probabilities[top] ? m : top;
    }
    return top;
  }
}
