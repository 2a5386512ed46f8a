package health.carryover.ingest.device;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.DeviceCursors.DeviceCursor;
import health.carryover.analysis.port.DeviceCursors.Run;
import health.carryover.analysis.port.DeviceCursors.Stretch;
import health.carryover.ingest.journal.Delivery.Fate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CursorStepTest {
  private static final Instant T = Instant.parse("2026-03-02T12:00:00Z");
  private static final DeviceKey DEVICE = new DeviceKey("c1", "d1");

  @Test
  void risesOverNumbersWithoutAGapOnly() {
    Run run = new Run("b", 0, List.of());
    run = CursorStep.with(run, 2);
    assertThat(run).isEqualTo(new Run("b", 0, List.of(new Stretch(2, 2))));
    run = CursorStep.with(run, 4);
    run = CursorStep.with(run, 3);
    assertThat(run).isEqualTo(new Run("b", 0, List.of(new Stretch(2, 4))));
    run = CursorStep.with(run, 1);
    assertThat(run).isEqualTo(new Run("b", 4, List.of()));
    assertThat(CursorStep.with(run, 3)).isEqualTo(run);
    assertThat(CursorStep.with(run, 5)).isEqualTo(new Run("b", 5, List.of()));
  }

  @Test
  void numbersAtTheEndOfTheirTypeAreNoTrouble() {
    Run run = CursorStep.with(new Run("b", 0, List.of()), Long.MAX_VALUE);
    run = CursorStep.with(run, Long.MAX_VALUE - 1);
    assertThat(run.beyond()).containsExactly(new Stretch(Long.MAX_VALUE - 1, Long.MAX_VALUE));
    run = CursorStep.with(new Run("b", Long.MAX_VALUE, List.of()), 3);
    assertThat(run.durableSeq()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void neverSaysMoreThanIsStoredAndAllOfItInTheEnd() {
    long seed = 20260302;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int course = 0; course < 200; course++) {
      int count = 1 + random.nextInt(400);
      List<Long> numbers = new ArrayList<>();
      for (long n = 1; n <= count; n++) {
        numbers.add(n);
      }
      Collections.shuffle(numbers, random);
      Run run = new Run("b", 0, List.of());
      Set<Long> held = new TreeSet<>();
      for (long number : numbers) {
        run = CursorStep.with(run, number);
        held.add(number);
        for (long n = 1; n <= run.durableSeq(); n++) {
          assertThat(held).contains(n);
        }
        for (Stretch stretch : run.beyond()) {
          for (long n = stretch.firstInclusive(); n <= stretch.lastInclusive(); n++) {
            assertThat(held).contains(n);
          }
        }
        assertThat(run.beyond()).hasSizeLessThanOrEqualTo(CursorStep.MOST_STRETCHES);
      }
      // What was forgotten is sent again, as the device was told to.
      for (long number : numbers.stream().sorted().toList()) {
        run = CursorStep.with(run, number);
      }
      assertThat(run).isEqualTo(new Run("b", count, List.of()));
    }
  }

  @Test
  void lateMessagesOfAnEarlierRunDoNotTakeOver() {
    DeviceCursor cursor = CursorStep.first(fact("b7", 1, Fate.ACCEPTED));
    cursor = CursorStep.next(cursor, fact("b8", 1, Fate.ACCEPTED));
    cursor = CursorStep.next(cursor, fact("b7", 2, Fate.ACCEPTED));
    assertThat(cursor.runs())
        .containsExactly(new Run("b8", 1, List.of()), new Run("b7", 2, List.of()));
    for (int boot = 9; boot < 20; boot++) {
      cursor = CursorStep.next(cursor, fact("b" + boot, 1, Fate.ACCEPTED));
    }
    assertThat(cursor.runs()).hasSize(CursorStep.MOST_RUNS);
    assertThat(cursor.runs().get(0).boot()).isEqualTo("b19");
  }

  @Test
  void countsFatesAndReasonsAlsoWithoutNumbers() {
    DeviceCursor cursor = CursorStep.first(fact(null, 0, Fate.ACCEPTED));
    cursor = CursorStep.next(cursor, fact(null, 0, Fate.DUPLICATE));
    cursor =
        CursorStep.next(
            cursor,
            new DeviceFact(
                DEVICE, 3L, T.plusSeconds(1), null, null, Fate.QUARANTINED, List.of("a", "a")));
    assertThat(cursor)
        .isEqualTo(
            new DeviceCursor("c1", "d1", List.of(), T.plusSeconds(1), 1, 1, 1, Map.of("a", 2L)));
  }

  @Test
  void theDocumentIsAsPublished() {
    DeviceCursor cursor =
        new DeviceCursor(
            "c1",
            "d1",
            List.of(new Run("b8", 2, List.of(new Stretch(4, 6))), new Run("b7", 1_234, List.of())),
            T,
            8,
            1,
            2,
            Map.of("time.no-offset", 2L));
    assertThat(new String(new SyncDocument().of(cursor), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"boot\":\"b8\",\"durableSeq\":2,\"stored\":[[4,6]],"
                + "\"durableAt\":\"2026-03-02T12:00:00Z\",\"accepted\":8,\"duplicates\":1,"
                + "\"quarantined\":2,\"reasons\":{\"time.no-offset\":2},"
                + "\"earlier\":[{\"boot\":\"b7\",\"durableSeq\":1234}]}");
  }

  private static DeviceFact fact(String boot, long number, Fate fate) {
    return new DeviceFact(DEVICE, 1L, T, boot, boot == null ? null : number, fate, List.of());
  }
}
