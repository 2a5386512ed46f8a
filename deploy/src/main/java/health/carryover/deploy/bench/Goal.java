package health.carryover.deploy.bench;

/**
 * What is aimed at.
 *
 * @param direction on which side of the value a measured one is as it should be
 * @param value itself good enough
 */
public record Goal(Direction direction, double value) {
  /** Whether more or less is better. */
  public enum Direction {
    AT_LEAST,
    AT_MOST
  }

  public static Goal atLeast(double value) {
    return new Goal(Direction.AT_LEAST, value);
  }

  public static Goal atMost(double value) {
    return new Goal(Direction.AT_MOST, value);
  }

  /** Never by what could not be measured, which is NaN. */
  public boolean isMetBy(double measured) {
    return direction == Direction.AT_LEAST ? measured >= value : measured <= value;
  }
}
