package health.carryover.ingest;

import health.carryover.analysis.MonitorSettings;
import health.carryover.ingest.clock.ClockSettings;
import health.carryover.ingest.codec.CodecSettings;
import health.carryover.ingest.journal.WriterSettings;
import health.carryover.ingest.shard.ShardSettings;
import java.time.Duration;

/**
 * How the edge in works.
 *
 * @param stopPatience how long a stop waits for each of writer and shards
 */
public record IngestSettings(
    CodecSettings codec,
    WriterSettings writer,
    ShardSettings shards,
    MonitorSettings monitors,
    ClockSettings clocks,
    Duration stopPatience) {

  /** The defaults of every part, and 10 s of patience. */
  public static IngestSettings ofCores(int cores) {
    return new IngestSettings(
        CodecSettings.DEFAULTS,
        WriterSettings.DEFAULTS,
        ShardSettings.ofCores(cores),
        MonitorSettings.DEFAULTS,
        ClockSettings.DEFAULTS,
        Duration.ofSeconds(10));
  }
}
