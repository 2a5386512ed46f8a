package health.carryover.analysis.tolerance;

import java.util.Arrays;

/**
 * Time update of the belief: log-tolerance moves by a normal step. The kernel is sampled at the
 * nodes, cut where it falls below a millionth of its peak, and normalised; what leaves the grid
 * stays in its end nodes.
 */
final class Drift {

  private static final double CUT = 1e-6;

  private Drift() {}

  static double[] convolved(double[] cells, int nodes, double step, double mean, double sd) {
    double reach = sd * Math.sqrt(-2 * StrictMath.log(CUT));
    int first = (int) Math.ceil((mean - reach) / step);
    int last = (int) Math.floor((mean + reach) / step);
    if (last < first) {
      // Narrower than the distance of nodes: the nearest node takes all.
      first = (int) Math.rint(mean / step);
      last = first;
    }
    // Whatever moves by more than the grid ends in an end node, however far it goes.
    int low = Math.max(first, 1 - nodes);
    int high = Math.min(Math.max(last, low), nodes - 1);
    low = Math.min(low, high);
    double[] kernel = new double[high - low + 1];
    double sum = 0;
    for (int shift = first; shift <= last; shift++) {
      double fromMean = (shift * step - mean) / sd;
      double weight = first == last ? 1 : StrictMath.exp(-0.5 * fromMean * fromMean);
      kernel[Math.min(Math.max(shift, low), high) - low] += weight;
      sum += weight;
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    double[] result = new double[cells.length];
    double[] spread = new double[nodes + kernel.length - 1];
    for (int slice = 0; slice < cells.length; slice += nodes) {
      Arrays.fill(spread, 0);
      int k = 0;
      for (; k + 3 < kernel.length; k += 4) {
        addFour(cells, slice, nodes, kernel, k, spread);
      }
      for (; k < kernel.length; k++) {
        addOne(cells, slice, nodes, kernel[k], spread, k);
      }
      for (int i = 0; i < spread.length; i++) {
        int node = Math.min(Math.max(i + low, 0), nodes - 1);
        result[slice + node] += spread[i];
      }
    }
    return result;
  }

  /** Four neighbouring shifts in one pass over the slice; plain, so that it is vectorised. */
  private static void addFour(
      double[] from, int offset, int length, double[] kernel, int first, double[] to) {
    double k0 = kernel[first];
    double k1 = kernel[first + 1];
    double k2 = kernel[first + 2];
    double k3 = kernel[first + 3];
    to[first] += k0 * from[offset];
    to[first + 1] += k1 * from[offset] + k0 * from[offset + 1];
    to[first + 2] += k2 * from[offset] + k1 * from[offset + 1] + k0 * from[offset + 2];
    for (int i = 3; i < length; i++) {
      to[first + i] +=
          k3 * from[offset + i - 3]
              + k2 * from[offset + i - 2]
              + k1 * from[offset + i - 1]
              + k0 * from[offset + i];
    }
    int end = offset + length;
    to[first + length] += k3 * from[end - 3] + k2 * from[end - 2] + k1 * from[end - 1];
    to[first + length + 1] += k3 * from[end - 2] + k2 * from[end - 1];
    to[first + length + 2] += k3 * from[end - 1];
  }

  private static void addOne(
      double[] from, int offset, int length, double factor, double[] to, int toOffset) {
    for (int i = 0; i < length; i++) {
      to[toOffset + i] += factor * from[offset + i];
    }
  }
}
