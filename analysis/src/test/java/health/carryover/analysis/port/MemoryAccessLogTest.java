package health.carryover.analysis.port;

final class MemoryAccessLogTest extends AccessLogContract {
  private final MemoryAccessLog held = new MemoryAccessLog();

  @Override
  protected AccessLog create() {
    return held;
  }

  @Override
  protected AccessLog reopen() {
    return held;
  }
}
