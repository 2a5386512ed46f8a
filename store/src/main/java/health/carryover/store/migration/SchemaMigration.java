package health.carryover.store.migration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * The schema of one database, as numbered SQL files. One thread migrates a database at a time; a
 * database that is up to date is left as it is.
 */
public final class SchemaMigration {
  /** The table in which it is noted what was run. */
  public static final String HISTORY = "schema_history";

  private static final String KEY = "key";

  private final String name;
  private final String keyType;
  private final List<String> locations;
  private final Optional<String> schema;

  private SchemaMigration(
      String name, String keyType, List<String> locations, Optional<String> schema) {
    this.name = name;
    this.keyType = keyType;
    this.locations = List.copyOf(locations);
    this.schema = schema;
  }

  /**
   * The schema of the journal.
   *
   * @param keyType the database's type for a 64-bit key
   */
  public static SchemaMigration ofJournal(String keyType) {
    return new SchemaMigration(
        "journal", keyType, List.of("classpath:db/migration/journal"), Optional.empty());
  }

  /**
   * The schema of the file by which entries of a journal in a file are found.
   *
   * @param keyType the database's type for a 64-bit key
   */
  public static SchemaMigration ofJournalIndex(String keyType) {
    return new SchemaMigration(
        "index of the journal",
        keyType,
        List.of("classpath:db/migration/journal-index"),
        Optional.empty());
  }

  /**
   * The schema of the records.
   *
   * @param keyType the database's type for a 64-bit key
   */
  public static SchemaMigration ofRecords(String keyType) {
    return new SchemaMigration(
        "records", keyType, List.of("classpath:db/migration/records"), Optional.empty());
  }

  /** The same in a schema of that name, which is made if it is not there. */
  public SchemaMigration inSchema(String schemaName) {
    return new SchemaMigration(name, keyType, locations, Optional.of(schemaName));
  }

  /** The same with what one kind of database needs beside the tables. */
  public SchemaMigration with(String location) {
    List<String> more = new ArrayList<>(locations);
    more.add(location);
    return new SchemaMigration(name, keyType, more, schema);
  }

  /**
   * Runs the files that {@code database} has not seen yet.
   *
   * @throws SchemaRefusedException if the database was written by a newer version of the program,
   *     if an applied file is not the one this program knows, or if a file cannot be run
   */
  public void migrate(DataSource database) {
    try {
      Flyway flyway = flyway(database);
      refuseNewer(flyway);
      flyway.migrate();
    } catch (FlywayException e) {
      throw new SchemaRefusedException(
          "The schema of the " + name + " cannot be brought up to date: " + e.getMessage(), e);
    }
  }

  /**
   * Changes nothing.
   *
   * @throws SchemaRefusedException if the database is not of this version of the program
   */
  public void requireCurrent(DataSource database) {
    try {
      Flyway flyway = flyway(database);
      refuseNewer(flyway);
      if (flyway.info().pending().length > 0) {
        throw new SchemaRefusedException(
            "The schema of the "
                + name
                + " is in use by an older version of this program: stop that first");
      }
    } catch (FlywayException e) {
      throw new SchemaRefusedException(
          "The schema of the " + name + " cannot be looked at: " + e.getMessage(), e);
    }
  }

  private Flyway flyway(DataSource database) {
    FluentConfiguration configuration =
        Flyway.configure(SchemaMigration.class.getClassLoader())
            .dataSource(database)
            .locations(locations.toArray(String[]::new))
            .failOnMissingLocations(true)
            .validateMigrationNaming(true)
            .table(HISTORY)
            .placeholders(Map.of(KEY, keyType))
            .cleanDisabled(true)
            .loggers("slf4j");
    schema.ifPresent(configuration::defaultSchema);
    return configuration.load();
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
