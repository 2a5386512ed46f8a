package health.carryover.ingest.codec;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.event.Condition;
import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.event.PainSlot;
import health.carryover.analysis.event.PatientEvent;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.event.RecoveryReport;
import health.carryover.analysis.event.SafetyReport;
import health.carryover.analysis.event.SessionMark;
import health.carryover.analysis.event.SessionPlan;
import health.carryover.analysis.event.SessionSummary;
import health.carryover.ingest.topic.StreamName;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventLineTest {
  private static final Instant AT = Instant.parse("2026-03-02T10:00:00.250Z");
  private static final EventLineCodec CODEC = new EventLineCodec(CodecSettings.DEFAULTS);
  private static final EventWriter WRITER = new EventWriter();

  static List<PatientEvent> events() {
    return List.of(
        new SessionMark(
            "s-1", SessionMark.Kind.STARTED, AT, new SessionPlan("walking", "w-30", 40.5), null),
        new SessionMark("s-1", SessionMark.Kind.ENDED, AT, SessionPlan.UNKNOWN, 4.0),
        new SessionSummary("s-1", AT, AT.plusSeconds(60), 59.5, SessionPlan.UNKNOWN, 3.0),
        new SessionSummary("s-1", AT, AT.plusSeconds(60), null, SessionPlan.UNKNOWN, null),
        new PainReport(AT, 6.5, PainSlot.EVENING, "s-1", "Knie, links \"unten\"", true),
        new PainReport(AT, 0, null, null, null, null),
        new RecoveryReport(AT, 5.5, 3.0, null, 6.0, 64.0),
        new SafetyReport(AT, List.of("chest-pain", "fainting")),
        new ProfileChange(
            AT,
            ZoneId.of("Europe/Berlin"),
            ProfileChange.Sex.MALE,
            1969,
            65.0,
            168.1,
            ProfileChange.HeartRateReliability.UNRELIABLE,
            Condition.TENDINOPATHY,
            LoadCurrency.SESSION_RPE,
            40.0,
            150.0),
        new ProfileChange(AT, null, null, null, null, null, null, null, null, null, null));
  }

  @ParameterizedTest
  @MethodSource("events")
  void whatIsWrittenIsReadBack(PatientEvent event) {
    ReceivedEvent received =
        new ReceivedEvent(event, "watch-1", AT.plusSeconds(3_600), "r-1", "b-1", 17L);
    String text = WRITER.line("p1", received);
    EventLine line = CODEC.decode(text);
    assertThat(line.rejections()).isEmpty();
    assertThat(line.events()).containsExactly(received);
    assertThat(line.patient()).isEqualTo("p1");
    assertThat(text).doesNotContain("\n");
    if (EventWriter.streamOf(event) != StreamName.PROFILE) {
      byte[] payload = WRITER.payload(event, new EventWriter.Keys("r-1", "b", 17L));
      Decoded decoded = Messages.up(EventWriter.streamOf(event).code(), payload);
      assertThat(decoded.events()).containsExactly(event);
      assertThat(decoded.identity().boot()).isEqualTo("b");
      assertThat(decoded.identity().sequence()).isEqualTo(17);
    }
  }

  @ParameterizedTest
  @CsvSource({"0,1000,2000", "0,1000,2001", "0,,", "5,5,5", "2000,1000,0", "0,3600001,7200002"})
  void heartRateIsReadBack(Long first, Long second, Long third) {
    long[] at =
        second == null
            ? new long[] {AT.toEpochMilli() + first}
            : new long[] {
              AT.toEpochMilli() + first, AT.toEpochMilli() + second, AT.toEpochMilli() + third
            };
    float[] bpm = second == null ? new float[] {72.3f} : new float[] {72.3f, 90, 250};
    HeartRateSamples samples = new HeartRateSamples(at, bpm, HeartRateSamples.Sensor.WRIST);
    ReceivedEvent received =
        new ReceivedEvent(samples, null, AT.plusSeconds(9_999), null, null, null);
    EventLine line = CODEC.decode(WRITER.line("p1", received));
    assertThat(line.rejections()).isEmpty();
    assertThat(line.events()).hasSize(1);
    assertThat(line.events().get(0).receivedAt()).isEqualTo(AT.plusSeconds(9_999));
    HeartRateSamples back = (HeartRateSamples) line.events().get(0).event();
    assertThat(back.size()).isEqualTo(samples.size());
    assertThat(back.sensor()).isEqualTo(HeartRateSamples.Sensor.WRIST);
    for (int i = 0; i < back.size(); i++) {
      assertThat(back.atMillis(i)).isEqualTo(samples.atMillis(i));
      assertThat(back.bpm(i)).isEqualTo(samples.bpm(i));
    }
  }

  @Test
  void withoutTimeOfReceiptTheEventsOwnLastTimeCounts() {
    EventLine line =
        CODEC.decode(
            "{\"patient\":\"p1\",\"stream\":\"heart-rate\",\"start\":\"2026-03-02T10:00:00Z\",\"intervalMs\":1000,\"bpm\":[90,91,92]}");
    assertThat(line.events()).hasSize(1);
    assertThat(line.events().get(0).receivedAt()).isEqualTo(Instant.parse("2026-03-02T10:00:02Z"));
    assertThat(line.events().get(0).device()).isNull();
  }

  @Test
  void aSummaryWithDurationAndExertionAlone() {
    EventLine line =
        CODEC.decode(
            "{\"patient\":\"p1\",\"stream\":\"session\",\"session\":\"s\",\"event\":\"summary\",\"at\":\"2026-03-02T10:00:00Z\",\"durationS\":1800,\"rpe\":4}");
    assertThat(line.events())
        .extracting(ReceivedEvent::event)
        .containsExactly(
            new SessionSummary(
                "s",
                Instant.parse("2026-03-02T09:30:00Z"),
                Instant.parse("2026-03-02T10:00:00Z"),
                1800.0,
                SessionPlan.UNKNOWN,
                4.0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "field.missing  | {`stream`:`pain`}",
        "field.missing  | {`patient`:`p`}",
        "id.malformed   | {`patient`:`p p`,`stream`:`pain`}",
        "id.malformed   | {`patient`:`p`,`stream`:`pain`,`device`:`Watch`}",
        "stream.unknown | {`patient`:`p`,`stream`:`status`}",
        "stream.unknown | {`patient`:`p`,`stream`:`tea`}",
        "time.no-offset | {`patient`:`p`,`stream`:`recovery`,`at`:`2026-03-02T10:00:00Z`,`receivedAt`:`2026-03-02T10:00:00`}",
        "time.absurd    | {`patient`:`p`,`stream`:`recovery`,`at`:`2026-03-02T10:00:00Z`,`receivedAt`:`2026-02-02T10:00:00Z`}",
        "json.malformed | hello",
      })
  void badLines(String code, String text) {
    EventLine line = CODEC.decode(text.replace('`', '"'));
    assertThat(line.events()).isEmpty();
    assertThat(line.rejections()).hasSize(1);
    assertThat(line.rejections().get(0).code()).isEqualTo(code);
  }

  @Test
  void aCopyOfALineIsRecognised() {
    String text =
        "{\"patient\":\"p1\",\"stream\":\"recovery\",\"at\":\"2026-03-02T10:00:00Z\",\"stress\":4}";
    assertThat(CODEC.decode(text).identity()).isEqualTo(CODEC.decode(text).identity());
    assertThat(CODEC.decode(text).identity())
        .isNotEqualTo(CODEC.decode(text.replace("p1", "p2")).identity());
  }
}
