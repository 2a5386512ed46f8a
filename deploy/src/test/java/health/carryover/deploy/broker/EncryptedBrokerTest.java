package health.carryover.deploy.broker;

import static health.carryover.deploy.broker.Clients.HOST;
import static health.carryover.deploy.broker.Clients.awaitConnected;
import static health.carryover.deploy.broker.Clients.count;
import static health.carryover.deploy.broker.Clients.numberOf;
import static health.carryover.deploy.broker.Clients.numbered;
import static health.carryover.deploy.broker.Clients.publishDurably;
import static health.carryover.deploy.broker.Clients.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.carryover.analysis.port.MemoryDeviceCredentials;
import health.carryover.deploy.tls.Authorities;
import health.carryover.deploy.tls.Identity;
import health.carryover.deploy.tls.TestCertificates;
import health.carryover.deploy.tls.Tls;
import health.carryover.ingest.device.DeviceDoor;
import health.carryover.ingest.mqtt.InboundMessage;
import health.carryover.ingest.mqtt.MqttAddress;
import health.carryover.ingest.mqtt.MqttCredentials;
import health.carryover.ingest.mqtt.MqttLink;
import health.carryover.ingest.mqtt.MqttLinkSettings;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttRole;
import health.carryover.ingest.mqtt.MqttState;
import health.carryover.ingest.mqtt.MqttStateListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded broker over TLS: our own link, and devices with and without certificates. */
class EncryptedBrokerTest {
  private static final String UP_OF_1 = "carryover/v1/c/d1/up/pain";

  @TempDir static Path certificates;
  private static TestCertificates made;
  private static TestCertificates strangers;
  private static SSLContext trusting;

  @TempDir Path folder;
  private final DeviceDoor door =
      new DeviceDoor(new MemoryDeviceCredentials(), InstantSource.system());
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final BlockingQueue<InboundMessage> intake = new ArrayBlockingQueue<>(5_000);
  private EmbeddedBroker broker;

  @BeforeAll
  static void make() throws Exception {
    made =
        TestCertificates.in(certificates.resolve("ours"))
            .server("server")
            .server("elsewhere", "san=dns:elsewhere.example")
            .device("d1")
            .device("d2")
            .device("never-enrolled")
            .expiredDevice("expired", "d1");
    strangers = TestCertificates.in(certificates.resolve("strangers")).device("d1");
    trusting = made.client();
  }

  @BeforeEach
  void start() throws Exception {
    broker = start("server", folder.resolve("broker"));
    door.addListener(broker::disconnect);
  }

  private EmbeddedBroker start(String name, Path where) throws Exception {
    Identity server = Identity.ofPem(made.certificate(name), made.key(name), Instant.now());
    BrokerEncryption encryption =
        new BrokerEncryption(
            Tls.context(server, Authorities.ofPem(made.authority())),
            BrokerEncryption.ClientCertificates.OPTIONAL);
    return EmbeddedBroker.start(
        BrokerSettings.local(0, where).encrypted(encryption),
        new DeviceAccess(
            door,
            Map.of("in", "s1"),
            DeviceAccess.Unknown.REFUSED,
            new RefusedLogins(InstantSource.system(), registry)));
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void ourLinkTakesEveryMessageThoughConnectionsAreCut() throws Exception {
    String secret = door.issue("c1", "d1", Instant.EPOCH).orElseThrow();
    try (TcpProxy proxy = new TcpProxy(broker.port());
        MqttLink link =
            new MqttLink(
                MqttAddress.of(HOST, proxy.port(), "in")
                    .with(new MqttCredentials("in", "s1"))
                    .over(trusting),
                MqttLinkSettings.subscribingTo("carryover/v1/+/+/up/+").withBackoff(Clients.SHORT),
                intake,
                Clock.systemUTC(),
                MqttStateListener.none(),
                registry);
        MqttPublisher device =
            new MqttPublisher(
                MqttAddress.of("localhost", broker.port(), "d1")
                    .with(new MqttCredentials("d1", secret))
                    .over(trusting),
                Clients.PUBLISHER,
                MqttRole.FEED,
                MqttStateListener.none(),
                registry)) {
      link.start();
      awaitConnected(link);
      device.start();
      Set<Long> taken = new HashSet<>();
      for (int round = 0; round < 4; round++) {
        for (long i = 0; i < 500; i++) {
          device.publish(numbered(round * 500 + i));
        }
        while (taken.size() < round * 500 + 250) {
          InboundMessage message = take(intake);
          taken.add(numberOf(message));
          message.acknowledge();
        }
        proxy.cut(round % 2 == 0 ? TcpProxy.Cut.RESET : TcpProxy.Cut.END);
      }
      while (taken.size() < 2_000) {
        InboundMessage message = take(intake);
        taken.add(numberOf(message));
        message.acknowledge();
      }
      assertThat(taken).hasSize(2_000);
    }
  }

  /** The client library reads with a timeout of a second, which may strike within a record. */
  @Test
  void aRecordThatArrivesInPiecesOverSecondsIsOneMessage() throws Exception {
    String secret = door.issue("c1", "d1", Instant.EPOCH).orElseThrow();
    try (TcpProxy proxy = new TcpProxy(broker.port());
        MqttLink link =
            new MqttLink(
                MqttAddress.of(HOST, proxy.port(), "in")
                    .with(new MqttCredentials("in", "s1"))
                    .over(trusting),
                MqttLinkSettings.subscribingTo("carryover/v1/+/+/up/+").withBackoff(Clients.SHORT),
                intake,
                Clock.systemUTC(),
                MqttStateListener.none(),
                registry);
        MqttPublisher device =
            new MqttPublisher(
                MqttAddress.of("localhost", broker.port(), "d1")
                    .with(new MqttCredentials("d1", secret))
                    .over(trusting),
                Clients.PUBLISHER,
                MqttRole.FEED,
                MqttStateListener.none(),
                registry)) {
      link.start();
      awaitConnected(link);
      device.start();
      proxy.slow(30, 1_200);
      publishDurably(device, numbered(1));
      InboundMessage message = take(intake);
      assertThat(numberOf(message)).isEqualTo(1);
      message.acknowledge();
      proxy.slow(Integer.MAX_VALUE, 0);
      publishDurably(device, numbered(2));
      assertThat(numberOf(take(intake))).isEqualTo(2);
      assertThat(count(registry, "carryover.mqtt.disconnections", "reason", "lost")).isZero();
    }
  }

  @Test
  void aBrokerThatCannotProveItsNameIsNotSpokenTo() throws Exception {
    assertThat(refuses(broker.port(), strangers.client())).isTrue();
    assertThat(refuses(broker.port(), null)).isTrue();
    try (EmbeddedBroker elsewhere = start("elsewhere", folder.resolve("elsewhere"))) {
      assertThat(refuses(elsewhere.port(), trusting)).isTrue();
    }
  }

  /** Whether our publisher does not get to speak to a broker there. */
  private static boolean refuses(int port, @Nullable SSLContext tls) throws Exception {
    MeterRegistry own = new SimpleMeterRegistry();
    MqttAddress plain = MqttAddress.of(HOST, port, "in").with(new MqttCredentials("in", "s1"));
    try (MqttPublisher publisher =
        new MqttPublisher(
            tls == null ? plain : plain.over(tls),
            Clients.PUBLISHER,
            MqttRole.FEED,
            MqttStateListener.none(),
            own)) {
      publisher.start();
      Eventually.await(
          "an outcome",
          () ->
              count(own, "carryover.mqtt.connections", "outcome", "failed") >= 2
                  || publisher.state() == MqttState.CONNECTED);
      return publisher.state() != MqttState.CONNECTED;
    }
  }

  @Test
  void aCertificateStandsForTheSecretOfTheDeviceItNames() throws Exception {
    String secret = door.issue("c", "d1", Instant.EPOCH).orElseThrow();
    door.issue("c", "d2", Instant.EPOCH).orElseThrow();
    try (RawClient device = connect(made.client("d1"), "d1", null, null)) {
      assertThat(device.publish(UP_OF_1)).isTrue();
      assertThat(device.publish("carryover/v1/c/d2/up/pain")).isFalse();
    }
    connect(made.client("d1"), "d1", "d1", null).close();
    connect(made.client("d1"), "d1", "d1", secret).close();
    connect(trusting, "d1", "d1", secret).close();
    turnedAway(made.client("d1"), "d1", "d1", "wrong");
    turnedAway(made.client("d2"), "d1", null, null);
    turnedAway(made.client("d2"), "d1", "d1", secret);
    turnedAway(made.client("d1"), "in", null, null);
    turnedAway(trusting, "d1", null, null);
    turnedAway(trusting, "d1", "d1", null);
    turnedAway(made.client("never-enrolled"), "never-enrolled", null, null);
  }

  @Test
  void aCertificateOfAnotherAuthorityOrAnExpiredOneEndsTheConnection() throws Exception {
    door.issue("c", "d1", Instant.EPOCH).orElseThrow();
    turnedAway(strangers.unchecked("d1", made), "d1", null, null);
    turnedAway(made.unchecked("expired", made), "d1", null, null);
  }

  @Test
  void revokingEndsTheCertificateTooAndTheOpenConnection() throws Exception {
    door.issue("c", "d1", Instant.EPOCH).orElseThrow();
    try (RawClient device = connect(made.client("d1"), "d1", null, null)) {
      assertThat(device.publish(UP_OF_1)).isTrue();
      door.revoke("c", "d1", Instant.EPOCH);
      assertThat(device.ended()).isTrue();
    }
    turnedAway(made.client("d1"), "d1", null, null);
  }

  private RawClient connect(SSLContext tls, String clientId, String user, String secret)
      throws IOException {
    return RawClient.connect(broker.port(), tls, clientId, user, secret);
  }

  private void turnedAway(SSLContext tls, String clientId, String user, String secret) {
    assertThatThrownBy(() -> connect(tls, clientId, user, secret).close())
        .as("%s %s", clientId, user)
        .isInstanceOf(IOException.class);
  }
}
