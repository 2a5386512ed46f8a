package health.carryover.analysis.port;

final class MemoryOffsetsTest extends OffsetsContract {
  private final MemoryOffsets held = new MemoryOffsets();

  @Override
  protected Offsets create() {
    return held;
  }

  @Override
  protected Offsets reopen() {
    return held;
  }
}
