package health.carryover.analysis;

import health.carryover.analysis.session.AssembledSession;
import health.carryover.analysis.session.SessionHeartRate;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which sessions are the same workout told twice, by two apps or under two ids. Pure. */
final class SameWorkouts {
  /** Two sessions that share this much of the shorter one are the same workout. */
  private static final double SHARED = 0.5;

  private final Map<String, String> originals;

  private SameWorkouts(Map<String, String> originals) {
    this.originals = originals;
  }

  /**
   * Of two such sessions the one better covered with heart rate counts, then the one with a rating.
   *
   * @param ordered sessions by start
   */
  static SameWorkouts among(
      List<AssembledSession> ordered, Map<String, SessionHeartRate> heartRates) {
    Map<String, String> originals = new HashMap<>();
    for (int i = 0; i < ordered.size(); i++) {
      AssembledSession a = ordered.get(i);
      for (int j = i + 1; j < ordered.size(); j++) {
        AssembledSession b = ordered.get(j);
        if (b.start().isAfter(a.end())) {
          break;
        }
        if (!originals.containsKey(a.session())
            && !originals.containsKey(b.session())
            && a.over()
            && b.over()
            && same(a, b)) {
          boolean second = counts(b, a, heartRates);
          originals.put(second ? a.session() : b.session(), second ? b.session() : a.session());
        }
      }
    }
    return new SameWorkouts(originals);
  }

  private static boolean counts(
      AssembledSession b, AssembledSession a, Map<String, SessionHeartRate> heartRates) {
    double more = coverage(b, heartRates) - coverage(a, heartRates);
    return more > 0 || (more == 0 && a.rpe() == null && b.rpe() != null);
  }

  private static boolean same(AssembledSession a, AssembledSession b) {
    long shared =
        Math.min(a.end().toEpochMilli(), b.end().toEpochMilli())
            - Math.max(a.start().toEpochMilli(), b.start().toEpochMilli());
    long shorter =
        Math.min(
            Duration.between(a.start(), a.end()).toMillis(),
            Duration.between(b.start(), b.end()).toMillis());
    return shorter > 0 && shared >= SHARED * shorter;
  }

  private static double coverage(
      AssembledSession session, Map<String, SessionHeartRate> heartRates) {
    SessionHeartRate heartRate = heartRates.get(session.session());
    return heartRate == null ? 0 : heartRate.load().coverage();
  }

  /** The session that {@code session} is a copy of, or null. */
  @Nullable String originalOf(String session) {
    return originals.get(session);
  }

  /** The ids under which {@code session} was told again. */
  Set<String> aliases(String session) {
    Set<String> aliases = new HashSet<>();
    originals.forEach(
        (copy, original) -> {
          if (original.equals(session)) {
            aliases.add(copy);
          }
        });
    return Set.copyOf(aliases);
  }
}
