package health.carryover.deploy.upgrade;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.sqlite.SQLiteDataSource;

/**
 * Stores as the first version left them: its tables, its rows, its identities. What stands here
 * must not be brought up to date: it is what today's program has to read.
 */
final class FirstSchema {
  static final String UP = "carryover/v1/clinic/watch-1/up/";

  /** One message of the journal; the digest is what the first version made of it. */
  record Entry(String stream, String identity, String digest, String payload, String rejection) {}

  static final List<Entry> ENTRIES =
      List.of(
          new Entry(
              "session",
              "hash/e69d3d0313bf38690c4a9f87b83c002a",
              "e69d3d0313bf38690c4a9f87b83c002a",
              "{\"session\":\"s1\",\"event\":\"started\",\"at\":\"2026-01-12T09:00:00Z\"}",
              null),
          new Entry(
              "heart-rate",
              "id/m1",
              "0371bb5c26fead405217fbd029931381",
              heartRate("m1", "2026-01-12T09:00:00Z", 101),
              null),
          new Entry(
              "heart-rate",
              "id/m2",
              "b029361f8ee33a0f81f5663959660000",
              heartRate("m2", "2026-01-12T09:10:00Z", 118),
              null),
          new Entry(
              "session",
              "hash/05b12f37ace01d3dc52fc2fcea788088",
              "05b12f37ace01d3dc52fc2fcea788088",
              "{\"session\":\"s1\",\"event\":\"ended\",\"at\":\"2026-01-12T09:20:00Z\",\"rpe\":4}",
              null),
          new Entry(
              "pain",
              "hash/1280e1237d85edc34e63b5cee4495fba",
              "1280e1237d85edc34e63b5cee4495fba",
              "{\"at\":\"2026-01-12T09:21:00Z\",\"nrs\":3,\"slot\":\"after\",\"session\":\"s1\"}",
              null),
          new Entry(
              "pain",
              "refused/dc507a6e50a167e402eab296e2a6b6b2",
              "dc507a6e50a167e402eab296e2a6b6b2",
              "{\"at\":\"2026-01-12T18:00:00\",\"nrs\":6,\"slot\":\"evening\",\"session\":\"s1\"}",
              "time.no-offset"),
          // Other content under a used identity was kept without one and without a word of why.
          new Entry(
              "heart-rate",
              null,
              "0f853f46922aa90da7f95f421eff1dbc",
              heartRate("m1", "2026-01-12T09:00:00Z", 140),
              null));

  /** Of a patient whose messages are not in this journal, so that nothing is made anew. */
  private static final List<String> RECORDS =
      List.of(
          "INSERT INTO %spatients VALUES ('p0', 'clinic', 'Zoë Ångström', 1767600000000)",
          "INSERT INTO %senrolment_changes VALUES ('clinic', 'watch-1', 0, 'p1')",
          "INSERT INTO %soutcomes VALUES ('p0', 1, 1767610000000, '{\"type\":\"assessment\","
              + "\"patient\":\"p0\",\"session\":\"old\",\"revision\":1,\"final\":true,"
              + "\"knownAt\":\"2026-01-05T10:46:40Z\",\"start\":\"2026-01-05T08:00:00Z\","
              + "\"end\":\"2026-01-05T08:30:00Z\",\"load\":{\"value\":41.2}}')",
          "INSERT INTO %soutcomes VALUES ('p0', 2, 1767610000000, '{\"type\":\"alert\","
              + "\"alert\":\"a1\",\"patient\":\"p0\",\"kind\":\"flare\",\"severity\":\"warning\","
              + "\"change\":\"raised\"}')",
          "INSERT INTO %sassessments VALUES ('p0', 1, 'old', 1, 1767600000000, TRUE)",
          "INSERT INTO %snewest_assessments VALUES ('p0', 1)",
          "INSERT INTO %salert_changes VALUES (1, 'p0', 2, 'a1', 'raised')",
          "INSERT INTO %salerts VALUES ('a1', 'p0', 'flare', 'warning', TRUE, 1767605000000,"
              + " 1767610000000, 1767610000000, 1)",
          "INSERT INTO %shandling VALUES ('a1', 'Ada', 1767620000000)",
          "INSERT INTO %saudit VALUES (1, 1767620000000, 'Ada', 'acknowledge', 'a1')");

  /** Two readings of 72.0 and 70.5 bpm, a second apart. */
  private static final byte[] READINGS =
      HexFormat.of().parseHex("010480b0dcd2f166afa0dcd2f166a00b1d");

  private FirstSchema() {}

  private static String heartRate(String id, String start, int lowest) {
    return IntStream.range(0, 60)
        .mapToObj(i -> String.valueOf(lowest + i % 7))
        .collect(
            Collectors.joining(
                ",",
                "{\"id\":\"%s\",\"start\":\"%s\",\"intervalMs\":10000,\"bpm\":["
                    .formatted(id, start),
                "]}"));
  }

  /** Fills the folder of a service that keeps its stores in files. */
  static void inFiles(Path folder) throws Exception {
    Files.createDirectories(folder);
    make(source(folder.resolve("journal.db")), "journal", "INTEGER", "");
    make(source(folder.resolve("records.db")), "records", "INTEGER", "");
  }

  private static DataSource source(Path file) {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  /** Fills the schemas of a PostgreSQL database. */
  static void inPostgres(DataSource database) throws Exception {
    make(database, "journal", "BIGINT", "carryover_journal");
    make(database, "records", "BIGINT", "carryover_records");
  }

  private static void make(DataSource database, String name, String keyType, String schema)
      throws SQLException {
    FluentConfiguration flyway =
        Flyway.configure()
            .dataSource(database)
            .locations("classpath:db/migration/" + name)
            .table("schema_history")
            .placeholders(Map.of("key", keyType))
            .loggers("slf4j")
            .target("1");
    (schema.isEmpty() ? flyway : flyway.defaultSchema(schema)).load().migrate();
    String place = schema.isEmpty() ? "" : schema + ".";
    try (Connection connection = database.getConnection()) {
      if (name.equals("journal")) {
        journal(connection, place);
      } else {
        records(connection, place);
      }
    }
  }

  private static void journal(Connection connection, String place) throws SQLException {
    try (PreparedStatement entry =
            connection.prepareStatement(
                "INSERT INTO %sentries VALUES (?, ?, ?, 'application/json', ?, ?, ?, ?)"
                    .formatted(place));
        PreparedStatement rejection =
            connection.prepareStatement(
                "INSERT INTO %srejections VALUES (?, 0, ?, -1, 'The time has no offset.')"
                    .formatted(place))) {
      for (int i = 0; i < ENTRIES.size(); i++) {
        Entry row = ENTRIES.get(i);
        entry.setLong(1, i + 1);
        entry.setLong(2, Instant.parse("2026-01-12T19:00:00Z").plusSeconds(i).toEpochMilli());
        entry.setString(3, UP + row.stream());
        entry.setBytes(4, row.payload().getBytes(StandardCharsets.UTF_8));
        entry.setString(5, identity(row));
        entry.setString(6, row.digest());
        entry.setString(7, row.rejection() == null ? "p1" : null);
        entry.executeUpdate();
        if (row.rejection() != null) {
          rejection.setLong(1, i + 1);
          rejection.setString(2, row.rejection());
          rejection.executeUpdate();
        }
      }
    }
  }

  /** Nothing else than its content stands for what was refused. */
  private static String identity(Entry row) {
    return row.identity() == null || row.rejection() != null
        ? row.identity()
        : UP + row.stream() + "/" + row.identity();
  }

  private static void records(Connection connection, String place) throws SQLException {
    try (Statement statement = connection.createStatement();
        PreparedStatement block =
            connection.prepareStatement(
                "INSERT INTO %sheart_rate_blocks VALUES (1, 'p0', 'strap', 1767600000000,"
                        .formatted(place)
                    + " 1767600001000, ?)")) {
      for (String row : RECORDS) {
        statement.execute(row.formatted(place));
      }
      block.setBytes(1, READINGS);
      block.executeUpdate();
    }
  }
}
