package health.carryover.ingest;

import static health.carryover.ingest.House.START;
import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.ingest.mqtt.InboundMessage;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MqttIntakeTest {

  @Test
  void carriesEveryMessageAndItsAcknowledgement() throws Exception {
    House house = new House();
    house.enrol("d1", "p1");
    IngestService service = house.service();
    service.start();
    ArrayBlockingQueue<InboundMessage> queue = new ArrayBlockingQueue<>(4);
    AtomicInteger acknowledged = new AtomicInteger();
    MqttIntake intake = new MqttIntake(queue, service);
    intake.start();
    for (int i = 0; i < 200; i++) {
      String payload = "{\"at\":\"" + START.minusSeconds(i) + "\",\"bpm\":90}";
      queue.put(
          new InboundMessage(
              "carryover/v1/c1/d1/up/heart-rate",
              payload.getBytes(StandardCharsets.UTF_8),
              "application/json",
              false,
              false,
              START,
              acknowledged::incrementAndGet));
    }
    House.await(() -> acknowledged.get() == 200);
    intake.close();
    assertThat(service.stop()).isTrue();
    assertThat(house.readings("p1")).hasSize(200);
    assertThat(house.memoryJournal.read(0, 1).get(0).entry().contentType())
        .isEqualTo("application/json");
  }
}
