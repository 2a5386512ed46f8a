package health.carryover.analysis.tolerance;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Scores of one predictor with the flares that followed. */
final class Predictions {

  private double[] scores = new double[1024];
  private boolean[] flares = new boolean[1024];
  private int size;

  void add(double score, boolean flare) {
    if (size == scores.length) {
      scores = Arrays.copyOf(scores, 2 * size);
      flares = Arrays.copyOf(flares, 2 * size);
    }
    scores[size] = score;
    flares[size++] = flare;
  }

  /** Chance that a flare scored higher than a session without; ties count half. */
  double auc() {
    int[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i]))
            .mapToInt(i -> i)
            .toArray();
    double rankSum = 0;
    double positives = 0;
    for (int i = 0; i < size; ) {
      int j = i;
      while (j < size && scores[order[j]] == scores[order[i]]) {
        j++;
      }
      for (int k = i; k < j; k++) {
        if (flares[order[k]]) {
          rankSum += (i + 1 + j) / 2.0;
          positives++;
        }
      }
      i = j;
    }
    return (rankSum - positives * (positives + 1) / 2) / (positives * (size - positives));
  }

  /** The best any fixed threshold of the score could do, chosen in hindsight. */
  double aucOfBestThreshold() {
    double[] candidates = Arrays.copyOf(scores, size);
    Arrays.sort(candidates);
    double best = 0;
    for (int percent = 1; percent < 100; percent++) {
      double threshold = candidates[size * percent / 100];
      double hit = 0;
      double alarm = 0;
      double positives = 0;
      for (int i = 0; i < size; i++) {
        positives += flares[i] ? 1 : 0;
        hit += flares[i] && scores[i] > threshold ? 1 : 0;
        alarm += !flares[i] && scores[i] > threshold ? 1 : 0;
      }
      best = Math.max(best, (1 + hit / positives - alarm / (size - positives)) / 2);
    }
    return best;
  }

  double brier() {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double error = scores[i] - (flares[i] ? 1 : 0);
      sum += error * error;
    }
    return sum / size;
  }

  double brierOfBaseRate() {
    double rate = 0;
    for (int i = 0; i < size; i++) {
      rate += flares[i] ? 1.0 / size : 0;
    }
    return rate * (1 - rate);
  }

  /** Expected calibration error over ten bins of equal width. */
  double calibrationError() {
    double[] predicted = new double[10];
    double[] observed = new double[10];
    for (int i = 0; i < size; i++) {
      int bin = (int) Math.min(9, scores[i] * 10);
      predicted[bin] += scores[i];
      observed[bin] += flares[i] ? 1 : 0;
    }
    double error = 0;
    for (int bin = 0; bin < 10; bin++) {
      error += Math.abs(predicted[bin] - observed[bin]) / size;
    }
    return error;
  }
}
