package health.carryover.analysis.port;

final class MemoryQuarantineTest extends QuarantineContract {
  private final MemoryJournal journal = new MemoryJournal();

  @Override
  protected Journal createJournal() {
    return journal;
  }

  @Override
  protected Quarantine quarantine() {
    return new MemoryQuarantine(journal);
  }
}
