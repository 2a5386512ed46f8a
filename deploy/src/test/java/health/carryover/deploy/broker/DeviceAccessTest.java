package health.carryover.deploy.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.carryover.analysis.port.MemoryDeviceCredentials;
import health.carryover.ingest.device.DeviceDoor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded broker with the access of the service, met by clients that do not behave. */
class DeviceAccessTest {
  private static final String DOWN_OF_1 = "carryover/v1/c/d1/down/sync";
  private static final String UP_OF_1 = "carryover/v1/c/d1/up/pain";

  @TempDir Path folder;
  private final DeviceDoor door =
      new DeviceDoor(new MemoryDeviceCredentials(), InstantSource.system());
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final RefusedLogins refused = new RefusedLogins(InstantSource.system(), registry);
  private EmbeddedBroker broker;
  private String first;
  private String second;

  @BeforeEach
  void start() throws Exception {
    broker = start(DeviceAccess.Unknown.REFUSED);
    door.addListener(id -> broker.disconnect(id));
    first = door.issue("c", "d1", Instant.EPOCH).orElseThrow();
    second = door.issue("c", "d2", Instant.EPOCH).orElseThrow();
  }

  private EmbeddedBroker start(DeviceAccess.Unknown unknown) throws Exception {
    return EmbeddedBroker.start(
        BrokerSettings.local(0, folder),
        new DeviceAccess(door, Map.of("in", "s1", "out", "s2"), unknown, refused));
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void theWayThroughWorksInBothDirections() throws Exception {
    try (RawClient in = client("in", "s1");
        RawClient out = client("out", "s2");
        RawClient device = client("d1", first)) {
      assertThat(in.subscribe("carryover/v1/+/+/up/+")).isTrue();
      assertThat(in.subscribe("carryover/v1/+/+/status")).isTrue();
      assertThat(device.publish(UP_OF_1)).isTrue();
      assertThat(device.publish("carryover/v1/c/d1/status")).isTrue();
      assertThat(in.take()).isEqualTo(UP_OF_1);
      assertThat(in.take()).isEqualTo("carryover/v1/c/d1/status");
      assertThat(out.publishRetained(DOWN_OF_1)).isTrue();
      assertThat(out.publishRetained("carryover/v1/c/d1/down/sync")).isTrue();
      assertThat(out.publish("carryover/v1/c/alerts")).isTrue();
      assertThat(device.subscribe("carryover/v1/c/d1/down/+")).isTrue();
      assertThat(device.take()).isEqualTo(DOWN_OF_1);
    }
  }

  @Test
  void whatOthersWereToldCannotBeReadByAnyFilter() throws Exception {
    try (RawClient out = client("out", "s2");
        RawClient thief = client("d2", second)) {
      assertThat(out.publishRetained(DOWN_OF_1)).isTrue();
      for (String filter :
          List.of(
              DOWN_OF_1,
              "#",
              "+/#",
              "carryover/#",
              "carryover/v1/#",
              "carryover/v1/c/#",
              "carryover/v1/c/+/down/sync",
              "carryover/v1/c/+/down/+",
              "carryover/v1/+/d2/down/+",
              "carryover/v1/c/d2/#",
              "carryover/v1/c/d2/up/+",
              "carryover/v1/c/d1/down/#",
              "carryover/v1/c/alerts",
              "$share/group/" + DOWN_OF_1,
              "$share/group/carryover/v1/c/+/down/+",
              "$SYS/#",
              "$sys/mqtt/retain/carryover/v1/c/d1/down/sync",
              "$sys.mqtt.retain.carryover.v1.c.d1.down.sync")) {
        assertThat(thief.subscribe(filter)).as(filter).isFalse();
      }
      try (RawClient own = client("d2", second)) {
        assertThat(own.subscribe("carryover/v1/c/d2/down/#")).isTrue();
        assertThat(out.publish("carryover/v1/c/d1/down/sync")).isTrue();
        assertThat(out.publish("carryover/v1/c/d2/down/sync")).isTrue();
        assertThat(own.take()).isEqualTo("carryover/v1/c/d2/down/sync");
        assertThat(own.taken()).isEmpty();
      }
    }
  }

  @Test
  void nothingCanBeWrittenElsewhereNorRetainedThere() throws Exception {
    try (RawClient in = client("in", "s1")) {
      assertThat(in.subscribe("carryover/v1/+/+/up/+")).isTrue();
      assertThat(in.subscribe("carryover/v1/+/+/status")).isTrue();
      for (String topic :
          List.of(
              UP_OF_1,
              "carryover/v1/c/d1/status",
              DOWN_OF_1,
              "carryover/v1/c/d2/down/sync",
              "carryover/v1/c/alerts",
              "carryover/v1/x/d2/up/pain",
              "carryover/v1/c/d2/up",
              "carryover/v1/c/d2/up/pain/more",
              "anything",
              "$sys/mqtt/retain/carryover/v1/c/d1/down/sync")) {
        for (boolean retained : new boolean[] {false, true}) {
          try (RawClient device = client("d2", second)) {
            assertThat(retained ? device.publishRetained(topic) : device.publish(topic))
                .as(topic)
                .isFalse();
          }
        }
      }
      try (RawClient device = client("d2", second)) {
        assertThat(device.publish("carryover/v1/c/d2/up/pain")).isTrue();
        assertThat(in.take()).isEqualTo("carryover/v1/c/d2/up/pain");
        assertThat(in.taken()).isEmpty();
      }
    }
    try (RawClient victim = client("d1", first);
        RawClient out = client("out", "s2")) {
      assertThat(victim.subscribe("carryover/v1/c/d1/down/+")).isTrue();
      assertThat(out.publish("carryover/v1/c/d1/down/feedback")).isTrue();
      // Nothing retained by another device came before.
      assertThat(victim.take()).isEqualTo("carryover/v1/c/d1/down/feedback");
    }
  }

  @Test
  void aWillReachesItsOwnTopicsAlone() throws Exception {
    try (RawClient in = client("in", "s1")) {
      assertThat(in.subscribe("carryover/v1/+/+/status")).isTrue();
      RawClient.withWill(broker.port(), "d2", second, "carryover/v1/c/d1/status")
          .ifPresent(RawClient::vanish);
      RawClient.withWill(broker.port(), "d1", first, "carryover/v1/c/d1/status")
          .orElseThrow()
          .vanish();
      RawClient.withWill(broker.port(), "d2", second, "carryover/v1/c/d2/status")
          .orElseThrow()
          .vanish();
      assertThat(List.of(in.take(), in.take()))
          .containsExactlyInAnyOrder("carryover/v1/c/d1/status", "carryover/v1/c/d2/status");
      assertThat(in.taken()).isEmpty();
    }
  }

  @Test
  void aWrongNameOrSecretIsTurnedAway() {
    for (String[] wrong :
        new String[][] {
          {"d1", "d1", second},
          {"d1", "d1", ""},
          {"d2", "d1", first},
          {"d1", "other", first},
          {"d9", "d9", first},
          {"in", "in", "s2"},
          {"in", "d1", first},
        }) {
      assertThatThrownBy(() -> RawClient.connect(broker.port(), wrong[0], wrong[1], wrong[2]))
          .as(String.join(" ", wrong))
          .isInstanceOf(java.io.IOException.class);
    }
    assertThatThrownBy(() -> RawClient.connect(broker.port(), "d1", null, null))
        .isInstanceOf(java.io.IOException.class);
  }

  @Test
  void whoIsRevokedIsOutAtOnceAndStaysOut() throws Exception {
    try (RawClient in = client("in", "s1");
        RawClient device = client("d1", first);
        RawClient other = client("d2", second)) {
      assertThat(in.subscribe("carryover/v1/+/+/up/+")).isTrue();
      assertThat(device.publish(UP_OF_1)).isTrue();
      assertThat(in.take()).isEqualTo(UP_OF_1);
      door.revoke("c", "d1", Instant.EPOCH);
      assertThat(device.ended()).isTrue();
      assertThatThrownBy(() -> client("d1", first)).isInstanceOf(java.io.IOException.class);
      assertThat(other.publish("carryover/v1/c/d2/up/pain")).isTrue();
      assertThat(in.take()).isEqualTo("carryover/v1/c/d2/up/pain");
    }
  }

  @Test
  void onThisMachineAClientWithoutSecretIsLetInButNotUnderTheNameOfADeviceThatHasOne()
      throws Exception {
    broker.close();
    broker = start(DeviceAccess.Unknown.ADMITTED_ON_THIS_MACHINE);
    try (RawClient anyone = RawClient.connect(broker.port(), "recording-17", null, null)) {
      assertThat(anyone.publish("carryover/v1/c/recording/up/pain")).isTrue();
      assertThat(anyone.subscribe("#")).isTrue();
    }
    assertThatThrownBy(() -> RawClient.connect(broker.port(), "d1", null, null))
        .isInstanceOf(java.io.IOException.class);
    assertThatThrownBy(() -> RawClient.connect(broker.port(), "d1", "d1", "guessed"))
        .isInstanceOf(java.io.IOException.class);
    assertThatThrownBy(() -> RawClient.connect(broker.port(), "in", null, null))
        .isInstanceOf(java.io.IOException.class);
    try (RawClient device = client("d1", first)) {
      assertThat(device.publish(UP_OF_1)).isTrue();
      assertThat(device.publish("carryover/v1/c/d2/up/pain")).isFalse();
    }
  }

  private RawClient client(String name, String secret) throws Exception {
    return RawClient.connect(broker.port(), name, name, secret);
  }

  @Test
  void beyondThisMachineNobodyWithoutSecretIsAccepted() {
    BrokerSettings everywhere = BrokerSettings.local(0, folder.resolve("other")).at("0.0.0.0");
    assertThatThrownBy(
            () ->
                EmbeddedBroker.start(
                    everywhere,
                    new DeviceAccess(
                        door, Map.of(), DeviceAccess.Unknown.ADMITTED_ON_THIS_MACHINE, refused)))
        .isInstanceOf(BrokerStartException.class);
  }
}
