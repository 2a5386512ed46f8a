package health.carryover.analysis.port;

final class MemoryAccountsTest extends AccountsContract {
  private final MemoryAccounts held = new MemoryAccounts();

  @Override
  protected Accounts create() {
    return held;
  }

  @Override
  protected Accounts reopen() {
    return held;
  }
}
