package health.carryover.analysis.port;

final class MemoryAlertActsTest extends AlertActsContract {
  private final MemoryOutcomeRecords records = new MemoryOutcomeRecords();
  private final AlertActs acts = new MemoryAlertActs(records);

  @Override
  protected AlertActs create() {
    return acts;
  }

  @Override
  protected OutcomeRecords records() {
    return records;
  }

  @Override
  protected AlertActs reopen() {
    return acts;
  }
}
