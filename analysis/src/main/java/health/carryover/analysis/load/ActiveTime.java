package health.carryover.analysis.load;

import java.util.Arrays;

/**
 * The stretches of a session that count: ascending, disjoint, half-open intervals [startMillis,
 * endMillis) of epoch milliseconds, with the pauses left out. Stretches may touch; empty stretches
 * are allowed and hold nothing. At least one stretch.
 */
public final class ActiveTime {

  private final long[] startMillis;
  private final long[] endMillis;

  private ActiveTime(long[] startMillis, long[] endMillis) {
    this.startMillis = startMillis;
    this.endMillis = endMillis;
  }

  /**
   * Stretches from parallel arrays, which are copied.
   *
   * @param startMillis starts, inclusive, ascending
   * @param endMillis ends, exclusive; each not before its start and not after the next start
   * @throws IllegalArgumentException when the arrays are empty, differ in length or overlap
   */
  public static ActiveTime of(long[] startMillis, long[] endMillis) {
    if (startMillis.length == 0 || startMillis.length != endMillis.length) {
      throw new IllegalArgumentException("active time needs as many starts as ends, at least one");
    }
    for (int i = 0; i < startMillis.length; i++) {
      if (endMillis[i] < startMillis[i] || (i > 0 && startMillis[i] < endMillis[i - 1])) {
        throw new IllegalArgumentException("active stretches must be ascending and disjoint");
      }
    }
    return new ActiveTime(startMillis.clone(), endMillis.clone());
  }

  /** One stretch without a pause. */
  public static ActiveTime between(long startInclusiveMillis, long endExclusiveMillis) {
    return of(new long[] {startInclusiveMillis}, new long[] {endExclusiveMillis});
  }

  /** Number of stretches, at least 1. */
  public int stretches() {
    return startMillis.length;
  }

  /** Start of a stretch, inclusive. */
  public long startMillis(int stretch) {
    return startMillis[stretch];
  }

  /** End of a stretch, exclusive. */
  public long endMillis(int stretch) {
    return endMillis[stretch];
  }

  /** Sum of all stretches. */
  public long totalMillis() {
    long total = 0;
    for (int i = 0; i < startMillis.length; i++) {
      total += endMillis[i] - startMillis[i];
    }
    return total;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ActiveTime that
        && Arrays.equals(startMillis, that.startMillis)
        && Arrays.equals(endMillis, that.endMillis);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(startMillis) + Arrays.hashCode(endMillis);
  }

  @Override
  public String toString() {
    return "ActiveTime[" + startMillis.length + " stretches, " + totalMillis() + " ms]";
  }
}
