package health.carryover.deploy.move;

import health.carryover.analysis.port.Telemetry;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.service.StoreChoice;
import health.carryover.deploy.service.TelemetryCopy;
import health.carryover.ingest.codec.CodecSettings;
import health.carryover.ingest.codec.MessageCodec;
import health.carryover.ingest.journal.JournalHistory;
import health.carryover.ingest.shard.PatientHistory;
import health.carryover.ingest.shard.PatientMessage;
import health.carryover.store.influx.InfluxTelemetry;
import health.carryover.store.move.MoveRefusedException;
import health.carryover.store.sql.SqlStores;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Heart rate, made anew from the journal where the new settings keep it somewhere else. It goes on
 * where an earlier run stopped. Confined to one thread.
 */
final class HeartRateMove {
  /** Kept apart from the service's own place, which is for servers alone. */
  private static final String TO_RECORDS = "telemetry-move";

  private static final int PAGE = 1_000;

  private final SqlStores stores;
  private final PatientHistory history;
  private final LongConsumer heard;

  /**
   * @param stores the new ones, with the whole journal
   * @param heard up to which journal sequence it is copied
   */
  HeartRateMove(SqlStores stores, LongConsumer heard) {
    this.stores = stores;
    this.history = new JournalHistory(stores.journal(), new MessageCodec(CodecSettings.DEFAULTS));
    this.heard = heard;
  }

  /** Whether both settings keep heart rate in one place, or each with its records. */
  static boolean isElsewhere(Settings from, Settings to) {
    Settings.Telemetry before = from.telemetry();
    Settings.Telemetry after = to.telemetry();
    return before.kind() != after.kind()
        || !before.url().equals(after.url())
        || !before.database().equals(after.database())
        || !before.policy().equals(after.policy());
  }

  /**
   * Copies all of it.
   *
   * @return how many readings are there now
   * @throws MoveRefusedException if a server holds other readings, or not all in the end
   */
  long copy(Settings to) throws MoveRefusedException {
    Optional<InfluxTelemetry> server = StoreChoice.telemetry(to, stores);
    if (server.isEmpty()) {
      return copyToRecords();
    }
    try (InfluxTelemetry influx = server.orElseThrow()) {
      return copyTo(influx);
    }
  }

  private long copyToRecords() {
    run(stores.telemetry(), TO_RECORDS);
    return count(block -> block.atMillis().length);
  }

  private long copyTo(InfluxTelemetry influx) throws MoveRefusedException {
    if (stores.offsets().of(TelemetryCopy.FEED) == 0
        && influx.lastSequence() == 0
        && influx.points() > 0) {
      throw new MoveRefusedException(
          "The InfluxDB database holds heart rate already: use an empty one");
    }
    run(influx, TelemetryCopy.FEED);
    long expected = count(InfluxTelemetry::pointsOf) - stores.telemetryRefusals().readings();
    long found = influx.points();
    if (found != expected) {
      throw new MoveRefusedException(
          "InfluxDB holds %d readings where %d were to be".formatted(found, expected));
    }
    return found;
  }

  private void run(Telemetry telemetry, String consumer) {
    TelemetryCopy copy = new TelemetryCopy(history, telemetry, stores.offsets(), consumer);
    while (copy.page()) {
      heard.accept(copy.place());
    }
  }

  /** How much one block is. */
  private interface Size {
    long of(Telemetry.Block block);
  }

  private long count(Size size) {
    long sum = 0;
    long place = 0;
    PatientHistory.Page page = history.read(place, PAGE);
    while (page.lastSequence() != place) {
      sum +=
          page.messages().stream()
              .map(PatientMessage::heartRate)
              .flatMap(Optional::stream)
              .mapToLong(size::of)
              .sum();
      place = page.lastSequence();
      page = history.read(place, PAGE);
    }
    return sum;
  }
}
