package health.carryover.store.migration;

import java.util.Arrays;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/**
 * The schema of one database, as numbered SQL files. One thread migrates a database at a time; a
 * database that is up to date is left as it is.
 */
public final class SchemaMigration {
  private static final String KEY = "key";

  private final String name;
  private final String location;
  private final String keyType;

  private SchemaMigration(String name, String location, String keyType) {
    this.name = name;
    this.location = location;
    this.keyType = keyType;
  }

  /**
   * The schema of the journal.
   *
   * @param keyType the database's type for a 64-bit key
   */
  public static SchemaMigration ofJournal(String keyType) {
    return new SchemaMigration("journal", "classpath:db/migration/journal", keyType);
  }

  /**
   * The schema of the records.
   *
   * @param keyType the database's type for a 64-bit key
   */
  public static SchemaMigration ofRecords(String keyType) {
    return new SchemaMigration("records", "classpath:db/migration/records", keyType);
  }

  /**
   * Runs the files that {@code database} has not seen yet.
   *
   * @throws SchemaRefusedException if the database was written by a newer version of the program,
   *     if an applied file is not the one this program knows, or if a file cannot be run
   */
  public void migrate(DataSource database) {
    try {
      Flyway flyway =
          Flyway.configure(SchemaMigration.class.getClassLoader())
              .dataSource(database)
              .locations(location)
              .failOnMissingLocations(true)
              .validateMigrationNaming(true)
              .table("schema_history")
              .placeholders(Map.of(KEY, keyType))
              .cleanDisabled(true)
              .loggers("slf4j")
              .load();
      refuseNewer(flyway);
      flyway.migrate();
    } catch (FlywayException e) {
      throw new SchemaRefusedException(
          "The schema of the " + name + " cannot be brought up to date: " + e.getMessage(), e);
    }
  }

  private void refuseNewer(Flyway flyway) {
    Arrays.stream(flyway.info().applied())
        .filter(SchemaMigration::unknown)
        .findFirst()
        .ifPresent(
            migration -> {
              throw new SchemaRefusedException(
                  "The schema of the "
                      + name
                      + " has version "
                      + migration.getVersion()
                      + ", which only a newer version of this program knows");
            });
  }

  private static boolean unknown(MigrationInfo migration) {
    return migration.getState() == MigrationState.FUTURE_SUCCESS
        || migration.getState() == MigrationState.FUTURE_FAILED;
  }
}
