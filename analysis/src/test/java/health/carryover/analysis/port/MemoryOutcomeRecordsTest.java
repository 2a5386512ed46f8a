package health.carryover.analysis.port;

final class MemoryOutcomeRecordsTest extends OutcomeRecordsContract {
  private final MemoryOutcomeRecords held = new MemoryOutcomeRecords();

  @Override
  protected OutcomeRecords create() {
    return held;
  }

  @Override
  protected OutcomeRecords reopen() {
    return held;
  }
}
