package health.carryover.analysis.mechanism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import health.carryover.analysis.Golden;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class MechanismScoreTest {

  private static final LikelihoodTable TABLE = LikelihoodTable.standard();

  @TestFactory
  Stream<DynamicTest> vectors() {
    return Golden.table("mechanism.csv").stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.toString(),
                    () -> {
                      MechanismScore score = MechanismScore.of(TABLE, evidence(row.inputs()));
                      row.check(
                          score.probability(Mechanism.LOAD_TOLERANCE_EXCEEDED),
                          score.probability(Mechanism.DECONDITIONING_FATIGUE),
                          score.probability(Mechanism.SENSITIVITY_REBOUND),
                          score.probability(Mechanism.INCOMPLETE_RECOVERY),
                          score.leadingCode());
                    }));
  }

  @Test
  void everyCombinationSumsToOneAndNamesWhatItUsed() {
    String[] marks = {"+", "-", "?"};
    for (int code = 0; code < 243; code++) {
      String[] states = new String[5];
      int rest = code;
      int known = 0;
      for (int i = 0; i < 5; i++) {
        states[i] = marks[rest % 3];
        known += rest % 3 == 2 ? 0 : 1;
        rest /= 3;
      }
      MechanismScore score = MechanismScore.of(TABLE, evidence(states));
      assertThat(score.probabilities().values().stream().mapToDouble(p -> p).sum())
          .isCloseTo(1, within(1e-12));
      assertThat(score.used()).hasSize(known);
      assertThat(score.leading().isPresent() && known < 3).isFalse();
      assertThat(score.questions().isEmpty()).isEqualTo(known == 5);
    }
  }

  @Test
  void questionsBelongToWhatIsUnknown() {
    MechanismScore score =
        MechanismScore.of(TABLE, evidence(new String[] {"+", "-", "-", "?", "-"}));
    assertThat(score.used()).containsExactly("E1+", "E2-", "E3-", "E5-");
    assertThat(score.questions())
        .containsExactly(Question.SLEEP, Question.STRESS, Question.RESTING_HEART_RATE);
    assertThat(List.of(Question.values()).stream().map(Question::settles).distinct())
        .containsExactlyInAnyOrder(Evidence.values());
    assertThat(List.of(Question.values()).stream().map(Question::code).distinct())
        .hasSize(Question.values().length);
  }

  @Test
  void probabilitiesTurnIntoEvidenceAtTheirBounds() {
    assertThat(Evidence.ofOverTolerance(0.6)).isEqualTo(Evidence.State.PRESENT);
    assertThat(Evidence.ofOverTolerance(0.3)).isEqualTo(Evidence.State.ABSENT);
    assertThat(Evidence.ofOverTolerance(0.45)).isEqualTo(Evidence.State.UNKNOWN);
    assertThat(Evidence.ofLoadIndependent(0.5)).isEqualTo(Evidence.State.PRESENT);
    assertThat(Evidence.ofLoadIndependent(0.1)).isEqualTo(Evidence.State.ABSENT);
    assertThat(Evidence.ofLoadIndependent(0.3)).isEqualTo(Evidence.State.UNKNOWN);
  }

  @Test
  void twoSignsOfPoorRecoveryAreEvidence() {
    assertThat(new RecoverySigns(3.0, null, 7.0, null, null, null).state())
        .isEqualTo(Evidence.State.PRESENT);
    assertThat(new RecoverySigns(null, 5.9, null, 23.0, null, null).state())
        .isEqualTo(Evidence.State.PRESENT);
    assertThat(new RecoverySigns(null, null, null, 30.0, 72.0, 2.0).state())
        .isEqualTo(Evidence.State.PRESENT);
    assertThat(new RecoverySigns(8.0, 8.0, 2.0, 48.0, 48.0, 0.0).state())
        .isEqualTo(Evidence.State.ABSENT);
    assertThat(new RecoverySigns(8.0, 8.0, 2.0, 48.0, 48.0, null).state())
        .isEqualTo(Evidence.State.ABSENT);
    assertThat(new RecoverySigns(3.0, null, null, 48.0, 48.0, null).state())
        .isEqualTo(Evidence.State.UNKNOWN);
    assertThat(new RecoverySigns(null, null, null, null, null, null).state())
        .isEqualTo(Evidence.State.UNKNOWN);
  }

  @Test
  void oneSignOfAWideReboundIsEvidence() {
    assertThat(new WideRebound(4.0, null, null).state()).isEqualTo(Evidence.State.PRESENT);
    assertThat(new WideRebound(2.0, true, null).state()).isEqualTo(Evidence.State.PRESENT);
    assertThat(new WideRebound(null, null, true).state()).isEqualTo(Evidence.State.PRESENT);
    assertThat(new WideRebound(3.9, false, null).state()).isEqualTo(Evidence.State.ABSENT);
    assertThat(new WideRebound(3.9, null, false).state()).isEqualTo(Evidence.State.UNKNOWN);
    assertThat(new WideRebound(null, null, null).state()).isEqualTo(Evidence.State.UNKNOWN);
  }

  private static Map<Evidence, Evidence.State> evidence(String[] marks) {
    Map<Evidence, Evidence.State> evidence = new EnumMap<>(Evidence.class);
    for (Evidence item : Evidence.values()) {
      switch (marks[item.ordinal()]) {
        case "+" -> evidence.put(item, Evidence.State.PRESENT);
        case "-" -> evidence.put(item, Evidence.State.ABSENT);
        default -> evidence.put(item, Evidence.State.UNKNOWN);
      }
    }
    return evidence;
  }
}
