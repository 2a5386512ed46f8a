package health.carryover.deploy.service;

import health.carryover.analysis.port.Telemetry;
import java.time.Instant;
import java.util.List;

/**
 * Telemetry that a {@link TelemetryFeed} fills from the journal: what the shards append is left to
 * it, so that no patient's messages wait for a server.
 */
record TelemetryElsewhere(Telemetry fed) implements Telemetry {
  @Override
  public void append(List<Block> blocks) {}

  @Override
  public List<Reading> readings(String patient, Instant fromInclusive, Instant toExclusive) {
    return fed.readings(patient, fromInclusive, toExclusive);
  }

  @Override
  public List<Minute> minutes(String patient, Instant fromInclusive, Instant toExclusive) {
    return fed.minutes(patient, fromInclusive, toExclusive);
  }

  @Override
  public long lastSequence() {
    return fed.lastSequence();
  }
}
