package health.carryover.ingest.codec;

import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.event.PatientEvent;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.RecoveryReport;
import health.carryover.analysis.event.SafetyReport;
import health.carryover.analysis.event.SessionMark;
import health.carryover.analysis.event.SessionSummary;
import java.time.Duration;

/** The same event at another time; a change of profile stays where it is. */
record ShiftedEvent(Duration shift) implements PatientEvent.Visitor<PatientEvent> {

  @Override
  public PatientEvent heartRate(HeartRateSamples samples) {
    long[] at = new long[samples.size()];
    float[] bpm = new float[samples.size()];
    for (int i = 0; i < at.length; i++) {
      at[i] = samples.atMillis(i) + shift.toMillis();
      bpm[i] = samples.bpm(i);
    }
    return new HeartRateSamples(at, bpm, samples.sensor());
  }

  @Override
  public PatientEvent sessionMark(SessionMark mark) {
    return new SessionMark(
        mark.session(), mark.kind(), mark.at().plus(shift), mark.plan(), mark.rpe());
  }

  @Override
  public PatientEvent sessionSummary(SessionSummary summary) {
    return new SessionSummary(
        summary.session(),
        summary.start().plus(shift),
        summary.end().plus(shift),
        summary.activeSeconds(),
        summary.plan(),
        summary.rpe());
  }

  @Override
  public PatientEvent pain(PainReport report) {
    return new PainReport(
        report.at().plus(shift),
        report.nrs(),
        report.slot(),
        report.session(),
        report.site(),
        report.flare(),
        report.quality(),
        report.rest());
  }

  @Override
  public PatientEvent recovery(RecoveryReport report) {
    return new RecoveryReport(
        report.at().plus(shift),
        report.sleepHours(),
        report.sleepQuality(),
        report.stress(),
        report.nutrition(),
        report.restingBpm());
  }

  @Override
  public PatientEvent safety(SafetyReport report) {
    return new SafetyReport(report.at().plus(shift), report.redFlags());
  }

  @Override
  public PatientEvent profile(ProfileChange change) {
    return change;
  }
}
