package health.carryover.analysis;

import health.carryover.analysis.SettledSession.Completeness;
import health.carryover.analysis.alert.AlertClaim.Standing;
import health.carryover.analysis.alert.PublishedAlert;
import health.carryover.analysis.course.CourseBasis;
import health.carryover.analysis.course.CourseSession;
import health.carryover.analysis.course.CourseSession.CourseOutcome;
import health.carryover.analysis.course.SessionLoads;
import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.load.BanisterFormula;
import health.carryover.analysis.load.HeartRateDistribution;
import health.carryover.analysis.load.HeartRateLoad;
import health.carryover.analysis.load.HeartRateReference;
import health.carryover.analysis.load.LoadBasis;
import health.carryover.analysis.load.LoadQuality;
import health.carryover.analysis.outcome.AlertChange.Severity;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.response.ResponsePattern;
import health.carryover.analysis.session.HeartRateSeries;
import health.carryover.analysis.session.SessionFacts;
import health.carryover.analysis.session.SessionHeartRate;
import health.carryover.analysis.snapshot.EventReader;
import health.carryover.analysis.snapshot.EventWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of a monitor: the facts that still count, what stays of settled sessions, and
 * what was said. Everything else follows from these.
 */
final class MonitorSnapshotForm {
  /** The first version, still read: its reports carry no boot. */
  private static final int WITHOUT_BOOT = 1;

  private static final int VERSION = 2;

  private MonitorSnapshotForm() {}

  /** A digest of what an assessment finds, to know whether it was said before. */
  static String digest(Assessment assessment) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  assessment
                      .withRevision(0, Instant.EPOCH)
                      .toString()
                      .getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static byte[] write(PatientMonitor monitor) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(monitor.patient());
      instant(out, monitor.now);
      instant(out, monitor.watermark);
      out.writeLong(monitor.ordinal);
      reports(out, reports(monitor.facts));
      out.writeInt(monitor.settled.size());
      for (SettledSession session : monitor.settled.values()) {
        settled(out, session);
      }
      out.writeInt(monitor.tracked.size());
      for (TrackedSession session : monitor.tracked.values()) {
        out.writeUTF(session.id);
        out.writeInt(session.revision);
        out.writeUTF(session.said);
        out.writeBoolean(session.settled);
        out.writeLong(session.lastProgressMillis);
      }
      out.writeInt(monitor.ledger.published().size());
      for (Map.Entry<String, PublishedAlert> alert : monitor.ledger.published().entrySet()) {
        out.writeUTF(alert.getKey());
        published(out, alert.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static PatientMonitor read(byte[] snapshot, MonitorSettings settings) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot))) {
      int version = in.readByte();
      if (version < WITHOUT_BOOT || version > VERSION) {
        throw new IllegalArgumentException("a snapshot of unknown version " + version);
      }
      PatientMonitor monitor = new PatientMonitor(in.readUTF(), settings);
      monitor.now = instant(in);
      monitor.watermark = instant(in);
      monitor.ordinal = in.readLong();
      EventReader events =
          new EventReader(
              in, version == WITHOUT_BOOT ? EventReader.WITHOUT_BOOT : EventReader.NEWEST);
      for (int i = in.readInt(); i > 0; i--) {
        monitor.facts.add(events.read());
      }
      for (int i = in.readInt(); i > 0; i--) {
        SettledSession session = settled(in);
        monitor.settled.put(session.id(), session);
      }
      for (int i = in.readInt(); i > 0; i--) {
        TrackedSession session = new TrackedSession(in.readUTF());
        session.revision = in.readInt();
        session.said = in.readUTF();
        session.settled = in.readBoolean();
        session.lastProgressMillis = in.readLong();
        monitor.tracked.put(session.id, session);
      }
      Map<String, PublishedAlert> said = new TreeMap<>();
      for (int i = in.readInt(); i > 0; i--) {
        said.put(in.readUTF(), published(in));
      }
      monitor.ledger.restore(said);
      monitor.rederive();
      return monitor;
    } catch (IOException e) {
      throw new IllegalArgumentException("not a snapshot of a monitor", e);
    }
  }

  private static List<ReceivedEvent> reports(PatientFacts facts) {
    List<ReceivedEvent> reports = new ArrayList<>(facts.profiles.reports());
    for (Map.Entry<String, HeartRateSeries> device : facts.readings.entrySet()) {
      if (device.getValue().size() > 0) {
        reports.add(
            new ReceivedEvent(
                device.getValue().toSamples(), device.getKey(), Instant.EPOCH, null, null, null));
      }
    }
    for (SessionFacts session : facts.sessions.values()) {
      reports.addAll(session.reports());
    }
    reports.addAll(facts.pain.reports());
    reports.addAll(facts.recovery.reports());
    reports.addAll(facts.safety);
    return reports;
  }

  private static void reports(DataOutputStream out, List<ReceivedEvent> reports)
      throws IOException {
    out.writeInt(reports.size());
    EventWriter events = new EventWriter(out);
    for (ReceivedEvent report : reports) {
      events.write(report);
    }
  }

  private static void settled(DataOutputStream out, SettledSession session) throws IOException {
    out.writeUTF(session.id());
    instant(out, session.start());
    instant(out, session.end());
    out.writeUTF(session.pattern().name());
    out.writeUTF(session.completeness().name());
    CourseSession course = session.course();
    out.writeBoolean(course != null);
    if (course == null || !(course.loads() instanceof SessionLoads loads)) {
      return;
    }
    loads(out, loads);
    out.writeUTF(course.basis().currency().name());
    basis(out, course.basis().loadBasis());
    real(out, course.basis().referenceLoad());
    CourseOutcome outcome = course.outcome();
    out.writeByte(outcome == null ? -1 : outcome.grade());
    out.writeDouble(course.weight());
    out.writeBoolean(course.mergedIntoNext());
  }

  private static SettledSession settled(DataInputStream in) throws IOException {
    String id = in.readUTF();
    Instant start = instant(in);
    Instant end = instant(in);
    ResponsePattern pattern = ResponsePattern.valueOf(in.readUTF());
    Completeness completeness = Completeness.valueOf(in.readUTF());
    if (!in.readBoolean()) {
      return new SettledSession(id, start, end, null, pattern, completeness);
    }
    SessionLoads loads = loads(in);
    CourseBasis basis = new CourseBasis(LoadCurrency.valueOf(in.readUTF()), basis(in), real(in));
    int grade = in.readByte();
    CourseSession course =
        new CourseSession(
            id,
            start,
            loads,
            basis,
            grade < 0 ? null : new CourseOutcome(grade),
            in.readDouble(),
            in.readBoolean());
    return new SettledSession(id, start, end, course, pattern, completeness);
  }

  private static void loads(DataOutputStream out, SessionLoads loads) throws IOException {
    SessionHeartRate heartRate = loads.heartRate();
    out.writeBoolean(heartRate.device() != null);
    if (heartRate.device() != null) {
      out.writeUTF(heartRate.device());
    }
    HeartRateLoad load = heartRate.load();
    out.writeUTF(load.formula());
    real(out, load.rawBanister());
    out.writeDouble(load.coverage());
    out.writeDouble(load.activeMinutes());
    out.writeUTF(load.quality().name());
    real(out, load.banister());
    real(out, load.edwards());
    real(out, load.lucia());
    real(out, load.individualised());
    real(out, load.timeWeightedMeanBpm());
    real(out, load.meanBpm());
    real(out, load.maxBpm());
    out.writeInt(load.edwardsZoneSeconds().size());
    for (double seconds : load.edwardsZoneSeconds()) {
      out.writeDouble(seconds);
    }
    out.writeInt(load.readings());
    out.writeInt(load.artefacts());
    out.writeBoolean(load.maxExceeded());
    HeartRateDistribution held = heartRate.distribution();
    out.writeInt(held.size());
    for (int i = 0; i < held.size(); i++) {
      out.writeFloat(held.bpm(i));
      out.writeLong(held.millis(i));
    }
    basis(out, heartRate.basis());
    real(out, loads.rpe());
    out.writeDouble(loads.activeMinutes());
  }

  private static SessionLoads loads(DataInputStream in) throws IOException {
    String device = in.readBoolean() ? in.readUTF() : null;
    String formula = in.readUTF();
    Double rawBanister = real(in);
    double coverage = in.readDouble();
    double activeMinutes = in.readDouble();
    LoadQuality quality = LoadQuality.valueOf(in.readUTF());
    Double banister = real(in);
    Double edwards = real(in);
    Double lucia = real(in);
    Double individualised = real(in);
    Double timeWeightedMean = real(in);
    Double mean = real(in);
    Double max = real(in);
    List<Double> zoneSeconds = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      zoneSeconds.add(in.readDouble());
    }
    HeartRateLoad load =
        new HeartRateLoad(
            formula,
            rawBanister,
            coverage,
            activeMinutes,
            quality,
            banister,
            edwards,
            lucia,
            individualised,
            timeWeightedMean,
            mean,
            max,
            zoneSeconds,
            in.readInt(),
            in.readInt(),
            in.readBoolean());
    int size = in.readInt();
    float[] bpm = new float[size];
    long[] millis = new long[size];
    for (int i = 0; i < size; i++) {
      bpm[i] = in.readFloat();
      millis[i] = in.readLong();
    }
    SessionHeartRate heartRate =
        new SessionHeartRate(device, load, HeartRateDistribution.of(bpm, millis), basis(in));
    return new SessionLoads(heartRate, real(in), in.readDouble());
  }

  private static void basis(DataOutputStream out, LoadBasis basis) throws IOException {
    HeartRateReference reference = basis.reference();
    real(out, reference == null ? null : (Double) reference.restBpm());
    real(out, reference == null ? null : (Double) reference.maxBpm());
    out.writeUTF(basis.formula().name());
  }

  private static LoadBasis basis(DataInputStream in) throws IOException {
    Double rest = real(in);
    Double max = real(in);
    BanisterFormula formula = BanisterFormula.valueOf(in.readUTF());
    return rest == null || max == null
        ? LoadBasis.withoutReference(formula)
        : LoadBasis.of(new HeartRateReference(rest, max), formula);
  }

  private static void published(DataOutputStream out, PublishedAlert alert) throws IOException {
    out.writeUTF(alert.standing().name());
    out.writeUTF(alert.severity().name());
    out.writeLong(alert.eventAtMillis());
    real(out, alert.load());
    real(out, alert.toleratedLoad());
    real(out, alert.probability());
    out.writeBoolean(alert.late());
  }

  private static PublishedAlert published(DataInputStream in) throws IOException {
    return new PublishedAlert(
        Standing.valueOf(in.readUTF()),
        Severity.valueOf(in.readUTF()),
        in.readLong(),
        real(in),
        real(in),
        real(in),
        in.readBoolean());
  }

  private static void instant(DataOutputStream out, Instant instant) throws IOException {
    out.writeLong(instant.getEpochSecond());
    out.writeInt(instant.getNano());
  }

  private static Instant instant(DataInputStream in) throws IOException {
    long seconds = in.readLong();
    return Instant.ofEpochSecond(seconds, in.readInt());
  }

  private static void real(DataOutputStream out, @Nullable Double value) throws IOException {
    out.writeBoolean(value != null);
    if (value != null) {
      out.writeDouble(value);
    }
  }

  private static @Nullable Double real(DataInputStream in) throws IOException {
    return in.readBoolean() ? (Double) in.readDouble() : null;
  }
}
