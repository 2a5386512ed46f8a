package health.carryover.analysis.port;

final class MemoryIntegrationsTest extends IntegrationsContract {
  private final MemoryIntegrations held = new MemoryIntegrations();

  @Override
  protected Integrations create() {
    return held;
  }

  @Override
  protected Integrations reopen() {
    return held;
  }
}
