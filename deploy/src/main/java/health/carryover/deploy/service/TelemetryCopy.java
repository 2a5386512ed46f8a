package health.carryover.deploy.service;

import health.carryover.analysis.port.Offsets;
import health.carryover.analysis.port.Telemetry;
import health.carryover.ingest.shard.PatientHistory;
import health.carryover.ingest.shard.PatientMessage;
import java.util.Optional;

/**
 * The heart rate of the journal, copied to where it is kept, a page at a time and from a place that
 * is remembered. Copying a page again changes nothing. One thread.
 */
public final class TelemetryCopy {
  /** The place of the service's own copy. */
  public static final String FEED = "telemetry-feed";

  private static final int PAGE = 1_000;

  private final PatientHistory history;
  private final Telemetry telemetry;
  private final Offsets offsets;
  private final String consumer;

  /**
   * @param consumer under which name the place is kept
   */
  public TelemetryCopy(
      PatientHistory history, Telemetry telemetry, Offsets offsets, String consumer) {
    this.history = history;
    this.telemetry = telemetry;
    this.offsets = offsets;
    this.consumer = consumer;
  }

  /** The journal sequence up to which everything is copied. */
  public long place() {
    return offsets.of(consumer);
  }

  /** Copies what comes next; throws what the stores throw. Whether there was anything. */
  public boolean page() {
    long place = place();
    PatientHistory.Page page = history.read(place, PAGE);
    if (page.lastSequence() == place) {
      return false;
    }
    telemetry.append(
        page.messages().stream().map(PatientMessage::heartRate).flatMap(Optional::stream).toList());
    offsets.advance(consumer, page.lastSequence());
    return true;
  }
}
