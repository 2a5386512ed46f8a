package health.carryover.ingest.device;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.DeviceDesk.BrokerPlace;
import health.carryover.analysis.port.DeviceDesk.Claim;
import health.carryover.analysis.port.DeviceDesk.Device;
import health.carryover.analysis.port.DeviceDesk.Encryption;
import health.carryover.analysis.port.DeviceDesk.Reason;
import health.carryover.analysis.port.MemoryDeviceCredentials;
import health.carryover.analysis.port.MemoryEnrolments;
import health.carryover.ingest.clock.ClockSettings;
import health.carryover.ingest.clock.DeviceClocks;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class EnrolmentDeskTest {
  private Instant now = Instant.parse("2026-03-02T12:00:00Z");
  private final MemoryDeviceCredentials credentials = new MemoryDeviceCredentials();
  private final MemoryEnrolments enrolments = new MemoryEnrolments();
  private final DeviceDoor door = new DeviceDoor(credentials, () -> now);
  private final DeviceClocks clocks = new DeviceClocks(ClockSettings.DEFAULTS);
  private final EnrolmentDesk desk =
      new EnrolmentDesk(
          door,
          credentials,
          enrolments,
          clocks,
          () -> new BrokerPlace("localhost", 1883, Encryption.NONE),
          () -> now);

  private String code(String patient) {
    return desk.code("c", patient).orElseThrow().text();
  }

  @Test
  void aCodeGivesOneDeviceASecretForItsPatient() {
    String code = code("p1");
    assertThat(code).matches("[A-HJKMNP-TV-Z2-9]{10}");
    String typed = code.substring(0, 5).toLowerCase(Locale.ROOT) + "-" + code.substring(5);
    Claim.Granted granted = (Claim.Granted) desk.claim(typed, "watch", "here");
    assertThat(granted.clinic()).isEqualTo("c");
    assertThat(door.ask("watch", granted.secret(), "here")).isEqualTo(DeviceDoor.Answer.ADMITTED);
    assertThat(enrolments.patientOf("c", "watch", now)).contains("p1");
    assertThat(desk.claim(code, "other", "here")).isEqualTo(new Claim.Refused(Reason.CODE_UNKNOWN));
    assertThat(granted.toString()).doesNotContain(granted.secret());
  }

  @Test
  void aCodeEnds() {
    String code = code("p1");
    now = now.plus(EnrolmentDesk.LIFETIME);
    assertThat(desk.claim(code, "watch", "here")).isEqualTo(new Claim.Refused(Reason.CODE_UNKNOWN));
    assertThat(credentials.find("watch")).isEmpty();
  }

  @Test
  void aDeviceInUseIsNotGivenAwayUntilItIsRevoked() {
    Claim.Granted first = (Claim.Granted) desk.claim(code("p1"), "watch", "here");
    String second = code("p2");
    assertThat(desk.claim(second, "watch", "here"))
        .isEqualTo(new Claim.Refused(Reason.DEVICE_TAKEN));
    assertThat(door.ask("watch", first.secret(), "here")).isEqualTo(DeviceDoor.Answer.ADMITTED);
    assertThat(desk.revoke("other", "watch")).isFalse();
    assertThat(desk.revoke("c", "watch")).isTrue();
    assertThat(door.ask("watch", first.secret(), "here")).isNotEqualTo(DeviceDoor.Answer.ADMITTED);
    now = now.plusSeconds(60);
    assertThat(desk.claim(second, "watch", "here")).isInstanceOf(Claim.Granted.class);
    assertThat(desk.devices("c")).extracting(Device::patient).containsExactly("p2");
  }

  @Test
  void aClockThatIsCorrectedIsShown() {
    desk.claim(code("p1"), "watch", "here");
    assertThat(desk.devices("c")).extracting(Device::clockShift).containsExactly(Duration.ZERO);
    for (int i = 0; i < 30; i++) {
      Instant heard = now.plusSeconds(60L * i);
      clocks.heard("c", "watch", heard.plusSeconds(120), heard);
    }
    assertThat(desk.devices("c"))
        .extracting(Device::clockShift)
        .containsExactly(Duration.ofSeconds(-120));
  }

  @Test
  void aDeviceEnrolledByHandForSomebodyElseIsNotGivenAway() {
    enrolments.enrol("c", "watch", "p1", now.minusSeconds(1));
    assertThat(desk.claim(code("p2"), "watch", "here"))
        .isEqualTo(new Claim.Refused(Reason.DEVICE_TAKEN));
    assertThat(desk.claim(code("p1"), "watch", "here")).isInstanceOf(Claim.Granted.class);
  }

  @Test
  void guessingIsSlowFromOnePlaceAndFromManyAndEndsByItself() {
    String code = code("p1");
    for (int guess = 0; guess < 10; guess++) {
      assertThat(desk.claim("AAAAAAAAAA", "watch", "there"))
          .isEqualTo(new Claim.Refused(Reason.CODE_UNKNOWN));
    }
    assertThat(desk.claim(code, "watch", "there")).isEqualTo(new Claim.Refused(Reason.TOO_MANY));
    for (int place = 0; place < 290; place++) {
      assertThat(desk.claim("AAAAAAAAAA", "watch", "place " + place))
          .isEqualTo(new Claim.Refused(Reason.CODE_UNKNOWN));
    }
    assertThat(desk.claim(code, "watch", "here")).isEqualTo(new Claim.Refused(Reason.TOO_MANY));
    now = now.plus(Duration.ofSeconds(10));
    assertThat(desk.claim(code, "watch", "there")).isInstanceOf(Claim.Granted.class);
  }

  @Test
  void codesThatWaitAreBounded() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(desk.code("c", "p1")).isPresent();
    }
    assertThat(desk.code("c", "p1")).isEmpty();
    now = now.plus(EnrolmentDesk.LIFETIME);
    assertThat(desk.code("c", "p1")).isPresent();
  }
}
