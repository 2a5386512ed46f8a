package health.carryover.analysis.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.event.SafetyReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventFormsTest {
  private static final Instant AT = Instant.parse("2026-03-02T08:00:00.123456789Z");

  @Test
  void theNewestFormKeepsTheBoot() throws Exception {
    ReceivedEvent report =
        new ReceivedEvent(new SafetyReport(AT, List.of("fever")), "d1", AT, "r-1", "b7", 12L);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new EventWriter(new DataOutputStream(bytes)).write(report);
    assertThat(reader(bytes, EventReader.NEWEST).read()).isEqualTo(report);
  }

  @Test
  void theNewestFormKeepsWhatWasAgreed() throws Exception {
    ReceivedEvent report =
        new ReceivedEvent(
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
                30.5,
                ProfileChange.Progression.HELD,
                Set.of(ProfileChange.Clearable.HR_CEILING)),
            null,
            AT,
            null,
            null,
            null);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new EventWriter(new DataOutputStream(bytes)).write(report);
    assertThat(reader(bytes, EventReader.NEWEST).read()).isEqualTo(report);
  }

  @Test
  void theFirstFormIsStillRead() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBoolean(true);
    out.writeUTF("d1");
    out.writeLong(AT.getEpochSecond());
    out.writeInt(AT.getNano());
    out.writeBoolean(true);
    out.writeUTF("r-1");
    out.writeBoolean(true);
    out.writeLong(12);
    out.writeByte(EventWriter.SAFETY);
    out.writeLong(AT.getEpochSecond());
    out.writeInt(AT.getNano());
    out.writeInt(1);
    out.writeUTF("fever");
    assertThat(reader(bytes, EventReader.WITHOUT_BOOT).read())
        .isEqualTo(
            new ReceivedEvent(new SafetyReport(AT, List.of("fever")), "d1", AT, "r-1", null, 12L));
  }

  @Test
  void readingsOfAnyNumberComeBackFromOneWriter() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    EventWriter writer = new EventWriter(new DataOutputStream(bytes));
    List<HeartRateSamples> written =
        Stream.of(1, 60, 5_000, 61).map(EventFormsTest::readings).toList();
    written.forEach(
        samples -> writer.write(new ReceivedEvent(samples, "d1", AT, "r-1", "b7", 12L)));
    EventReader reader = reader(bytes, EventReader.NEWEST);
    for (HeartRateSamples samples : written) {
      assertThat(reader.read().event()).usingRecursiveComparison().isEqualTo(samples);
    }
  }

  /** Among them the furthest that a time can be from the one before. */
  private static HeartRateSamples readings(int count) {
    long[] atMillis = new long[count];
    float[] bpm = new float[count];
    for (int i = 0; i < count; i++) {
      atMillis[i] = i % 7 == 1 ? Long.MAX_VALUE : i % 7 == 2 ? Long.MIN_VALUE : 1_000L * i;
      bpm[i] = 60.5f + i % 100;
    }
    return new HeartRateSamples(atMillis, bpm, HeartRateSamples.Sensor.CHEST);
  }

  private static EventReader reader(ByteArrayOutputStream bytes, int form) {
    return new EventReader(
        new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), form);
  }
}
