package health.carryover.ingest.codec;

import static health.carryover.ingest.codec.Messages.event;
import static health.carryover.ingest.codec.Messages.on;
import static health.carryover.ingest.codec.Messages.up;
import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.event.Condition;
import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.event.PainSlot;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.RecoveryReport;
import health.carryover.analysis.event.SafetyReport;
import health.carryover.analysis.event.SessionMark;
import health.carryover.analysis.event.SessionPlan;
import health.carryover.analysis.event.SessionSummary;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every payload the contract shows is understood. */
class ContractPayloadTest {
  private static final String T = "\"2026-03-02T10:00:00+01:00\"";
  private static final Instant AT = Instant.parse("2026-03-02T09:00:00Z");

  @Test
  void evenlySpacedHeartRate() {
    Decoded decoded =
        up(
            "heart-rate",
            "{\"start\":"
                + T
                + ",\"intervalMs\":1000,\"bpm\":[92,93,null,95.5],\"sensor\":\"chest\",\"rrMs\":[640,655]}");
    HeartRateSamples samples = (HeartRateSamples) event(decoded);
    assertThat(samples.size()).isEqualTo(3);
    assertThat(samples.atMillis(2)).isEqualTo(AT.toEpochMilli() + 3_000);
    assertThat(samples.bpm(2)).isEqualTo(95.5f);
    assertThat(samples.sensor()).isEqualTo(HeartRateSamples.Sensor.CHEST);
    assertThat(decoded.counts()).isEqualTo(new Counts(3, 1, 0, 0));
  }

  @Test
  void pairsOfTimeAndHeartRate() {
    Decoded decoded =
        up("heart-rate", "{\"samples\":[[" + T + ",92],[\"2026-03-02T09:00:01.5Z\",93]]}");
    HeartRateSamples samples = (HeartRateSamples) event(decoded);
    assertThat(samples.atMillis(0)).isEqualTo(AT.toEpochMilli());
    assertThat(samples.atMillis(1)).isEqualTo(AT.toEpochMilli() + 1_500);
    assertThat(samples.sensor()).isEqualTo(HeartRateSamples.Sensor.UNKNOWN);
  }

  @Test
  void oneHeartRate() {
    HeartRateSamples samples =
        (HeartRateSamples)
            event(up("heart-rate", "{\"at\":" + T + ",\"bpm\":92,\"sensor\":\"wrist\"}"));
    assertThat(samples.size()).isEqualTo(1);
    assertThat(samples.sensor()).isEqualTo(HeartRateSamples.Sensor.WRIST);
  }

  @Test
  void implausibleReadingsGoAndTheirNeighboursStay() {
    Decoded decoded =
        up(
            "heart-rate",
            "{\"start\":" + T + ",\"intervalMs\":500,\"bpm\":[0,25,24.9,250,250.1,null,-5,1e999]}");
    assertThat(decoded.counts()).isEqualTo(new Counts(2, 1, 5, 5));
    assertThat(decoded.rejections())
        .extracting(r -> r.code() + "@" + r.element())
        .containsExactly(
            "heart-rate.implausible@0",
            "heart-rate.implausible@2",
            "heart-rate.implausible@4",
            "heart-rate.implausible@6",
            "heart-rate.implausible@7");
    HeartRateSamples samples = (HeartRateSamples) decoded.events().get(0);
    assertThat(samples.atMillis(0)).isEqualTo(AT.toEpochMilli() + 500);
    assertThat(samples.atMillis(1)).isEqualTo(AT.toEpochMilli() + 1_500);
    assertThat(decoded.usable()).isTrue();
  }

  @Test
  void aBatchOfGapsIsWellFormedAndEmpty() {
    Decoded decoded =
        up("heart-rate", "{\"start\":" + T + ",\"intervalMs\":1000,\"bpm\":[null,null]}");
    assertThat(decoded.events()).isEmpty();
    assertThat(decoded.rejections()).isEmpty();
    assertThat(decoded.counts()).isEqualTo(new Counts(0, 2, 0, 0));
  }

  @Test
  void sessionStarted() {
    assertThat(
            event(
                up(
                    "session",
                    "{\"session\":\"s-1\",\"event\":\"started\",\"at\":"
                        + T
                        + ",\"activity\":\"walking\",\"template\":\"walk-30\",\"plannedLoad\":40}")))
        .isEqualTo(
            new SessionMark(
                "s-1",
                SessionMark.Kind.STARTED,
                AT,
                new SessionPlan("walking", "walk-30", 40.0),
                null));
  }

  @ParameterizedTest
  @CsvSource({"paused,PAUSED", "resumed,RESUMED", "ended,ENDED"})
  void sessionPresses(String event, SessionMark.Kind kind) {
    assertThat(
            event(
                up(
                    "session",
                    "{\"session\":\"s-1\",\"event\":\""
                        + event
                        + "\",\"at\":"
                        + T
                        + ",\"rpe\":4}")))
        .isEqualTo(new SessionMark("s-1", kind, AT, SessionPlan.UNKNOWN, 4.0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"start\":\"2026-03-02T09:00:00Z\",\"end\":\"2026-03-02T09:28:00Z\",\"durationS\":1680",
        "\"start\":\"2026-03-02T09:00:00Z\",\"durationS\":1680",
        "\"end\":\"2026-03-02T09:28:00Z\",\"durationS\":1680",
        "\"at\":\"2026-03-02T09:28:00Z\",\"durationS\":1680",
        "\"start\":\"2026-03-02T09:00:00Z\",\"end\":\"2026-03-02T09:28:00Z\",\"durationS\":1681.5",
      })
  void sessionSummaryNeedsTwoOfThree(String times) {
    assertThat(
            event(
                up(
                    "session",
                    "{\"session\":\"s-1\",\"event\":\"summary\","
                        + times
                        + ",\"activity\":\"walking\",\"rpe\":4}")))
        .isEqualTo(
            new SessionSummary(
                "s-1",
                AT,
                Instant.parse("2026-03-02T09:28:00Z"),
                1680.0,
                new SessionPlan("walking", null, null),
                4.0));
  }

  @Test
  void sessionSummaryWithoutDuration() {
    assertThat(
            event(
                up(
                    "session",
                    "{\"session\":\"s-1\",\"event\":\"summary\",\"start\":\"2026-03-02T09:00:00Z\",\"end\":\"2026-03-02T09:28:00Z\"}")))
        .isEqualTo(
            new SessionSummary(
                "s-1", AT, Instant.parse("2026-03-02T09:28:00Z"), null, SessionPlan.UNKNOWN, null));
  }

  @Test
  void pain() {
    assertThat(
            event(
                up(
                    "pain",
                    "{\"at\":"
                        + T
                        + ",\"nrs\":6,\"slot\":\"next-morning\",\"session\":\"s-1\",\"site\":\"low-back\",\"flare\":true}")))
        .isEqualTo(new PainReport(AT, 6, PainSlot.NEXT_MORNING, "s-1", "low-back", true));
    assertThat(event(up("pain", "{\"at\":" + T + ",\"nrs\":2.5}")))
        .isEqualTo(new PainReport(AT, 2.5, null, null, null, null));
    assertThat(event(up("pain", "{\"at\":" + T + ",\"nrs\":0,\"slot\":null,\"flare\":false}")))
        .isEqualTo(new PainReport(AT, 0, null, null, null, false));
  }

  @Test
  void recovery() {
    assertThat(
            event(
                up(
                    "recovery",
                    "{\"at\":"
                        + T
                        + ",\"sleepHours\":5.5,\"sleepQuality\":3,\"stress\":7,\"nutrition\":6,\"restingHr\":64}")))
        .isEqualTo(new RecoveryReport(AT, 5.5, 3.0, 7.0, 6.0, 64.0));
    assertThat(event(up("recovery", "{\"at\":" + T + "}")))
        .isEqualTo(new RecoveryReport(AT, null, null, null, null, null));
  }

  @Test
  void safety() {
    assertThat(event(up("safety", "{\"at\":" + T + ",\"redFlags\":[\"chest-pain\"]}")))
        .isEqualTo(new SafetyReport(AT, List.of("chest-pain")));
  }

  @Test
  void theSpellingOfARedFlagNeverSilencesIt() {
    assertThat(
            event(
                up(
                    "safety",
                    "{\"at\":"
                        + T
                        + ",\"redFlags\":[\"CHEST_PAIN\",\"Brust Schmerz\",7,null,\"\",\"chest-pain\"]}")))
        .isEqualTo(new SafetyReport(AT, List.of("brust-schmerz", "chest-pain", "unreadable")));
    assertThat(event(up("safety", "{\"at\":" + T + ",\"redFlags\":\"fainting\"}")))
        .isEqualTo(new SafetyReport(AT, List.of("fainting")));
    assertThat(up("safety", "{\"at\":" + T + ",\"redFlags\":[]}").usable()).isTrue();
    assertThat(up("safety", "{\"at\":" + T + ",\"redFlags\":[]}").events()).isEmpty();
  }

  @Test
  void status() {
    Decoded decoded =
        on(
            "carryover/v1/c1/watch-1/status",
            "{\"at\":" + T + ",\"state\":\"ready\",\"battery\":81}");
    assertThat(decoded.usable()).isTrue();
    assertThat(decoded.events()).isEmpty();
  }

  @Test
  void profileOfTheService() {
    Decoded decoded =
        on(
            "service/profile/c1/p1",
            "{\"at\":"
                + T
                + ",\"zone\":\"Europe/Berlin\",\"sex\":\"female\",\"birthYear\":1969,\"hrRest\":65,\"hrMax\":168.1,\"hrUnreliable\":false,\"condition\":\"low-back-pain\",\"currency\":\"banister-trimp\",\"referenceLoad\":40,\"hrCeiling\":150}");
    assertThat(event(decoded))
        .isEqualTo(
            new ProfileChange(
                AT,
                ZoneId.of("Europe/Berlin"),
                ProfileChange.Sex.FEMALE,
                1969,
                65.0,
                168.1,
                ProfileChange.HeartRateReliability.RELIABLE,
                Condition.LOW_BACK_PAIN,
                LoadCurrency.BANISTER_TRIMP,
                40.0,
                150.0));
    assertThat(decoded.source().patient()).isEqualTo("p1");
    assertThat(decoded.source().device()).isNull();
  }

  @Test
  void whatWasAgreedIsWrittenAsItIsRead() {
    ProfileChange change =
        new ProfileChange(
            AT,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            35.5,
            ProfileChange.Progression.HELD,
            Set.of(ProfileChange.Clearable.HR_CEILING, ProfileChange.Clearable.CURRENCY));
    byte[] payload = new EventWriter().payload(change, new EventWriter.Keys("k", null, null));
    String text = new String(payload, java.nio.charset.StandardCharsets.UTF_8);
    assertThat(text).contains("\"clear\":[\"hrCeiling\",\"currency\"]");
    assertThat(event(on("service/profile/c1/p1", text))).isEqualTo(change);
  }

  @Test
  void unknownFieldsAreIgnored() {
    assertThat(
            event(
                up(
                    "pain",
                    "{\"at\":"
                        + T
                        + ",\"nrs\":6,\"mood\":{\"deep\":[1,{\"er\":null}]},\"\\ud800\":\"\\udfff\"}")))
        .isEqualTo(new PainReport(AT, 6, null, null, null, null));
  }
}
