package health.carryover.analysis.tolerance;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A belief in the units of load.
 *
 * @param low 5 % quantile of the load at which the load-driven flare probability is one half
 * @param median its median
 * @param high its 95 % quantile
 * @param acceptable the largest load of acceptable risk; absent when no load is
 */
public record ToleratedLoad(double low, double median, double high, @Nullable Double acceptable) {

  /**
   * The belief in units of load.
   *
   * @param referenceLoad the load that counts as 1, above 0
   */
  public static ToleratedLoad of(ToleranceBelief belief, double referenceLoad) {
    if (!(referenceLoad > 0)) {
      throw new IllegalArgumentException("the reference load must be positive");
    }
    OptionalDouble acceptable = belief.acceptableLogLoad();
    return new ToleratedLoad(
        referenceLoad * StrictMath.exp(belief.quantile(0.05)),
        referenceLoad * StrictMath.exp(belief.quantile(0.50)),
        referenceLoad * StrictMath.exp(belief.quantile(0.95)),
        acceptable.isPresent()
            ? (Double) (referenceLoad * StrictMath.exp(acceptable.getAsDouble()))
            : null);
  }

  /** How wide the interval is: high over low, at least 1. */
  public double intervalRatio() {
    return high / low;
  }
}
