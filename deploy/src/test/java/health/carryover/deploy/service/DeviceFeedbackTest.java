package health.carryover.deploy.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.analysis.careplan.CarePlan;
import health.carryover.analysis.careplan.CarePlanField;
import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.port.MemoryEnrolments;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.analysis.port.SampleOutcomes;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttPublisherSettings;
import health.carryover.ingest.mqtt.MqttRole;
import health.carryover.ingest.mqtt.MqttStateListener;
import health.carryover.ingest.mqtt.OutboundMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceFeedbackTest {
  private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
  private final ObjectMapper json = new ObjectMapper();
  private final BlockingQueue<OutboundMessage> published = new LinkedBlockingQueue<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @TempDir Path folder;

  /** A session over a real broker; its device hears that the questions of the day are open. */
  @Test
  void aDeviceIsToldWhichQuestionsAreOpenAndUntilWhen() throws Exception {
    Settings settings =
        SettingsReader.fromEnvironment(
            Map.of(
                "CARRYOVER_DATA_FOLDER", folder.resolve("data").toString(),
                "CARRYOVER_DASHBOARD_PORT", "0",
                "CARRYOVER_MANAGEMENT_PORT", "0",
                "CARRYOVER_BROKER_PORT", "0"));
    Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    try (CarryoverService service = CarryoverService.start(settings, InstantSource.system())) {
      service.directory().put(new Patient("p1", "clinic", "Somebody", Instant.EPOCH));
      service.enrolments().enrol("clinic", "watch-1", "p1", Instant.EPOCH);
      BlockingQueue<MqttMessage> heard = new LinkedBlockingQueue<>();
      MqttAsyncClient device = device(service.broker("watch-1").port(), "watch-1", heard);
      try (MqttPublisher publisher =
          new MqttPublisher(
              service.broker("watch-1-up"),
              MqttPublisherSettings.standard(),
              MqttRole.FEED,
              MqttStateListener.none(),
              registry)) {
        publisher.start();
        for (String event :
            List.of(session("started", end.minusSeconds(1_200)), session("ended", end))) {
          publisher.publish(
              OutboundMessage.of(
                  "carryover/v1/clinic/watch-1/up/session",
                  event.getBytes(StandardCharsets.UTF_8)));
        }
        MqttMessage message = heard.poll(60, TimeUnit.SECONDS);
        assertThat(message).isNotNull();
        JsonNode told = json.readTree(message.getPayload());
        assertThat(told.path("kind").asText()).isEqualTo("pain-question");
        assertThat(told.path("session").asText()).isEqualTo("s-1");
        assertThat(told.path("slots").toString()).contains("evening", "next-morning");
        assertThat(told.path("until").asText())
            .isEqualTo(end.plus(Duration.ofHours(36)).toString());
        assertThat(message.getProperties().getMessageExpiryInterval())
            .isBetween(1L, Duration.ofHours(36).toSeconds());
        assertThat(message.isRetained()).isFalse();
      } finally {
        device.disconnectForcibly(0, 1, false);
        device.close(true);
      }
    }
  }

  private static MqttAsyncClient device(int port, String id, BlockingQueue<MqttMessage> heard)
      throws Exception {
    MqttAsyncClient device =
        new MqttAsyncClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence());
    device.setCallback(new Inbox(heard));
    device.connect(new MqttConnectionOptions()).waitForCompletion(60_000);
    device.subscribe("carryover/v1/clinic/" + id + "/down/feedback", 1).waitForCompletion(60_000);
    return device;
  }

  private record Inbox(BlockingQueue<MqttMessage> heard) implements MqttCallback {
    @Override
    public void messageArrived(String topic, MqttMessage message) {
      heard.add(message);
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {}

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean again, String server) {}

    @Override
    public void authPacketArrived(int code, MqttProperties properties) {}
  }

  private static String session(String event, Instant at) {
    return "{\"session\":\"s-1\",\"event\":\"" + event + "\",\"at\":\"" + at + "\"}";
  }

  @Test
  void aQuestionIsToldAgainWhenTheTimeOfTheCarePlanComes() throws Exception {
    MemoryEnrolments enrolments = new MemoryEnrolments();
    enrolments.enrol("c", "phone-1", "p-1", Instant.EPOCH);
    AtomicReference<Instant> now = new AtomicReference<>(NOW);
    CarePlan plan =
        new CarePlan(
            Map.of(CarePlanField.ZONE, "Europe/Berlin", CarePlanField.MORNING_PROMPT, "08:30"));
    DeviceFeedback feedback =
        new DeviceFeedback(
            "c",
            enrolments,
            patient -> plan,
            message -> {
              published.add(message);
              return CompletableFuture.completedFuture(null);
            },
            now::get,
            registry);
    try (feedback) {
      feedback.start();
      feedback.assessed(
          List.of(
              SampleOutcomes.assessment("p-1", "s-1", 1, NOW.minus(Duration.ofMinutes(28)), NOW)));
      JsonNode first = question();
      assertThat(first.at("/askAt/next-morning").asText()).isEqualTo("2026-03-03T07:30:00Z");
      assertThat(first.path("due").toString()).doesNotContain("next-morning");
      now.set(Instant.parse("2026-03-03T07:30:00Z"));
      JsonNode again = question();
      assertThat(again.path("due").toString()).contains("next-morning");
      assertThat(again.path("slots")).isEqualTo(first.path("slots"));
    }
  }

  /** The next pain question that is published. */
  private JsonNode question() throws Exception {
    while (true) {
      OutboundMessage message = published.poll(60, TimeUnit.SECONDS);
      assertThat(message).isNotNull();
      JsonNode told = json.readTree(message.payload());
      if (told.path("kind").asText().equals("pain-question")) {
        return told;
      }
    }
  }

  @Test
  void anAmountIsToldWhileItHoldsAndNeverAfterItsRetraction() throws Exception {
    MemoryEnrolments enrolments = new MemoryEnrolments();
    enrolments.enrol("c", "watch-1", "p-1", Instant.EPOCH);
    enrolments.enrol("c", "phone-1", "p-1", Instant.EPOCH);
    enrolments.enrol("c", "ow-1", "p-1", Instant.EPOCH);
    enrolments.enrol("c", "watch-2", "p-2", Instant.EPOCH);
    DeviceFeedback feedback =
        new DeviceFeedback(
            "c",
            enrolments,
            patient -> new CarePlan(Map.of()),
            message -> {
              published.add(message);
              return CompletableFuture.completedFuture(null);
            },
            () -> NOW,
            registry);
    // Not started yet: what is raised waits, and goes with its retraction.
    feedback.alertsChanged(List.of(change("s-1", AlertChange.Change.RAISED, NOW)));
    feedback.alertsChanged(List.of(change("s-1", AlertChange.Change.RETRACTED, NOW)));
    feedback.alertsChanged(
        List.of(change("old", AlertChange.Change.RAISED, NOW.minusSeconds(3_600))));
    feedback.alertsChanged(List.of(change("s-2", AlertChange.Change.RAISED, NOW)));
    feedback.alertsChanged(List.of(change("s-2", AlertChange.Change.UPGRADED, NOW)));
    try (feedback) {
      feedback.start();
      Set<String> topics = new TreeSet<>();
      for (int i = 0; i < 2; i++) {
        OutboundMessage message = published.poll(60, TimeUnit.SECONDS);
        assertThat(message).isNotNull();
        topics.add(message.topic());
        assertThat(message.expiry()).isEqualTo(Duration.ofMinutes(15));
        JsonNode told = json.readTree(message.payload());
        assertThat(told.path("kind").asText()).isEqualTo("near-todays-amount");
        assertThat(told.path("session").asText()).isEqualTo("s-2");
        assertThat(told.path("text").asText()).startsWith("You are near the amount");
      }
      assertThat(topics)
          .containsExactly(
              "carryover/v1/c/phone-1/down/feedback", "carryover/v1/c/watch-1/down/feedback");
    }
    assertThat(published).isEmpty();
  }

  private static StoredAlertChange change(
      String session, AlertChange.Change change, Instant eventAt) {
    return new StoredAlertChange(
        1,
        "p-1",
        change,
        Map.of(
            "kind",
            "load-approaching-tolerance",
            "session",
            session,
            "provisional",
            true,
            "eventAt",
            eventAt.toString()));
  }
}
