package health.carryover.ingest.shard;

import health.carryover.analysis.port.MonitorSnapshots;
import health.carryover.analysis.port.MonitorSteps;
import health.carryover.analysis.port.OutcomeRecords;
import health.carryover.analysis.port.Telemetry;

/** Where the shards leave what they work out. */
public record ShardStores(
    OutcomeRecords outcomes, Telemetry telemetry, MonitorSnapshots snapshots, MonitorSteps steps) {}
