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
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FairQueueTest {
  private static final int MOST_LIVE = 4;
  private static final int MOST_HELD_BACK = 3;
  private static final Duration LIVE = Duration.ofSeconds(60);

  private final FairQueue queue = new FairQueue(MOST_LIVE, MOST_HELD_BACK);
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
            List.of(new ReceivedEvent(said, "d", receivedAt, null, null, null)),
            false);
    queue.add(message);
    return message;
  }

  @Test
  void whatIsLiveComesBeforeWhatWasHeldBackHoweverMuchThatIs() {
    for (int i = 0; i < 3_000; i++) {
      add("uploading-" + i % 300);
    }
    PatientMessage live = add("live", LIVE);
    assertThat(group()).containsExactly(live);
    assertThat(group()).hasSize(MOST_HELD_BACK);
  }

  @Test
  void whatIsLiveJoinsTheGroupThatIsBeingUsedAndEndsIt() {
    PatientMessage held = add("a");
    add("b");
    queue.beginGroup();
    assertThat(queue.next()).isEqualTo(held);
    PatientMessage live = add("live", LIVE);
    assertThat(queue.next()).isEqualTo(live);
    assertThat(queue.next()).isNull();
  }

  @Test
  void aGroupAfterLiveOnesBeginsWithOneThatWasHeldBackSoThatNoneIsLeftOut() {
    for (int i = 0; i < 10; i++) {
      add("uploading-" + i);
      for (int j = 0; j < 10; j++) {
        add("live-" + j, LIVE);
      }
    }
    assertThat(group()).hasSize(MOST_LIVE).allMatch(FairQueueTest::isLive);
    List<PatientMessage> second = group();
    assertThat(second).hasSize(1 + MOST_LIVE);
    assertThat(isLive(second.get(0))).isFalse();
    assertThat(second.subList(1, second.size())).allMatch(FairQueueTest::isLive);
  }

  @Test
  void whoUploadsKeepsItsOwnOrderAndIsLiveWhenItsUploadIsUsed() {
    PatientMessage held = add("both");
    PatientMessage live = add("both", Duration.ofSeconds(5));
    add("other");
    queue.beginGroup();
    assertThat(queue.next()).isEqualTo(held);
    assertThat(queue.next()).isEqualTo(live);
    assertThat(queue.next()).isNull();
  }

  @Test
  void aBacklogDelaysAnotherPatientByOneMessage() {
    for (int i = 0; i < 5_000; i++) {
      add("busy");
    }
    PatientMessage single = add("quiet");
    assertThat(List.of(next(), next())).contains(single);
    assertThat(queue.size()).isEqualTo(4_999);
    PatientMessage again = add("quiet");
    assertThat(List.of(next(), next())).contains(again);
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
    for (int i = 0; i < 60; i++) {
      share.merge(next().patient(), 1, Integer::sum);
    }
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
        Duration old = random.nextBoolean() ? LIVE : Duration.ofDays(2);
        added.computeIfAbsent(patient, p -> new ArrayList<>()).add(add(patient, old).sequence());
      } else {
        note(group(), taken);
      }
    }
    while (queue.size() > 0) {
      note(group(), taken);
    }
    assertThat(taken).isEqualTo(added);
    assertThat(queue.size()).isZero();
    assertThat(queue.isWaiting("p1")).isFalse();
    assertThat(queue.peek("p1")).isNull();
  }

  private static boolean isLive(PatientMessage message) {
    return message.patient().startsWith("live");
  }

  /** The first of a group. */
  private PatientMessage next() {
    queue.beginGroup();
    return Objects.requireNonNull(queue.next());
  }

  private List<PatientMessage> group() {
    List<PatientMessage> group = new ArrayList<>();
    queue.beginGroup();
    for (PatientMessage next = queue.next(); next != null; next = queue.next()) {
      group.add(next);
    }
    return group;
  }

  private static void note(List<PatientMessage> messages, Map<String, List<Long>> taken) {
    messages.forEach(
        message ->
            taken
                .computeIfAbsent(message.patient(), p -> new ArrayList<>())
                .add(message.sequence()));
  }
}
