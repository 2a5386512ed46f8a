package health.carryover.ingest.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private static final Instant T = Instant.parse("2026-03-02T10:00:00Z");
  private final Deadlines deadlines = new Deadlines();

  @Test
  void onlyThoseDueAndTheLongestDueFirst() {
    deadlines.set("late", T.plusSeconds(2));
    deadlines.set("early", T.plusSeconds(1));
    deadlines.set("later", T.plusSeconds(3));
    assertThat(deadlines.due(T, 10, p -> true)).isEmpty();
    assertThat(deadlines.due(T.plusSeconds(2), 10, p -> true)).containsExactly("early", "late");
    assertThat(deadlines.due(T.plusSeconds(9), 2, p -> true)).containsExactly("early", "late");
    assertThat(deadlines.due(T.plusSeconds(9), 2, p -> !p.equals("early")))
        .containsExactly("late", "later");
  }

  @Test
  void theNewestDeadlineOfAPatientCounts() {
    deadlines.set("p", T);
    deadlines.set("p", T.plusSeconds(5));
    assertThat(deadlines.due(T.plusSeconds(4), 10, p -> true)).isEmpty();
    deadlines.set("p", T.plusSeconds(1));
    assertThat(deadlines.due(T.plusSeconds(4), 10, p -> true)).containsExactly("p");
    deadlines.forget(patient -> patient.equals("other"));
    assertThat(deadlines.due(T.plusSeconds(4), 10, p -> true)).containsExactly("p");
    deadlines.forget(patient -> patient.equals("p"));
    assertThat(deadlines.due(T.plusSeconds(9), 10, p -> true)).isEmpty();
    deadlines.set("p", null);
    deadlines.set("p", null);
    assertThat(deadlines.due(T.plusSeconds(9), 10, p -> true)).isEmpty();
  }
}
