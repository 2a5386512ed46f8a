package health.carryover.deploy.config;

/**
 * An amount of bytes.
 *
 * @param bytes not negative
 */
public record ByteSize(long bytes) {
  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size below zero");
    }
  }
}
