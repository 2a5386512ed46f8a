package health.carryover.store.influx;

import health.carryover.analysis.port.Telemetry.Block;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Readings as line protocol.
 *
 * <p>A point's time is the reading's millisecond plus as many nanoseconds as the last six digits of
 * its message's sequence say. So readings of two messages for one millisecond are two points, and
 * writing a message again writes the same points.
 */
final class HeartRateLines {
  static final String MEASUREMENT = "heart_rate";
  static final long NANOS_PER_MILLI = 1_000_000;

  /** The first and the last millisecond that InfluxDB can hold. */
  static final long FIRST_MILLI = Long.MIN_VALUE / NANOS_PER_MILLI + 1;

  static final long LAST_MILLI = Long.MAX_VALUE / NANOS_PER_MILLI - 1;

  private HeartRateLines() {}

  /** One line for each millisecond; of two readings of one millisecond the higher one. */
  static List<String> of(Block block) {
    Map<Long, Float> highest = new HashMap<>();
    for (int i = 0; i < block.atMillis().length; i++) {
      highest.merge(block.atMillis()[i], block.bpm()[i], Math::max);
    }
    String start = MEASUREMENT + tags(block.patient(), block.device()) + " bpm=";
    String end = ",sequence=" + block.sequence() + "i ";
    long offset = block.sequence() % NANOS_PER_MILLI;
    List<String> lines = new ArrayList<>(highest.size());
    highest.forEach((at, bpm) -> lines.add(start + bpm + end + (at * NANOS_PER_MILLI + offset)));
    return lines;
  }

  /** The tags of a line, from the comma on. */
  static String tags(String patient, String device) {
    return ",device=" + escaped(device) + ",patient=" + escaped(patient);
  }

  private static String escaped(String tag) {
    return tag.replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=").replace(" ", "\\ ");
  }
}
