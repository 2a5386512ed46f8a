package health.carryover.analysis.port;

final class MemoryCaseLoadTest extends CaseLoadContract {
  private final PatientDirectory directory = new MemoryPatientDirectory();
  private final CaseLoad load = new MemoryCaseLoad(directory);

  @Override
  protected CaseLoad create() {
    return load;
  }

  @Override
  protected PatientDirectory directory() {
    return directory;
  }

  @Override
  protected CaseLoad reopen() {
    return load;
  }
}
