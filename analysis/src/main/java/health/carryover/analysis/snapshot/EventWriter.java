package health.carryover.analysis.snapshot;

import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.event.PatientEvent;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.event.RecoveryReport;
import health.carryover.analysis.event.SafetyReport;
import health.carryover.analysis.event.SessionMark;
import health.carryover.analysis.event.SessionPlan;
import health.carryover.analysis.event.SessionSummary;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes events so that {@link EventReader} reads equal ones. Confined to one thread. */
public final class EventWriter implements PatientEvent.Visitor<DataOutputStream> {
  static final int HEART_RATE = 1;
  static final int MARK = 2;
  static final int SUMMARY = 3;
  static final int PAIN = 4;
  static final int RECOVERY = 5;
  static final int SAFETY = 6;
  static final int PROFILE = 7;

  /** Ten groups of seven bits of the time, and the beats. */
  private static final int MOST_BYTES_OF_READING = 10 + Float.BYTES;

  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final DataOutputStream out;
  private byte[] gathered = new byte[60 * MOST_BYTES_OF_READING];

  public EventWriter(DataOutputStream out) {
    this.out = out;
  }

  /**
   * Writes one report.
   *
   * @throws UncheckedIOException if the stream refuses
   */
  public void write(ReceivedEvent report) {
    try {
      text(report.device());
      instant(report.receivedAt());
      text(report.reportId());
      text(report.boot());
      number(report.sequence());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    report.event().accept(this);
  }

  @Override
  public DataOutputStream heartRate(HeartRateSamples samples) {
    return writing(
        () -> {
          out.writeByte(HEART_RATE);
          out.writeUTF(samples.sensor().name());
          out.writeInt(samples.size());
          int length = gather(samples);
          out.write(gathered, 0, length);
        });
  }

  @Override
  public DataOutputStream sessionMark(SessionMark mark) {
    return writing(
        () -> {
          out.writeByte(MARK);
          out.writeUTF(mark.session());
          out.writeUTF(mark.kind().name());
          instant(mark.at());
          plan(mark.plan());
          real(mark.rpe());
        });
  }

  @Override
  public DataOutputStream sessionSummary(SessionSummary summary) {
    return writing(
        () -> {
          out.writeByte(SUMMARY);
          out.writeUTF(summary.session());
          instant(summary.start());
          instant(summary.end());
          real(summary.activeSeconds());
          plan(summary.plan());
          real(summary.rpe());
        });
  }

  @Override
  public DataOutputStream pain(PainReport report) {
    return writing(
        () -> {
          out.writeByte(PAIN);
          instant(report.at());
          out.writeDouble(report.nrs());
          constant(report.slot());
          text(report.session());
          text(report.site());
          answer(report.flare());
          text(report.quality());
          answer(report.rest());
        });
  }

  @Override
  public DataOutputStream recovery(RecoveryReport report) {
    return writing(
        () -> {
          out.writeByte(RECOVERY);
          instant(report.at());
          real(report.sleepHours());
          real(report.sleepQuality());
          real(report.stress());
          real(report.nutrition());
          real(report.restingBpm());
        });
  }

  @Override
  public DataOutputStream safety(SafetyReport report) {
    return writing(
        () -> {
          out.writeByte(SAFETY);
          instant(report.at());
          out.writeInt(report.redFlags().size());
          for (String flag : report.redFlags()) {
            out.writeUTF(flag);
          }
        });
  }

  @Override
  public DataOutputStream profile(ProfileChange change) {
    return writing(
        () -> {
          out.writeByte(PROFILE);
          instant(change.at());
          text(change.zone() == null ? null : change.zone().getId());
          constant(change.sex());
          number(change.birthYear() == null ? null : change.birthYear().longValue());
          real(change.restBpm());
          real(change.maxBpm());
          constant(change.heartRateReliability());
          constant(change.condition());
          constant(change.currency());
          real(change.referenceLoad());
          real(change.ceilingBpm());
          constant(change.femaleConstant());
          real(change.loadLimit());
          constant(change.progression());
          out.writeInt(change.cleared().size());
          for (ProfileChange.Clearable cleared : new TreeSet<>(change.cleared())) {
            out.writeUTF(cleared.name());
          }
        });
  }

  private void answer(@Nullable Boolean answer) throws IOException {
    out.writeByte(answer == null ? -1 : answer ? 1 : 0);
  }

  private void plan(SessionPlan plan) throws IOException {
    text(plan.activity());
    text(plan.template());
    real(plan.plannedLoad());
  }

  private void instant(Instant instant) throws IOException {
    out.writeLong(instant.getEpochSecond());
    out.writeInt(instant.getNano());
  }

  private void text(@Nullable String text) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      out.writeUTF(text);
    }
  }

  private void real(@Nullable Double value) throws IOException {
    out.writeBoolean(value != null);
    if (value != null) {
      out.writeDouble(value);
    }
  }

  private void number(@Nullable Long value) throws IOException {
    out.writeBoolean(value != null);
    if (value != null) {
      out.writeLong(value);
    }
  }

  /** Written by name: a constant added later does not shift the meaning of older snapshots. */
  private void constant(@Nullable Enum<?> constant) throws IOException {
    text(constant == null ? null : constant.name());
  }

  /**
   * The readings as bytes in {@link #gathered}, and how many these are: streams take each byte by
   * itself much more slowly.
   */
  private int gather(HeartRateSamples samples) {
    if (gathered.length < samples.size() * MOST_BYTES_OF_READING) {
      gathered = new byte[samples.size() * MOST_BYTES_OF_READING];
    }
    int at = 0;
    long previous = 0;
    for (int i = 0; i < samples.size(); i++) {
      at = variable(samples.atMillis(i) - previous, at);
      previous = samples.atMillis(i);
      BIG_ENDIAN.set(gathered, at, Float.floatToIntBits(samples.bpm(i)));
      at += Float.BYTES;
    }
    return at;
  }

  private int variable(long value, int from) {
    int at = from;
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      gathered[at++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    gathered[at++] = (byte) rest;
    return at;
  }

  private DataOutputStream writing(Writing body) {
    try {
      body.write();
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Writing {
    void write() throws IOException;
  }
}
