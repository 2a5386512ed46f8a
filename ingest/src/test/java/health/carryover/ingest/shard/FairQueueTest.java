package health.carryover.ingest.shard;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.port.SeededRandom;
import java.time.Duration;
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
    return add(patient, Duration.ofDays(2));
  }

  private PatientMessage add(String patient, Duration old) {
    Instant receivedAt = Instant.ofEpochSecond(1_000_000 + ++sequence);
    PainReport said = new PainReport(receivedAt.minus(old), 3, null, null, null, null, null, null);
    PatientMessage message =
        new PatientMessage(
            sequence,
            patient,
            receivedAt,
            List.of(new ReceivedEvent(said, "d", receivedAt, null, null, null)));
    queue.add(message);
    return message;
  }

  @Test
  void whatIsLiveComesBeforeWhatWasHeldBackHoweverMuchThatIs() {
    for (int i = 0; i < 3_000; i++) {
      add("uploading-" + i % 300);
    }
    PatientMessage live = add("live", Duration.ofSeconds(60));
    assertThat(queue.take(1, 16).get(0)).isEqualTo(live);
    assertThat(queue.take(256, 16)).hasSize(16);
  }

  @Test
  void whoUploadsKeepsItsOwnOrderAndIsLiveWhenItsUploadIsUsed() {
    PatientMessage held = add("both");
    PatientMessage live = add("both", Duration.ofSeconds(5));
    add("other");
    assertThat(queue.take(9, 1)).containsExactly(held);
    assertThat(queue.take(9, 1).get(0)).isEqualTo(live);
  }

  @Test
  void aBacklogDelaysAnotherPatientByOneMessage() {
    for (int i = 0; i < 5_000; i++) {
      add("busy");
    }
    PatientMessage single = add("quiet");
    assertThat(queue.take(2, 2)).contains(single);
    assertThat(queue.size()).isEqualTo(4_999);
    PatientMessage again = add("quiet");
    assertThat(queue.take(2, 2)).contains(again);
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
    queue.take(60, 60).forEach(message -> share.merge(message.patient(), 1, Integer::sum));
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
        note(queue.take(random.nextInt(5), random.nextInt(5)), taken);
      }
    }
    note(queue.take(3_000, 3_000), taken);
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
