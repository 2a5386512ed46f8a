package health.carryover.analysis.port;

final class MemoryPatientDirectoryTest extends PatientDirectoryContract {
  private final MemoryPatientDirectory held = new MemoryPatientDirectory();

  @Override
  protected PatientDirectory create() {
    return held;
  }

  @Override
  protected PatientDirectory reopen() {
    return held;
  }
}
