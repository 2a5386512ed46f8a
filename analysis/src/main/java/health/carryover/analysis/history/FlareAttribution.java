package health.carryover.analysis.history;

import health.carryover.analysis.outcome.Background.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of the sessions of the last 72 hours most likely explains a flare. Each weighs its
 * probability of a flare, or where that is not known of all, its load over the one tolerated that
 * day, times a kernel that halves with every 24 hours between its start and the flare.
 *
 * <p>That most flares come within a day and none is looked for after three days follows the hazard
 * windows of Thomas 2021 and Parry 2018; the shape of the kernel is a product choice.
 */
public final class FlareAttribution {
  /** Sessions further back than this are not looked at. */
  public static final Duration WINDOW = Duration.ofDays(3);

  private static final double HALF_LIFE_HOURS = 24;
  private static final double MINUTES_PER_HOUR = 60;

  private FlareAttribution() {}

  /**
   * A session that may explain a flare.
   *
   * @param risk probability of a flare after it, before its outcome was used, or null
   * @param overTolerated its load over the one tolerated that day, or null
   */
  public record Candidate(
      String session, Instant start, @Nullable Double risk, @Nullable Double overTolerated) {}

  /**
   * The shares, the largest first; empty without a candidate.
   *
   * @param candidates sessions begun within {@link #WINDOW} before {@code flareAt}
   */
  public static List<Share> of(Instant flareAt, List<Candidate> candidates) {
    boolean byRisk = candidates.stream().allMatch(c -> c.risk() != null);
    boolean byLoad = candidates.stream().allMatch(c -> c.overTolerated() != null);
    double sum = 0;
    List<Share> weights = new ArrayList<>();
    for (Candidate candidate : candidates) {
      Double severity = byRisk ? candidate.risk() : byLoad ? candidate.overTolerated() : null;
      double hours = Duration.between(candidate.start(), flareAt).toMinutes() / MINUTES_PER_HOUR;
      double weight =
          (severity == null ? 1 : severity) * StrictMath.pow(2, -hours / HALF_LIFE_HOURS);
      weights.add(new Share(candidate.session(), weight));
      sum += weight;
    }
    double whole = sum;
    return weights.stream()
        .map(w -> new Share(w.session(), whole > 0 ? w.share() / whole : 1.0 / weights.size()))
        .sorted(Comparator.comparingDouble(Share::share).reversed().thenComparing(Share::session))
        .toList();
  }
}
