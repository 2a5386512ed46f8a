package health.carryover.ingest.shard;

import health.carryover.analysis.port.Telemetry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds what is gathered until it is told to store it; whoever drops this loses the rest. */
final class OneLifesTelemetry implements Telemetry {
  private final Telemetry lasting;
  private final Map<String, List<Block>> gathered = new HashMap<>();

  OneLifesTelemetry(Telemetry lasting) {
    this.lasting = lasting;
  }

  @Override
  public void append(List<Block> blocks) {
    lasting.append(blocks);
  }

  @Override
  public synchronized void gather(List<Block> blocks) {
    blocks.forEach(
        block -> gathered.computeIfAbsent(block.patient(), p -> new ArrayList<>()).add(block));
  }

  @Override
  public synchronized void storeGathered(Collection<String> patients) {
    for (String patient : patients) {
      List<Block> own = gathered.remove(patient);
      if (own != null) {
        lasting.append(own);
      }
    }
  }

  @Override
  public List<Reading> readings(String patient, Instant fromInclusive, Instant toExclusive) {
    return lasting.readings(patient, fromInclusive, toExclusive);
  }

  @Override
  public long lastSequence() {
    return lasting.lastSequence();
  }
}
