package health.carryover.ingest.device;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.BrokerDoor.Operation;
import health.carryover.analysis.port.BrokerDoor.Verdict;
import health.carryover.analysis.port.MemoryDeviceCredentials;
import health.carryover.ingest.mqtt.MqttCredentials;
import health.carryover.ingest.topic.TopicFilters;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExternalBrokerDoorTest {
  private static final Instant T = Instant.parse("2026-03-02T12:00:00Z");
  private static final String UP = "carryover/v1/c/d1/up/pain";
  private static final String DOWN = "carryover/v1/c/d1/down/sync";

  private final DeviceDoor devices = new DeviceDoor(new MemoryDeviceCredentials(), () -> T);
  private final ExternalBrokerDoor door =
      new ExternalBrokerDoor(
          devices,
          "the broker's token",
          new MqttCredentials("carryover", "own secret"),
          TopicFilters.ofTheServices("group"),
          () -> T);

  @Test
  void theTokenIsTheOneThatWasSet() {
    assertThat(door.trusts("the broker's token")).isTrue();
    assertThat(door.trusts("another")).isFalse();
    assertThat(door.trusts("")).isFalse();
  }

  @Test
  void aDeviceComesInWithItsSecretUnderItsOwnName() {
    String secret = devices.issue("c", "d1", T).orElseThrow();
    assertThat(door.admits("d1", "d1", secret, "")).isEqualTo(Verdict.ALLOWED);
    assertThat(door.admits("d2", "d1", secret, "")).isEqualTo(Verdict.DENIED);
    assertThat(door.admits("d1", "d1", "wrong", "")).isEqualTo(Verdict.DENIED);
    assertThat(door.admits("", "", "", "")).isEqualTo(Verdict.DENIED);
    devices.revoke("c", "d1", T);
    assertThat(door.admits("d1", "d1", secret, "")).isEqualTo(Verdict.DENIED);
    assertThat(door.permits("d1", "d1", Operation.PUBLISH, UP)).isEqualTo(Verdict.DENIED);
  }

  @Test
  void aDeviceMayDoWhatItMayAtTheEmbeddedBroker() {
    devices.issue("c", "d1", T).orElseThrow();
    assertThat(door.permits("d1", "d1", Operation.PUBLISH, UP)).isEqualTo(Verdict.ALLOWED);
    assertThat(door.permits("d1", "d1", Operation.SUBSCRIBE, UP)).isEqualTo(Verdict.DENIED);
    assertThat(door.permits("d1", "d1", Operation.RECEIVE, DOWN)).isEqualTo(Verdict.ALLOWED);
    assertThat(door.permits("d1", "d1", Operation.PUBLISH, DOWN)).isEqualTo(Verdict.DENIED);
    assertThat(door.permits("d1", "d1", Operation.SUBSCRIBE, "#")).isEqualTo(Verdict.DENIED);
    assertThat(door.permits("d2", "d1", Operation.PUBLISH, UP)).isEqualTo(Verdict.DENIED);
    assertThat(door.permits("d9", "d9", Operation.PUBLISH, "carryover/v1/c/d9/up/pain"))
        .isEqualTo(Verdict.DENIED);
  }

  @Test
  void theServiceKeepsToWhatItNeeds() {
    assertThat(door.admits("any", "carryover", "own secret", "")).isEqualTo(Verdict.ALLOWED);
    assertThat(door.admits("any", "carryover", "guess", "")).isEqualTo(Verdict.DENIED);
    assertThat(may(Operation.SUBSCRIBE, "$share/group/" + TopicFilters.ALL_UP)).isTrue();
    assertThat(may(Operation.SUBSCRIBE, "#")).isFalse();
    assertThat(may(Operation.RECEIVE, UP)).isTrue();
    assertThat(may(Operation.RECEIVE, DOWN)).isFalse();
    assertThat(may(Operation.PUBLISH, DOWN)).isTrue();
    assertThat(may(Operation.PUBLISH, UP)).isFalse();
  }

  private boolean may(Operation operation, String topic) {
    return door.permits("any", "carryover", operation, topic) == Verdict.ALLOWED;
  }

  @Test
  void whoAsksTooOftenIsNotLookedAtAndOthersAre() {
    devices.issue("c", "d1", T).orElseThrow();
    devices.issue("c", "d2", T).orElseThrow();
    Verdict last = Verdict.ALLOWED;
    for (int i = 0; i <= 6_000; i++) {
      last = door.permits("d1", "d1", Operation.PUBLISH, UP);
    }
    assertThat(last).isEqualTo(Verdict.TOO_MANY);
    assertThat(door.permits("d2", "d2", Operation.PUBLISH, "carryover/v1/c/d2/up/pain"))
        .isEqualTo(Verdict.ALLOWED);
    for (int i = 0; i < 10; i++) {
      assertThat(door.admits("d2", "d2", "guess", "")).isEqualTo(Verdict.DENIED);
    }
    assertThat(door.admits("d2", "d2", "guess", "")).isEqualTo(Verdict.TOO_MANY);
  }
}
