package health.carryover.deploy.service;

import health.carryover.analysis.port.Enrolments;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Enrolments that tell of every change, so that it holds for the very next message. */
record WatchedEnrolments(Enrolments stored, Runnable changed) implements Enrolments {
  @Override
  public void enrol(String clinic, String device, String patient, Instant fromInclusive) {
    stored.enrol(clinic, device, patient, fromInclusive);
    changed.run();
  }

  @Override
  public void withdraw(String clinic, String device, Instant at) {
    stored.withdraw(clinic, device, at);
    changed.run();
  }

  @Override
  public Optional<String> patientOf(String clinic, String device, Instant at) {
    return stored.patientOf(clinic, device, at);
  }

  @Override
  public List<Enrolment> enrolments(String clinic) {
    return stored.enrolments(clinic);
  }
}
