package health.carryover.analysis.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The rule written down step by step, list after list: the reference of the fast one. */
record NaiveLoad(double banister, double coverage, int artefacts) {

  static NaiveLoad of(LoadBasis basis, ActiveTime active, long[] at, float[] bpm) {
    List<Long> intervals = new ArrayList<>();
    List<List<double[]>> stretches = new ArrayList<>();
    int artefacts = 0;
    for (int stretch = 0; stretch < active.stretches(); stretch++) {
      List<double[]> inRange = new ArrayList<>();
      double lastTime = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < at.length; i++) {
        boolean inside = at[i] >= active.startMillis(stretch) && at[i] < active.endMillis(stretch);
        if (inside && bpm[i] > 0 && at[i] != lastTime) {
          lastTime = at[i];
          if (bpm[i] >= 30 && bpm[i] <= 230) {
            inRange.add(new double[] {at[i], bpm[i]});
          } else {
            artefacts++;
          }
        }
      }
      List<double[]> usable = new ArrayList<>();
      for (int i = 0; i < inRange.size(); i++) {
        double[] sample = inRange.get(i);
        boolean reverts = false;
        if (!usable.isEmpty() && i + 1 < inRange.size()) {
          double[] before = usable.get(usable.size() - 1);
          double[] after = inRange.get(i + 1);
          double up = sample[1] - before[1];
          double down = sample[1] - after[1];
          reverts =
              Math.abs(up) > 40
                  && Math.abs(down) > 40
                  && up * down > 0
                  && sample[0] - before[0] <= 2_000
                  && after[0] - sample[0] <= 2_000;
        }
        if (reverts) {
          artefacts++;
        } else {
          usable.add(sample);
        }
      }
      for (int i = 1; i < usable.size(); i++) {
        intervals.add((long) (usable.get(i)[0] - usable.get(i - 1)[0]));
      }
      stretches.add(usable);
    }
    double cap = 30_000;
    if (!intervals.isEmpty()) {
      Collections.sort(intervals);
      int n = intervals.size();
      double median = (intervals.get((n - 1) / 2) + intervals.get(n / 2)) / 2.0;
      cap = Math.max(15_000, Math.floor(3 * median));
    }
    double banister = 0;
    double held = 0;
    for (int stretch = 0; stretch < active.stretches(); stretch++) {
      List<double[]> usable = stretches.get(stretch);
      for (int i = 0; i < usable.size(); i++) {
        double end = i + 1 < usable.size() ? usable.get(i + 1)[0] : active.endMillis(stretch);
        double dt = Math.min(end - usable.get(i)[0], cap);
        HeartRateReference reference = basis.reference();
        double x = reference.fractionOfReserve(usable.get(i)[1]);
        banister += dt / 60_000 * x * 0.64 * Math.exp(1.92 * x);
        held += dt;
      }
    }
    double total = active.totalMillis();
    return new NaiveLoad(banister, total == 0 ? 0 : held / total, artefacts);
  }
}
