package health.carryover.analysis.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

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

  private static EventReader reader(ByteArrayOutputStream bytes, int form) {
    return new EventReader(
        new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), form);
  }
}
