package health.carryover.store.move;

/**
 * How much is copied in one transaction: whichever of the two is reached first.
 *
 * @param rows at least 1
 * @param bytes at least 1; one row may pass it
 */
public record BatchSize(int rows, long bytes) {
  /** Fits a small heap and keeps a database busy. */
  public static final BatchSize STANDARD = new BatchSize(2_000, 8L * 1024 * 1024);

  public BatchSize {
    if (rows < 1 || bytes < 1) {
      throw new IllegalArgumentException("a batch has at least one row");
    }
  }
}
