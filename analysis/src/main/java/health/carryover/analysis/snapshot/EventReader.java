package health.carryover.analysis.snapshot;

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
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what {@link EventWriter} wrote. Confined to one thread. */
public final class EventReader {
  /** The first form; it does not know the sender's boot. */
  public static final int WITHOUT_BOOT = 1;

  /** The form that {@link EventWriter} writes. */
  public static final int NEWEST = 8;

  /** The second form; it knows neither the quality of pain nor the constant for women. */
  private static final int WITHOUT_QUALITY = 2;

  /** The fourth form; it knows nothing of what was agreed about the amount. */
  private static final int WITHOUT_AGREEMENT = 4;

  private final DataInputStream in;
  private final int form;

  /**
   * @param form in which the events were written, {@value #WITHOUT_BOOT} to {@value #NEWEST}
   */
  public EventReader(DataInputStream in, int form) {
    this.in = in;
    this.form = form;
  }

  /**
   * Reads one report.
   *
   * @throws IOException if the bytes end early or are no report
   */
  public ReceivedEvent read() throws IOException {
    String device = text();
    Instant receivedAt = instant();
    String reportId = text();
    String boot = form == WITHOUT_BOOT ? null : text();
    Long sequence = number();
    return new ReceivedEvent(event(), device, receivedAt, reportId, boot, sequence);
  }

  private PatientEvent event() throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case EventWriter.HEART_RATE -> heartRate();
      case EventWriter.MARK ->
          new SessionMark(
              in.readUTF(), SessionMark.Kind.valueOf(in.readUTF()), instant(), plan(), real());
      case EventWriter.SUMMARY ->
          new SessionSummary(in.readUTF(), instant(), instant(), real(), plan(), real());
      case EventWriter.PAIN ->
          new PainReport(
              instant(),
              in.readDouble(),
              constant(PainSlot.class),
              text(),
              text(),
              answer(),
              form <= WITHOUT_QUALITY ? null : text(),
              form <= WITHOUT_QUALITY ? null : answer());
      case EventWriter.RECOVERY ->
          new RecoveryReport(instant(), real(), real(), real(), real(), real());
      case EventWriter.SAFETY -> safety();
      case EventWriter.PROFILE -> profile();
      default -> throw new IOException("unknown kind of event in a snapshot: " + kind);
    };
  }

  private HeartRateSamples heartRate() throws IOException {
    HeartRateSamples.Sensor sensor = HeartRateSamples.Sensor.valueOf(in.readUTF());
    int size = in.readInt();
    long[] atMillis = new long[size];
    float[] bpm = new float[size];
    long previous = 0;
    for (int i = 0; i < size; i++) {
      previous += variable();
      atMillis[i] = previous;
      bpm[i] = in.readFloat();
    }
    return new HeartRateSamples(atMillis, bpm, sensor);
  }

  private SafetyReport safety() throws IOException {
    Instant at = instant();
    int count = in.readInt();
    List<String> flags = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      flags.add(in.readUTF());
    }
    return new SafetyReport(at, flags);
  }

  private ProfileChange profile() throws IOException {
    Instant at = instant();
    String zone = text();
    ProfileChange.Sex sex = constant(ProfileChange.Sex.class);
    Long birthYear = number();
    return new ProfileChange(
        at,
        zone == null ? null : ZoneId.of(zone),
        sex,
        birthYear == null ? null : birthYear.intValue(),
        real(),
        real(),
        constant(ProfileChange.HeartRateReliability.class),
        constant(Condition.class),
        constant(LoadCurrency.class),
        real(),
        real(),
        form <= WITHOUT_QUALITY ? null : constant(ProfileChange.FemaleConstant.class),
        form <= WITHOUT_AGREEMENT ? null : real(),
        form <= WITHOUT_AGREEMENT ? null : constant(ProfileChange.Progression.class),
        form <= WITHOUT_AGREEMENT ? Set.of() : cleared());
  }

  private Set<ProfileChange.Clearable> cleared() throws IOException {
    Set<ProfileChange.Clearable> cleared = EnumSet.noneOf(ProfileChange.Clearable.class);
    for (int i = in.readInt(); i > 0; i--) {
      cleared.add(ProfileChange.Clearable.valueOf(in.readUTF()));
    }
    return cleared;
  }

  private SessionPlan plan() throws IOException {
    return new SessionPlan(text(), text(), real());
  }

  private @Nullable Boolean answer() throws IOException {
    int answer = in.readByte();
    return answer < 0 ? null : (Boolean) (answer == 1);
  }

  private Instant instant() throws IOException {
    long seconds = in.readLong();
    return Instant.ofEpochSecond(seconds, in.readInt());
  }

  private @Nullable String text() throws IOException {
    return in.readBoolean() ? in.readUTF() : null;
  }

  private @Nullable Double real() throws IOException {
    return in.readBoolean() ? (Double) in.readDouble() : null;
  }

  private @Nullable Long number() throws IOException {
    return in.readBoolean() ? (Long) in.readLong() : null;
  }

  private <E extends Enum<E>> @Nullable E constant(Class<E> type) throws IOException {
    String name = text();
    return name == null ? null : Enum.valueOf(type, name);
  }

  private long variable() throws IOException {
    long value = 0;
    int shift = 0;
    int next;
    do {
      next = in.readByte();
      value |= (long) (next & 0x7F) << shift;
      shift += 7;
    } while ((next & 0x80) != 0);
    return (value >>> 1) ^ -(value & 1);
  }
}
