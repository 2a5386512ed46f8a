package health.carryover.deploy.broker;

import static health.carryover.deploy.broker.Clients.HOST;
import static health.carryover.deploy.broker.Clients.count;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.carryover.ingest.mqtt.InboundMessage;
import health.carryover.ingest.mqtt.MqttAddress;
import health.carryover.ingest.mqtt.MqttCredentials;
import health.carryover.ingest.mqtt.MqttLink;
import health.carryover.ingest.mqtt.MqttLinkSettings;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttRole;
import health.carryover.ingest.mqtt.MqttState;
import health.carryover.ingest.mqtt.MqttStateListener;
import health.carryover.ingest.mqtt.OutboundMessage;
import health.carryover.ingest.mqtt.PublishRefusedException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.EOFException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guarded broker: a device is user name and client id at once, and keeps to its own topics. */
class AccessTest {

  @TempDir Path folder;
  private EmbeddedBroker broker;
  private final BlockingQueue<InboundMessage> intake = new ArrayBlockingQueue<>(10);
  private final MeterRegistry registry = new SimpleMeterRegistry();

  /** The service may read everything; a device writes under its own {@code up/} alone. */
  private static final class OwnTopics implements BrokerAccess {

    @Override
    public boolean answers(String clientId) {
      return !clientId.equals("early");
    }

    @Override
    public String admit(Login login) {
      String username = login.username();
      return ("secret of " + username).equals(login.secret()) && login.clientId().equals(username)
          ? username
          : null;
    }

    @Override
    public boolean permits(String name, Operation operation, String topic) {
      return name.equals("service")
          ? operation == Operation.READ && topic.equals("carryover/v1/+/+/up/#")
          : topic.startsWith("carryover/v1/c.1/" + name + "/")
              && topic.contains(operation == Operation.PUBLISH ? "/up/" : "/down/");
    }
  }

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedBroker.start(BrokerSettings.local(0, folder), new OwnTopics());
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void aDeviceWritesItsOwnTopicsAndNoOthers() throws Exception {
    try (MqttLink link = link("service", "carryover/v1/+/+/up/#");
        MqttPublisher device = publisher("d1", "d1")) {
      Clients.awaitConnected(link);
      publish(device, "carryover/v1/c.1/d1/up/pain");
      assertThat(Clients.take(intake).topic()).isEqualTo("carryover/v1/c.1/d1/up/pain");

      for (String topic :
          new String[] {
            "carryover/v1/c.1/d2/up/pain", "carryover/v1/c.1/d1/down/sync", "activemq/management"
          }) {
        assertThatThrownBy(() -> publish(device, topic))
            .hasRootCauseInstanceOf(PublishRefusedException.class);
      }
      publish(device, "carryover/v1/c.1/d1/up/pain");
      assertThat(Clients.take(intake).topic()).isEqualTo("carryover/v1/c.1/d1/up/pain");
      assertThat(intake).isEmpty();
    }
  }

  @Test
  void aDeviceReadsItsOwnTopicsAndNoOthers() throws Exception {
    try (MqttLink own = link("d1", "carryover/v1/c.1/d1/down/#")) {
      Clients.awaitConnected(own);
    }
    try (MqttLink others = link("d2", "carryover/v1/c.1/d1/down/#")) {
      Eventually.await(
          "the subscription to be refused",
          () -> count(registry, "carryover.mqtt.disconnections", "reason", "refused") >= 1);
      assertThat(others.state()).isEqualTo(MqttState.CONNECTING);
    }
  }

  @Test
  void aWrongSecretOrSomeoneElsesClientIdIsTurnedAway() throws Exception {
    try (MqttPublisher right = publisher("d1", "d1")) {
      Eventually.await("the device to connect", () -> right.state() == MqttState.CONNECTED);
      // Right after the right one, with the same user name and secret.
      try (MqttPublisher otherId = publisher("d1", "d3");
          MqttPublisher wrongSecret = publisher("d4", "d4", "guessed")) {
        Eventually.await(
            "both to be turned away twice",
            () -> count(registry, "carryover.mqtt.connections", "outcome", "failed") >= 4);
        assertThat(otherId.state()).isEqualTo(MqttState.CONNECTING);
        assertThat(wrongSecret.state()).isEqualTo(MqttState.CONNECTING);
      }
      assertThat(count(registry, "carryover.mqtt.connections", "outcome", "made")).isEqualTo(1);
    }
  }

  @Test
  void whoIsNotHeardYetIsCutOffWithoutARefusal() {
    // A CONNACK with a refusal would end with another exception.
    assertThatThrownBy(() -> RawClient.connect(broker.port(), "early", "early", "secret of early"))
        .isInstanceOfAny(EOFException.class, SocketException.class);
  }

  private MqttLink link(String device, String filter) {
    MqttLink link =
        new MqttLink(
            address(device, device, "secret of " + device),
            MqttLinkSettings.subscribingTo(filter).withBackoff(Clients.SHORT),
            intake,
            Clock.systemUTC(),
            MqttStateListener.none(),
            registry);
    link.start();
    return link;
  }

  private MqttPublisher publisher(String user, String clientId) {
    return publisher(user, clientId, "secret of " + user);
  }

  private MqttPublisher publisher(String user, String clientId, String secret) {
    MqttPublisher publisher =
        new MqttPublisher(
            address(user, clientId, secret),
            Clients.PUBLISHER,
            MqttRole.FEED,
            MqttStateListener.none(),
            registry);
    publisher.start();
    return publisher;
  }

  private MqttAddress address(String user, String clientId, String secret) {
    return MqttAddress.of(HOST, broker.port(), clientId).with(new MqttCredentials(user, secret));
  }

  private static void publish(MqttPublisher publisher, String topic) throws Exception {
    publisher
        .publish(OutboundMessage.of(topic, "{}".getBytes(UTF_8)))
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }
}
