package health.carryover.ingest.device;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.MemoryDeviceCredentials;
import health.carryover.ingest.device.DeviceDoor.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceDoorTest {
  private static final Instant T = Instant.parse("2026-03-02T12:00:00Z");
  private final MemoryDeviceCredentials credentials = new MemoryDeviceCredentials();
  private Instant now = T;
  private final DeviceDoor door = new DeviceDoor(credentials, () -> now);

  private boolean admits(String device, String secret) {
    return door.ask(device, secret, "here") == Answer.ADMITTED;
  }

  @Test
  void theRightSecretAloneLetsIn() {
    String secret = door.issue("c", "d1", T).orElseThrow();
    String other = door.issue("c", "d2", T).orElseThrow();
    for (int time = 0; time < 2; time++) {
      assertThat(admits("d1", secret)).isTrue();
      assertThat(admits("d1", other)).isFalse();
      assertThat(admits("d1", "")).isFalse();
      assertThat(admits("d1", secret + "x")).isFalse();
      assertThat(admits("d3", secret)).isFalse();
      assertThat(admits("D1", secret)).isFalse();
    }
    assertThat(door.clinicOf("d1")).contains("c");
  }

  @Test
  void aStrangerIsKnownAsSoonAsItIsGivenASecret() {
    for (int time = 0; time < 2; time++) {
      assertThat(door.knows("d1")).isFalse();
      assertThat(door.knows(null)).isFalse();
    }
    String secret = door.issue("c", "d1", T).orElseThrow();
    assertThat(door.knows("d1")).isTrue();
    assertThat(admits("d1", secret)).isTrue();
    door.revoke("c", "d1", T);
    assertThat(door.knows("d1")).as("it had one").isTrue();
  }

  @Test
  void theSecretIsStoredNowhereAndEverySaltIsItsOwn() {
    String secret = door.issue("c", "d1", T).orElseThrow();
    String first = credentials.find("d1").orElseThrow().secretHash();
    assertThat(secret).hasSizeGreaterThanOrEqualTo(43);
    assertThat(first).startsWith("pbkdf2-sha256$").doesNotContain(secret);
    assertThat(new DeviceSecret().hash(secret)).isNotEqualTo(first);
    assertThat(DeviceSecret.matches(secret, first)).isTrue();
    assertThat(credentials.find("d1").orElseThrow().toString()).doesNotContain(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "pbkdf2-sha256$1$$",
        "pbkdf2-sha256$a$b$c",
        "pbkdf2-sha256$-1$AA$AA",
        "md5$1$AA$AA"
      })
  void aHashThatIsNoneMatchesNothing(String hash) {
    assertThat(DeviceSecret.matches("secret", hash)).isFalse();
  }

  @Test
  void aRevokedOrReplacedSecretIsOutAtOnceAlsoWhereItWasRemembered() {
    List<String> ended = new ArrayList<>();
    String first = door.issue("c", "d1", T).orElseThrow();
    door.addListener(ended::add);
    assertThat(admits("d1", first)).isTrue();
    String second = door.issue("c", "d1", T).orElseThrow();
    assertThat(admits("d1", first)).isFalse();
    assertThat(admits("d1", second)).isTrue();
    door.revoke("c", "d1", T);
    assertThat(admits("d1", second)).isFalse();
    assertThat(door.clinicOf("d1")).isEmpty();
    assertThat(ended).containsExactly("d1", "d1");
  }

  @Test
  void wrongSecretsOfOneDeviceAreLookedAtTenTimesAMinute() {
    String secret = door.issue("c", "d1", T).orElseThrow();
    for (int i = 0; i < 10; i++) {
      assertThat(door.ask("d1", "guess-" + i, "address-" + i)).isEqualTo(Answer.REFUSED);
    }
    assertThat(door.ask("d1", "guess", "another")).isEqualTo(Answer.TOO_MANY);
    assertThat(door.ask("d1", secret, "home")).isEqualTo(Answer.TOO_MANY);
    now = now.plusSeconds(6);
    assertThat(door.ask("d1", secret, "home")).isEqualTo(Answer.ADMITTED);
    for (int i = 0; i < 20; i++) {
      door.ask("d1", "guess-" + i, "address-" + i);
    }
    // Who was known before cannot be locked out by somebody who guesses.
    assertThat(door.ask("d1", secret, "home")).isEqualTo(Answer.ADMITTED);
  }

  @Test
  void wrongSecretsFromOneAddressAreLookedAtThirtyTimesAMinuteAndRightOnesDoNotCount() {
    String secret = door.issue("c", "right", T).orElseThrow();
    for (int i = 0; i < 30; i++) {
      assertThat(door.ask("d" + i, "guess", "here")).isEqualTo(Answer.REFUSED);
    }
    assertThat(door.ask("d99", "guess", "here")).isEqualTo(Answer.TOO_MANY);
    assertThat(door.ask("right", secret, "here")).isEqualTo(Answer.TOO_MANY);
    assertThat(door.ask("right", secret, "elsewhere")).isEqualTo(Answer.ADMITTED);
    for (int i = 0; i < 100; i++) {
      String device = "many-" + i;
      String own = door.issue("c", device, T).orElseThrow();
      assertThat(door.ask(device, own, "clinic")).isEqualTo(Answer.ADMITTED);
    }
  }

  @Test
  void theIdOfAnotherClinicIsNotGivenAway() {
    String theirs = door.issue("theirs", "d1", T).orElseThrow();
    assertThat(door.issue("ours", "d1", T)).isEmpty();
    assertThat(admits("d1", theirs)).isTrue();
  }

  @Test
  void aDeviceKeepsToItsOwnTopics() {
    for (String own : new String[] {"up/pain", "up/heart-rate", "status"}) {
      assertThat(DeviceTopics.mayWrite("c", "d1", "carryover/v1/c/d1/" + own)).isTrue();
      assertThat(DeviceTopics.mayRead("c", "d1", "carryover/v1/c/d1/" + own)).isFalse();
      assertThat(DeviceTopics.mayWrite("c", "d1", "carryover/v1/c/d2/" + own)).isFalse();
      assertThat(DeviceTopics.mayWrite("c", "d1", "carryover/v1/x/d1/" + own)).isFalse();
    }
    for (String own : new String[] {"down/sync", "down/+", "down/#"}) {
      assertThat(DeviceTopics.mayRead("c", "d1", "carryover/v1/c/d1/" + own)).isTrue();
      assertThat(DeviceTopics.mayWrite("c", "d1", "carryover/v1/c/d1/" + own)).isFalse();
      assertThat(DeviceTopics.mayRead("c", "d1", "carryover/v1/c/d2/" + own)).isFalse();
    }
    for (String foreign :
        new String[] {
          "#",
          "+",
          "+/#",
          "carryover/#",
          "carryover/v1/c/#",
          "carryover/v1/c/+/down/sync",
          "carryover/v1/+/d1/down/sync",
          "carryover/v1/c/d1/#",
          "carryover/v1/c/d1/+/sync",
          "carryover/v1/c/alerts",
          "$share/g/carryover/v1/c/d2/down/sync",
          "$SYS/#",
          "carryover/v1/c/d1/down/sync/#",
          "carryover/v1/c/d1/down/a/b",
          "carryover/v1/c/d1/down/",
          "carryover/v1/c/d1/down",
          "",
          "/",
          "carryover/v1/c/d12/down/sync"
        }) {
      assertThat(DeviceTopics.mayRead("c", "d1", foreign)).as(foreign).isFalse();
      assertThat(DeviceTopics.mayWrite("c", "d1", foreign)).as(foreign).isFalse();
    }
  }
}
