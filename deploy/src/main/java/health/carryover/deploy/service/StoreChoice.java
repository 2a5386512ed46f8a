package health.carryover.deploy.service;

import health.carryover.deploy.config.Settings;
import health.carryover.store.influx.InfluxAddress;
import health.carryover.store.influx.InfluxTelemetry;
import health.carryover.store.postgres.PostgresAddress;
import health.carryover.store.postgres.PostgresInspection;
import health.carryover.store.postgres.PostgresStore;
import health.carryover.store.sql.SqlStores;
import health.carryover.store.sql.StoreOpenException;
import health.carryover.store.sqlite.SqliteInspection;
import health.carryover.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The stores that the settings name. */
public final class StoreChoice {
  private StoreChoice() {}

  /**
   * Opens the stores for a service, beside others where the settings say so.
   *
   * @param whileWaiting asked again and again while another has them: whether to go on waiting
   */
  static SqlStores openForService(Settings settings, BooleanSupplier whileWaiting) {
    return settings.store().inUse() == Settings.StoreInUse.SHARE
        ? PostgresStore.share(address(settings.store()), PostgresStore.LIFETIME, whileWaiting)
        : open(settings, whileWaiting);
  }

  /**
   * Opens the stores for one alone; waits for a service that has them, if the settings say so.
   *
   * @param whileWaiting asked again and again meanwhile: whether to go on waiting
   */
  public static SqlStores open(Settings settings, BooleanSupplier whileWaiting) {
    return switch (settings.store().kind()) {
      case SQLITE -> SqliteStore.open(folder(settings));
      case POSTGRESQL ->
          switch (settings.store().inUse()) {
            case REFUSE, SHARE -> PostgresStore.open(address(settings.store()));
            case WAIT -> PostgresStore.open(address(settings.store()), whileWaiting);
          };
    };
  }

  /**
   * Opens the stores of a stopped service, also where a move into them has not ended.
   *
   * @throws StoreOpenException if a service has them, or if they cannot be used
   */
  public static SqlStores openForMove(Settings settings) {
    return switch (settings.store().kind()) {
      case SQLITE -> SqliteStore.openForMove(folder(settings));
      case POSTGRESQL -> PostgresStore.openForMove(address(settings.store()));
    };
  }

  /** Where the files are, if the settings choose files. */
  public static Path folder(Settings settings) {
    return settings.dataFolder().resolve("store");
  }

  /** The server that keeps heart rate, or empty where it is with the records. */
  public static Optional<InfluxTelemetry> telemetry(Settings settings, SqlStores store) {
    Settings.Telemetry telemetry = settings.telemetry();
    return switch (telemetry.kind()) {
      case RECORDS -> Optional.empty();
      case INFLUXDB ->
          Optional.of(
              new InfluxTelemetry(address(telemetry), store.offsets(), store.telemetryRefusals()));
    };
  }

  /**
   * What keeps the stores from being used, for the operator. Everything in them is read, which
   * takes its time; a service may be at work.
   */
  public static Optional<String> problem(Settings settings) {
    return switch (settings.store().kind()) {
      case SQLITE ->
          SqliteInspection.damage(folder(settings))
              .map(damage -> damage + ": stop the service and restore a backup elsewhere");
      case POSTGRESQL ->
          PostgresStore.problem(address(settings.store()))
              .or(
                  () ->
                      PostgresInspection.damage(address(settings.store()))
                          .map(damage -> damage + ": stop the service and restore a backup"));
    };
  }

  /** When the newest message came, as far as that can be told without opening the stores. */
  public static Optional<Instant> newestReceipt(Settings settings) {
    return switch (settings.store().kind()) {
      case SQLITE -> SqliteInspection.newestReceipt(folder(settings));
      case POSTGRESQL -> Optional.empty();
    };
  }

  /** How far the clock of the stores' server is ahead of {@code clock}; empty if there is none. */
  public static Optional<Duration> clockAhead(Settings settings, InstantSource clock) {
    return switch (settings.store().kind()) {
      case SQLITE -> Optional.empty();
      case POSTGRESQL -> PostgresStore.clockAhead(address(settings.store()), clock);
    };
  }

  /** Where the server for heart rate is; of use only if the settings choose one. */
  public static InfluxAddress address(Settings.Telemetry telemetry) {
    return new InfluxAddress(
        telemetry.url(),
        InfluxAddress.Api.valueOf(telemetry.api().name()),
        telemetry.organisation(),
        telemetry.database(),
        telemetry.policy(),
        telemetry.keep(),
        telemetry.keepMinutes(),
        telemetry.user(),
        telemetry.secret().reveal());
  }

  /** Where the database is; of use only if the settings choose one. */
  public static PostgresAddress address(Settings.Store store) {
    return new PostgresAddress(store.url(), store.user(), store.password().reveal());
  }
}
