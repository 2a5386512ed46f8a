package health.carryover.analysis.port;

final class MemoryJournalTest extends JournalContract {
  @Override
  protected Journal create() {
    return new MemoryJournal();
  }

  @Override
  protected Journal reopen(Journal open) {
    return open;
  }
}
