package health.carryover.deploy.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.ingest.codec.CodecSettings;
import health.carryover.ingest.codec.Decoded;
import health.carryover.ingest.codec.MessageCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedClinicTest {
  private static final Instant NOW = Instant.parse("2026-03-04T15:20:00Z");
  private final SimulatedClinic clinic = new SimulatedClinic(4711, NOW);

  @Test
  void theSameSeedAndMomentGiveTheSameClinic() {
    assertThat(new SimulatedClinic(4711, NOW).history()).isEqualTo(clinic.history());
    assertThat(new SimulatedClinic(4711, NOW).opening(NOW, 40)).isEqualTo(clinic.opening(NOW, 40));
    assertThat(new SimulatedClinic(4712, NOW).history()).isNotEqualTo(clinic.history());
  }

  @Test
  void everythingDevicesSendCanBeUsed() throws Exception {
    MessageCodec codec = new MessageCodec(CodecSettings.DEFAULTS);
    ObjectMapper json = new ObjectMapper();
    LivingClinic living = new LivingClinic(clinic, NOW, List.of());
    List<DeviceMessage> messages = new ArrayList<>(clinic.history());
    for (int second = 0; second < 3600; second += 5) {
      messages.addAll(living.next(NOW.plusSeconds(second)));
    }

    assertThat(messages).hasSizeGreaterThan(3_000);
    for (DeviceMessage message : messages) {
      Decoded decoded =
          codec.decode(
              message.topic("clinic"),
              null,
              json.writeValueAsBytes(message.payload()),
              message.sendAt());
      assertThat(decoded.rejections()).as("%s", message).isEmpty();
    }
  }

  @Test
  void flaresFollowTheHiddenTolerance() {
    HiddenTolerance tolerance = new HiddenTolerance(0.3, 6, 0.05);
    long seed = 815;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (double load : new double[] {0.5, 0.8, 1, 1.35, 1.8}) {
      int flares = 0;
      int draws = 20_000;
      for (int i = 0; i < draws; i++) {
        flares += tolerance.drawRebound(load, random) >= 2 ? 1 : 0;
      }
      assertThat(flares / (double) draws)
          .isCloseTo(tolerance.probabilityOfRebound(load, 2), within(0.015));
    }
    assertThat(tolerance.probabilityOfRebound(Math.exp(0.3), 2))
        .isCloseTo(0.05 + (1 - 0.05 - 0.02) / 2, within(1e-12));
    assertThat(tolerance.probabilityOfRebound(1.8, 2))
        .isGreaterThan(tolerance.probabilityOfRebound(0.8, 2));
  }

  @Test
  void theSessionNearTheLimitPassesItWithinTheFirstMinute() {
    for (double target : new double[] {15, 25, 40}) {
      SimulatedSession session = clinic.opening(NOW, target).get(0);
      assertThat(session.patient()).isEqualTo(clinic.patientNearLimit());
      int begun = (int) Duration.between(session.startAt(), NOW).toSeconds();
      assertThat(load(session, begun)).isLessThan(target);
      assertThat(load(session, begun + 60)).isGreaterThan(target);
      assertThat(session.endAt()).isAfter(NOW.plusSeconds(60));
    }
  }

  private static double load(SimulatedSession session, int seconds) {
    return session.patient().load(Arrays.copyOf(session.bpm(), seconds));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23})
  void yesterdaysFarTooMuchIsStillUnansweredAndItIsMorningThere(int hour) {
    Instant start = NOW.plus(Duration.ofHours(hour));
    SimulatedClinic at = new SimulatedClinic(7, start);
    SimulatedPatient patient = at.patientRebounding();

    DeviceMessage answer = at.morningAnswer(start.plusSeconds(35));

    assertThat(answer.device()).isEqualTo(patient.phone());
    assertThat(answer.payload()).containsEntry("flare", true);
    assertThat(answer.sendAt().atZone(patient.zone()).getHour()).isBetween(4, 11);
    assertThat(at.history())
        .filteredOn(message -> message.device().equals(patient.phone()))
        .filteredOn(message -> message.stream().equals("pain"))
        .filteredOn(m -> m.payload().get("session").equals(answer.payload().get("session")))
        .extracting(message -> message.payload().get("slot"))
        .containsExactly("before", "during", "after", "evening");
  }

  @Test
  void lifeIsTheSameHoweverOftenOneLooks() {
    LivingClinic often = new LivingClinic(clinic, NOW, List.of());
    LivingClinic again = new LivingClinic(clinic, NOW, List.of());
    List<DeviceMessage> seen = new ArrayList<>();
    List<DeviceMessage> seenAgain = new ArrayList<>();
    for (int second = 0; second <= 1800; second += 5) {
      seen.addAll(often.next(NOW.plusSeconds(second)));
      seenAgain.addAll(again.next(NOW.plusSeconds(second)));
      assertThat(often.runningSessions()).isBetween(2, 3);
    }
    assertThat(seen).isEqualTo(seenAgain);
    Set<Object> ids = new HashSet<>();
    long readings = seen.stream().filter(m -> m.stream().equals("heart-rate")).count();
    seen.forEach(message -> ids.add(message.payload().get("id")));
    assertThat(readings).isBetween(1_000L, 1_100L);
    assertThat(ids.size()).isGreaterThan(1_000);
  }

  @Test
  void whatIsStillToBeSentSurvivesARestart() {
    LivingClinic before = new LivingClinic(clinic, NOW, List.of());
    before.next(NOW);
    List<DeviceMessage> due = before.due();
    assertThat(due).isNotEmpty().allMatch(message -> message.sendAt().isAfter(NOW));

    Instant later = NOW.plus(Duration.ofDays(2));
    assertThat(new LivingClinic(clinic, later, due).next(later)).containsAll(due);
  }
}
