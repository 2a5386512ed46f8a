package health.carryover.analysis;

import health.carryover.analysis.alert.AlertClaim.Standing;
import health.carryover.analysis.alert.PublishedAlert;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.history.LowestByDay;
import health.carryover.analysis.outcome.AlertChange.Severity;
import health.carryover.analysis.outcome.Assessment;
import health.carryover.analysis.session.HeartRateSeries;
import health.carryover.analysis.session.SessionFacts;
import health.carryover.analysis.snapshot.EventReader;
import health.carryover.analysis.snapshot.EventWriter;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of a monitor: the facts that still count, what stays of settled sessions, and
 * what was said. Everything else follows from these.
 */
final class MonitorSnapshotForm {
  /** The first version, still read: its reports carry no boot. */
  private static final int WITHOUT_BOOT = 1;

  /** The second version, still read: settled sessions keep nothing to be looked back on. */
  static final int WITHOUT_PAST = 2;

  /**
   * The third version, still read: not compressed, and nothing is known of what wearables said of
   * rest and peak.
   */
  static final int WITHOUT_WEARABLE_RATES = 3;

  /** The fifth version, still read: readings are reports like others. */
  private static final int WITH_READINGS_AS_REPORTS = 5;

  /** The seventh version, still read: all readings are in what is compressed. */
  private static final int WITHOUT_CHAPTERS = 7;

  /**
   * The newest: before what is compressed as a whole, and how long that is, stand the readings that
   * were compressed before. The fourth, still read, knows nothing of what was agreed about the
   * amount; the sixth, still read, holds the time of every reading, and larger blocks of them.
   */
  private static final int VERSION = EventReader.NEWEST;

  private static final RecordComponent[] PARTS = Assessment.class.getRecordComponents();

  private static final int BUFFER_BYTES = 1 << 13;

  private MonitorSnapshotForm() {}

  /** A digest of what an assessment finds, to know whether it was said before. */
  static String digest(Assessment assessment) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  text(assessment.withRevision(0, Instant.EPOCH)).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * What {@code toString} gives, to the letter, for digests of earlier versions are of that. The
   * generated one takes a JVM's compiler 7 to 19 seconds once it is called often.
   */
  static String text(Assessment assessment) {
    StringJoiner text = new StringJoiner(", ", "Assessment[", "]");
    for (RecordComponent part : PARTS) {
      try {
        text.add(part.getName() + "=" + part.getAccessor().invoke(assessment));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a public record has public accessors", e);
      }
    }
    return text.toString();
  }

  static byte[] write(PatientMonitor monitor) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    Deflater fast = new Deflater(Deflater.BEST_SPEED);
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(new DeflaterOutputStream(bytes, fast), BUFFER_BYTES))) {
      out.writeUTF(monitor.patient());
      instant(out, monitor.now);
      instant(out, monitor.watermark);
      out.writeLong(monitor.ordinal);
      instant(out, monitor.missing.saidUntil);
      lowest(out, monitor.facts.lowest);
      reports(out, reports(monitor.facts));
      readings(out, new DataOutputStream(compressed), monitor.facts);
      out.writeInt(monitor.settled.size());
      for (SettledSession session : monitor.settled.values()) {
        SettledForm.write(out, session);
      }
      out.writeInt(monitor.tracked.size());
      for (TrackedSession session : monitor.tracked.values()) {
        out.writeUTF(session.id);
        out.writeInt(session.revision);
        out.writeUTF(session.saidDigest());
        out.writeBoolean(session.settled);
        out.writeLong(session.lastProgressMillis);
        instant(out, session.toldAt);
      }
      out.writeInt(monitor.ledger.published().size());
      for (Map.Entry<String, PublishedAlert> alert : monitor.ledger.published().entrySet()) {
        out.writeUTF(alert.getKey());
        published(out, alert.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      fast.end();
    }
    return ByteBuffer.allocate(1 + Integer.BYTES + compressed.size() + bytes.size())
        .put((byte) VERSION)
        .putInt(compressed.size())
        .put(compressed.toByteArray())
        .put(bytes.toByteArray())
        .array();
  }

  static PatientMonitor read(byte[] snapshot, MonitorSettings settings) {
    ByteArrayInputStream bytes = new ByteArrayInputStream(snapshot);
    int version = bytes.read();
    if (version < WITHOUT_BOOT || version > VERSION) {
      throw new IllegalArgumentException("a snapshot of unknown version " + version);
    }
    try (DataInputStream compressed = compressed(bytes, version);
        DataInputStream in = body(bytes, version)) {
      PatientMonitor monitor = new PatientMonitor(in.readUTF(), settings);
      monitor.now = instant(in);
      monitor.watermark = instant(in);
      monitor.ordinal = in.readLong();
      monitor.missing.saidUntil = instant(in);
      if (version > WITHOUT_WEARABLE_RATES) {
        lowest(in, monitor.facts.lowest);
      }
      EventReader events = new EventReader(in, version);
      for (int i = in.readInt(); i > 0; i--) {
        monitor.facts.add(events.read());
      }
      if (version > WITH_READINGS_AS_REPORTS) {
        readings(in, compressed, monitor.facts, version);
      }
      for (int i = in.readInt(); i > 0; i--) {
        SettledSession session = SettledForm.read(in, version);
        monitor.settled.put(session.id(), session);
      }
      for (int i = in.readInt(); i > 0; i--) {
        TrackedSession session = new TrackedSession(in.readUTF());
        session.revision = in.readInt();
        session.restoreSaid(in.readUTF());
        session.settled = in.readBoolean();
        session.lastProgressMillis = in.readLong();
        session.toldAt = instant(in);
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

  private static DataInputStream compressed(InputStream bytes, int version) throws IOException {
    if (version <= WITHOUT_CHAPTERS) {
      return new DataInputStream(InputStream.nullInputStream());
    }
    int length = new DataInputStream(bytes).readInt();
    return new DataInputStream(new ByteArrayInputStream(bytes.readNBytes(length)));
  }

  private static DataInputStream body(InputStream bytes, int version) {
    return new DataInputStream(
        version > WITHOUT_WEARABLE_RATES
            ? new BufferedInputStream(new InflaterInputStream(bytes), BUFFER_BYTES)
            : bytes);
  }

  private static void lowest(DataOutputStream out, LowestByDay lowest) throws IOException {
    Map<Long, Double> days = new TreeMap<>(lowest.closed());
    out.writeLong(lowest.closedBefore());
    out.writeInt(days.size());
    for (Map.Entry<Long, Double> day : days.entrySet()) {
      out.writeLong(day.getKey());
      out.writeDouble(day.getValue());
    }
  }

  private static void lowest(DataInputStream in, LowestByDay lowest) throws IOException {
    long closedBefore = in.readLong();
    Map<Long, Double> days = new TreeMap<>();
    for (int i = in.readInt(); i > 0; i--) {
      long day = in.readLong();
      days.put(day, in.readDouble());
    }
    lowest.restore(days, closedBefore);
  }

  private static List<ReceivedEvent> reports(PatientFacts facts) {
    List<ReceivedEvent> reports = new ArrayList<>(facts.profiles.reports());
    for (SessionFacts session : facts.sessions.values()) {
      reports.addAll(session.reports());
    }
    reports.addAll(facts.pain.reports());
    reports.addAll(facts.recovery.reports());
    reports.addAll(facts.safety);
    return reports;
  }

  private static void readings(
      DataOutputStream out, DataOutputStream compressed, PatientFacts facts) throws IOException {
    out.writeInt(facts.readings.size());
    for (Map.Entry<String, HeartRateSeries> device : facts.readings.entrySet()) {
      out.writeUTF(device.getKey());
      device.getValue().write(out, compressed);
    }
  }

  private static void readings(
      DataInputStream in, DataInputStream compressed, PatientFacts facts, int version)
      throws IOException {
    for (int devices = in.readInt(); devices > 0; devices--) {
      String device = in.readUTF();
      facts.putBack(
          device,
          version > WITHOUT_CHAPTERS
              ? HeartRateSeries.read(in, compressed)
              : HeartRateSeries.readWithoutChapters(in));
    }
  }

  private static void reports(DataOutputStream out, List<ReceivedEvent> reports)
      throws IOException {
    out.writeInt(reports.size());
    EventWriter events = new EventWriter(out);
    for (ReceivedEvent report : reports) {
      events.write(report);
    }
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

  static void instant(DataOutputStream out, Instant instant) throws IOException {
    out.writeLong(instant.getEpochSecond());
    out.writeInt(instant.getNano());
  }

  static Instant instant(DataInputStream in) throws IOException {
    long seconds = in.readLong();
    return Instant.ofEpochSecond(seconds, in.readInt());
  }

  static void real(DataOutputStream out, @Nullable Double value) throws IOException {
    out.writeBoolean(value != null);
    if (value != null) {
      out.writeDouble(value);
    }
  }

  static @Nullable Double real(DataInputStream in) throws IOException {
    return in.readBoolean() ? (Double) in.readDouble() : null;
  }
}
