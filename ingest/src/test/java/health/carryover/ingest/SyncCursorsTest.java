package health.carryover.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.MemoryDeviceCursors;
import health.carryover.ingest.House.Sent;
import health.carryover.ingest.codec.CodecSettings;
import health.carryover.ingest.codec.MessageCodec;
import health.carryover.ingest.device.SyncAudience;
import health.carryover.ingest.device.SyncCursors;
import health.carryover.ingest.device.SyncSettings;
import health.carryover.ingest.mqtt.OutboundMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class SyncCursorsTest {
  private static final String SYNC = "carryover/v1/c1/watch/down/sync";
  private final House house = new House();
  private final MemoryDeviceCursors stored = new MemoryDeviceCursors();
  private final Retained broker = new Retained();

  /** A broker that keeps the last message of each topic and confirms when it is told to. */
  private static final class Retained {
    private final Map<String, String> last = new HashMap<>();
    private final Map<String, Integer> underWay = new HashMap<>();
    private final List<Runnable> held = new ArrayList<>();
    private boolean confirms = true;
    private int most;
    private int messages;

    synchronized CompletionStage<Void> publish(OutboundMessage message) {
      assertThat(message.retention()).isEqualTo(OutboundMessage.Retention.RETAINED);
      messages++;
      last.put(message.topic(), new String(message.payload(), StandardCharsets.UTF_8));
      most = Math.max(most, underWay.merge(message.topic(), 1, Integer::sum));
      CompletableFuture<Void> stage = new CompletableFuture<>();
      Runnable confirm =
          () -> {
            underWay.merge(message.topic(), -1, Integer::sum);
            stage.complete(null);
          };
      if (confirms) {
        confirm.run();
      } else {
        held.add(confirm);
      }
      return stage;
    }

    synchronized void hold() {
      confirms = false;
    }

    synchronized void confirm() {
      confirms = true;
      held.forEach(Runnable::run);
      held.clear();
    }

    synchronized String last(String topic) {
      return last.getOrDefault(topic, "");
    }
  }

  private SyncCursors cursors(int queued) {
    return new SyncCursors(
        house.memoryJournal,
        stored,
        new MessageCodec(CodecSettings.DEFAULTS),
        new SyncSettings(
            queued,
            1,
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            10,
            Duration.ofMillis(1),
            House.AT_ONCE),
        broker::publish,
        new SimpleMeterRegistry());
  }

  private static Sent numbered(String device, String boot, int number) {
    return House.up(
        device,
        "heart-rate",
        "{\"boot\":\"%s\",\"seq\":%d,\"at\":\"2026-03-02T11:%02d:%02dZ\",\"bpm\":90}"
            .formatted(boot, number, number / 60 % 60, number % 60));
  }

  private void run(int queued, List<Sent> messages, Runnable then) throws Exception {
    run(cursors(queued), messages, then);
  }

  private void run(SyncCursors sync, List<Sent> messages, Runnable then) throws Exception {
    try (IngestService service = house.service()) {
      service.addListener(sync);
      sync.start();
      service.start();
      House.await(() -> !sync.behind());
      for (Sent message : messages) {
        House.send(service, message);
      }
      House.settle(service, messages);
      then.run();
    } finally {
      sync.close();
    }
  }

  @Test
  void tellsWhatIsStoredWithCountsAndReasons() throws Exception {
    house.enrol("watch", "p1");
    List<Sent> messages =
        List.of(
            numbered("watch", "b7", 1),
            numbered("watch", "b7", 3),
            numbered("watch", "b7", 1),
            House.up(
                "watch",
                "pain",
                "{\"boot\":\"b7\",\"seq\":2,\"at\":\"2026-03-02T11:00:00\",\"nrs\":3}"));
    run(
        1_000,
        messages,
        () ->
            House.await(
                () ->
                    broker
                        .last(SYNC)
                        .equals(
                            "{\"boot\":\"b7\",\"durableSeq\":3,\"durableAt\":\"2026-03-02T12:00:00Z\","
                                + "\"accepted\":2,\"duplicates\":1,\"quarantined\":1,"
                                + "\"reasons\":{\"time.no-offset\":1}}")));
  }

  @Test
  void whoDoesNotListenIsNotToldAndWhoBeginsToHearsAtOnce() throws Exception {
    house.enrol("watch", "p1");
    house.enrol("phone", "p1");
    SyncAudience audience = new SyncAudience();
    SyncCursors sync = cursors(1_000);
    sync.tellOnly(audience);
    audience.subscribed("carryover/v1/c1/phone/down/+");
    String phone = SYNC.replace("watch", "phone");
    List<Sent> messages =
        List.of(numbered("watch", "b", 1), numbered("watch", "b", 2), numbered("phone", "b", 1));
    run(
        sync,
        messages,
        () -> {
          House.await(() -> broker.last(phone).contains("\"durableSeq\":1,"));
          assertThat(broker.last(SYNC)).isEmpty();
          audience.returned("c1", "watch");
          House.await(() -> broker.last(SYNC).contains("\"durableSeq\":2,"));
        });
  }

  @Test
  void whoListensToAllHearsOfThoseBeforeToo() throws Exception {
    house.enrol("watch", "p1");
    SyncAudience audience = new SyncAudience();
    SyncCursors sync = cursors(1_000);
    sync.tellOnly(audience);
    run(
        sync,
        List.of(numbered("watch", "b", 1)),
        () -> {
          House.await(() -> stored.checkpoint() == 1);
          assertThat(broker.last(SYNC)).isEmpty();
          audience.subscribed("carryover/v1/c1/#");
          House.await(() -> broker.last(SYNC).contains("\"durableSeq\":1,"));
        });
  }

  @Test
  void aQueueThatOverflowsMissesNothing() throws Exception {
    house.enrol("watch", "p1");
    house.enrol("phone", "p1");
    List<Sent> messages = new ArrayList<>();
    for (int n = 1; n <= 500; n++) {
      messages.add(numbered(n % 3 == 0 ? "phone" : "watch", "b", n % 3 == 0 ? n / 3 : n - n / 3));
    }
    run(
        1,
        messages,
        () -> {
          House.await(() -> broker.last(SYNC).contains("\"durableSeq\":334,"));
          House.await(
              () -> broker.last(SYNC.replace("watch", "phone")).contains("\"durableSeq\":166,"));
          assertThat(broker.last(SYNC)).contains("\"accepted\":334,");
        });
  }

  @Test
  void oneIsUnderWayForEachDeviceAndTheNewestWins() throws Exception {
    house.enrol("watch", "p1");
    broker.hold();
    List<Sent> messages = new ArrayList<>();
    for (int n = 1; n <= 200; n++) {
      messages.add(numbered("watch", "b", n));
    }
    run(
        1_000,
        messages,
        () -> {
          House.await(() -> !broker.last(SYNC).isEmpty());
          broker.confirm();
          House.await(() -> broker.last(SYNC).contains("\"durableSeq\":200,"));
        });
    assertThat(broker.most).isEqualTo(1);
    assertThat(broker.messages).isLessThan(200);
  }

  @Test
  void aRestartGoesOnAlsoFromTheJournalAlone() throws Exception {
    house.enrol("watch", "p1");
    List<Sent> first = List.of(numbered("watch", "b", 1), numbered("watch", "b", 2));
    run(1_000, first, () -> House.await(() -> broker.last(SYNC).contains("\"durableSeq\":2,")));
    long checkpoint = stored.checkpoint();
    assertThat(checkpoint).isEqualTo(house.memoryJournal.lastSequence());

    // Journalled while nobody counted.
    try (IngestService service = house.service()) {
      service.start();
      List<Sent> meanwhile = List.of(numbered("watch", "b", 4));
      House.send(service, meanwhile.get(0));
      House.settle(service, meanwhile);
    }
    run(
        1_000,
        List.of(numbered("watch", "b", 3)),
        () -> House.await(() -> broker.last(SYNC).contains("\"durableSeq\":4,")));
    assertThat(broker.last(SYNC)).contains("\"accepted\":4,");
  }

  @Test
  void aBrokerThatForgotIsToldAgain() throws Exception {
    house.enrol("watch", "p1");
    run(
        1_000,
        List.of(numbered("watch", "b", 1)),
        () -> House.await(() -> !broker.last(SYNC).isEmpty()));
    synchronized (broker) {
      broker.last.clear();
    }
    run(1_000, List.of(), () -> House.await(() -> broker.last(SYNC).contains("\"durableSeq\":1,")));
  }

  @Test
  void aDeviceNobodyEnrolledLearnsWhy() throws Exception {
    run(
        1_000,
        List.of(numbered("watch", "b", 1)),
        () ->
            House.await(
                () ->
                    broker
                        .last(SYNC)
                        .contains("\"quarantined\":1,\"reasons\":{\"device.unknown\":1}")));
  }
}
