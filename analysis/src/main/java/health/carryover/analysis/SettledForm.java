package health.carryover.analysis;

import static health.carryover.analysis.MonitorSnapshotForm.instant;
import static health.carryover.analysis.MonitorSnapshotForm.real;

import health.carryover.analysis.SettledSession.Completeness;
import health.carryover.analysis.course.CourseBasis;
import health.carryover.analysis.course.CourseSession;
import health.carryover.analysis.course.CourseSession.CourseOutcome;
import health.carryover.analysis.course.CourseSession.CourseOutcome.Answers;
import health.carryover.analysis.course.SessionLoads;
import health.carryover.analysis.event.LoadCurrency;
import health.carryover.analysis.history.PastSession;
import health.carryover.analysis.history.SessionMeasures;
import health.carryover.analysis.load.HeartRateReference;
import health.carryover.analysis.profile.WearableRates;
import health.carryover.analysis.response.ResponsePattern;
import health.carryover.analysis.signal.HeartRateRecovery.Stop;
import health.carryover.analysis.signal.Signal;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;

/** The binary form of what stays of a settled session. */
final class SettledForm {
  private SettledForm() {}

  static void write(DataOutputStream out, SettledSession session) throws IOException {
    past(out, session.past());
    real(out, session.wearable().toldRestBpm());
    real(out, session.wearable().lowestBpm());
    real(out, session.wearable().peakBpm());
    out.writeUTF(session.pattern().name());
    out.writeUTF(session.completeness().name());
    CourseSession course = session.course();
    out.writeBoolean(course != null);
    if (course == null || !(course.loads() instanceof SessionLoads loads)) {
      return;
    }
    SessionLoadsForm.write(out, loads);
    out.writeUTF(course.basis().currency().name());
    SessionLoadsForm.basis(out, course.basis().loadBasis());
    real(out, course.basis().referenceLoad());
    CourseOutcome outcome = course.outcome();
    out.writeByte(outcome == null ? -1 : outcome.grade());
    out.writeUTF(outcome == null ? "" : outcome.answers().name());
    out.writeDouble(course.weight());
    out.writeBoolean(course.mergedIntoNext());
  }

  static SettledSession read(DataInputStream in, int version) throws IOException {
    boolean looksBack = version > MonitorSnapshotForm.WITHOUT_PAST;
    boolean seesWearables = version > MonitorSnapshotForm.WITHOUT_WEARABLE_RATES;
    PastSession past = looksBack ? past(in, version) : bare(in);
    WearableRates told =
        seesWearables ? new WearableRates(real(in), real(in), real(in)) : WearableRates.NONE;
    ResponsePattern pattern = ResponsePattern.valueOf(in.readUTF());
    Completeness completeness = Completeness.valueOf(in.readUTF());
    if (!in.readBoolean()) {
      return new SettledSession(past, told, null, pattern, completeness);
    }
    SessionLoads loads = SessionLoadsForm.read(in);
    CourseBasis basis =
        new CourseBasis(LoadCurrency.valueOf(in.readUTF()), SessionLoadsForm.basis(in), real(in));
    int grade = in.readByte();
    String answers = looksBack ? in.readUTF() : completeness.name();
    CourseSession course =
        new CourseSession(
            past.session(),
            past.start(),
            loads,
            basis,
            grade < 0 ? null : new CourseOutcome(grade, Answers.valueOf(answers)),
            in.readDouble(),
            in.readBoolean());
    return new SettledSession(
        past, seesWearables ? told : told(basis), course, pattern, completeness);
  }

  /** What was counted with before it was written down where it came from. */
  private static WearableRates told(CourseBasis basis) {
    HeartRateReference reference = basis.loadBasis().reference();
    return reference == null
        ? WearableRates.NONE
        : new WearableRates(reference.restBpm(), null, null);
  }

  private static void past(DataOutputStream out, PastSession past) throws IOException {
    out.writeUTF(past.session());
    instant(out, past.start());
    instant(out, past.end());
    String template = past.template();
    out.writeBoolean(template != null);
    if (template != null) {
      out.writeUTF(template);
    }
    SessionMeasures measures = past.measures();
    signal(out, measures.driftPercent());
    signal(out, measures.recoveryBpm());
    signal(out, measures.endBpm());
    signal(out, measures.meanBpm());
    signal(out, measures.peakBpm());
    out.writeUTF(measures.stop().name());
    Instant flareAt = past.flareAt();
    out.writeBoolean(flareAt != null);
    if (flareAt != null) {
      instant(out, flareAt);
    }
    real(out, past.baseline());
  }

  private static PastSession past(DataInputStream in, int version) throws IOException {
    String session = in.readUTF();
    Instant start = instant(in);
    Instant end = instant(in);
    String template = in.readBoolean() ? in.readUTF() : null;
    SessionMeasures measures =
        new SessionMeasures(
            signal(in),
            signal(in),
            signal(in),
            signal(in),
            version > MonitorSnapshotForm.WITHOUT_WEARABLE_RATES
                ? signal(in)
                : SessionMeasures.NONE.peakBpm(),
            Stop.valueOf(in.readUTF()));
    Instant flareAt = in.readBoolean() ? instant(in) : null;
    return new PastSession(session, start, end, template, measures, flareAt, real(in));
  }

  private static PastSession bare(DataInputStream in) throws IOException {
    return new PastSession(
        in.readUTF(), instant(in), instant(in), null, SessionMeasures.NONE, null, null);
  }

  private static void signal(DataOutputStream out, Signal signal) throws IOException {
    boolean known = signal.value().isPresent();
    out.writeBoolean(known);
    if (known) {
      out.writeDouble(signal.value().getAsDouble());
    } else if (signal instanceof Signal.NotEnoughData missing) {
      out.writeUTF(missing.lack().name());
    }
  }

  private static Signal signal(DataInputStream in) throws IOException {
    return in.readBoolean()
        ? Signal.measured(in.readDouble())
        : Signal.lacking(Signal.Lack.valueOf(in.readUTF()));
  }
}
