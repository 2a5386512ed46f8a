package health.carryover.analysis.port;

final class MemoryCarePlansTest extends CarePlansContract {
  private final MemoryPatientDirectory directory = new MemoryPatientDirectory();
  private final MemoryCarePlans plans = new MemoryCarePlans(directory);

  @Override
  protected CarePlans create() {
    return plans;
  }

  @Override
  protected PatientDirectory directory() {
    return directory;
  }

  @Override
  protected CarePlans reopen() {
    return plans;
  }
}
