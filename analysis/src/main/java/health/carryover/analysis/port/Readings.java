package health.carryover.analysis.port;

import health.carryover.analysis.port.Telemetry.Reading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Readings as {@link Telemetry#readings} gives them. */
public final class Readings {
  private static final Comparator<Reading> HIGHEST_FIRST_OF_EACH =
      Comparator.comparingLong(Reading::atMillis)
          .thenComparing(Reading::device)
          .thenComparing(Reading::bpm, Comparator.reverseOrder());

  private Readings() {}

  /**
   * By time and then by device, each device and millisecond once: the highest of those that were
   * sent.
   */
  public static List<Reading> highestOfEach(List<Reading> sent) {
    List<Reading> sorted = new ArrayList<>(sent);
    sorted.sort(HIGHEST_FIRST_OF_EACH);
    List<Reading> kept = new ArrayList<>(sorted.size());
    for (Reading reading : sorted) {
      Reading before = kept.isEmpty() ? null : kept.get(kept.size() - 1);
      if (before == null
          || before.atMillis() != reading.atMillis()
          || !before.device().equals(reading.device())) {
        kept.add(reading);
      }
    }
    return kept;
  }
}
