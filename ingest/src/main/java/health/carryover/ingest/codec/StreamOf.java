package health.carryover.ingest.codec;

import health.carryover.analysis.event.HeartRateSamples;
import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.event.PatientEvent;
import health.carryover.analysis.event.ProfileChange;
import health.carryover.analysis.event.RecoveryReport;
import health.carryover.analysis.event.SafetyReport;
import health.carryover.analysis.event.SessionMark;
import health.carryover.analysis.event.SessionSummary;
import health.carryover.ingest.topic.StreamName;

/** The stream on which each kind of event travels. */
final class StreamOf implements PatientEvent.Visitor<StreamName> {
  @Override
  public StreamName heartRate(HeartRateSamples samples) {
    return StreamName.HEART_RATE;
  }

  @Override
  public StreamName sessionMark(SessionMark mark) {
    return StreamName.SESSION;
  }

  @Override
  public StreamName sessionSummary(SessionSummary summary) {
    return StreamName.SESSION;
  }

  @Override
  public StreamName pain(PainReport report) {
    return StreamName.PAIN;
  }

  @Override
  public StreamName recovery(RecoveryReport report) {
    return StreamName.RECOVERY;
  }

  @Override
  public StreamName safety(SafetyReport report) {
    return StreamName.SAFETY;
  }

  @Override
  public StreamName profile(ProfileChange change) {
    return StreamName.PROFILE;
  }
}
