package health.carryover.ingest.shard;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.SeededRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FairQueueTest {
  private final FairQueue queue = new FairQueue();
  private long sequence;

  private PatientMessage add(String patient) {
    PatientMessage message =
        new PatientMessage(++sequence, patient, Instant.ofEpochSecond(sequence), List.of());
    queue.add(message);
    return message;
  }

  @Test
  void aBacklogDelaysAnotherPatientByOneMessage() {
    for (int i = 0; i < 5_000; i++) {
      add("busy");
    }
    PatientMessage single = add("quiet");
    assertThat(queue.take(2)).contains(single);
    assertThat(queue.size()).isEqualTo(4_999);
    PatientMessage again = add("quiet");
    assertThat(queue.take(2)).contains(again);
  }

  @Test
  void everyPatientGetsTheSameShareWhileItWaits() {
    for (int i = 0; i < 300; i++) {
      add("a");
    }
    for (int i = 0; i < 30; i++) {
      add("b");
      add("c");
    }
    Map<String, Integer> share = new HashMap<>();
    queue.take(60).forEach(message -> share.merge(message.patient(), 1, Integer::sum));
    assertThat(share).isEqualTo(Map.of("a", 20, "b", 20, "c", 20));
  }

  @Test
  void thePatientsOwnOrderIsKeptAndNothingIsLost() {
    Random random = SeededRandom.of("fair queue");
    Map<String, List<Long>> added = new HashMap<>();
    Map<String, List<Long>> taken = new HashMap<>();
    for (int step = 0; step < 2_000; step++) {
      if (random.nextInt(3) > 0) {
        String patient = "p" + random.nextInt(20);
        added.computeIfAbsent(patient, p -> new ArrayList<>()).add(add(patient).sequence());
      } else {
        note(queue.take(random.nextInt(5)), taken);
      }
    }
    note(queue.take(Integer.MAX_VALUE), taken);
    assertThat(taken).isEqualTo(added);
    assertThat(queue.size()).isZero();
    assertThat(queue.isWaiting("p1")).isFalse();
    assertThat(queue.peek("p1")).isNull();
  }

  private static void note(List<PatientMessage> messages, Map<String, List<Long>> taken) {
    messages.forEach(
        message ->
            taken
                .computeIfAbsent(message.patient(), p -> new ArrayList<>())
                .add(message.sequence()));
  }
}
