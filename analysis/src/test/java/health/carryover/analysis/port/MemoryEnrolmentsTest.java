package health.carryover.analysis.port;

final class MemoryEnrolmentsTest extends EnrolmentsContract {
  private final MemoryEnrolments held = new MemoryEnrolments();

  @Override
  protected Enrolments create() {
    return held;
  }

  @Override
  protected Enrolments reopen() {
    return held;
  }
}
