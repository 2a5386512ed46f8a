package health.carryover.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.JournalEntry;
import health.carryover.store.postgres.PostgresAddress;
import health.carryover.store.postgres.PostgresStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page of a PostgreSQL database that was written over is found. */
class DoctorOfPostgresTest {
  private static final int PAGE = 8_192;

  @TempDir Path folder;

  @Test
  void aTableThatIsDamagedIsNamed() throws Exception {
    String file;
    try (EmbeddedPostgres server = server()) {
      try (PostgresStore store = PostgresStore.open(address(server))) {
        store.journal().append(List.of(entry()));
        assertThat(doctor(server).out()).contains("well   store postgresql can be used");
      }
      try (Connection connection = DriverManager.getConnection(url(server), "postgres", "");
          Statement statement = connection.createStatement()) {
        try (ResultSet found =
            statement.executeQuery("SELECT pg_relation_filepath('carryover_journal.entries')")) {
          found.next();
          file = found.getString(1);
        }
      }
    }
    byte[] rubbish = new byte[PAGE];
    Arrays.fill(rubbish, (byte) 0x55);
    Files.write(folder.resolve("postgres").resolve(file), rubbish, StandardOpenOption.WRITE);
    try (EmbeddedPostgres server = server()) {
      CommandRun looked = doctor(server);
      assertThat(looked.out())
          .contains("mend   store postgresql cannot be used: journal.entries is damaged: ")
          .contains("restore a backup");
      assertThat(looked.exit()).isEqualTo(1);
    }
  }

  private EmbeddedPostgres server() throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(folder.resolve("postgres"))
        .setCleanDataDirectory(false)
        .start();
  }

  private static String url(EmbeddedPostgres server) {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
  }

  private static PostgresAddress address(EmbeddedPostgres server) {
    return new PostgresAddress(url(server), "postgres", "");
  }

  private static JournalEntry entry() {
    return new JournalEntry(
        Instant.EPOCH, "channel", null, new byte[] {1}, "id", "digest", null, List.of());
  }

  private CommandRun doctor(EmbeddedPostgres server) throws Exception {
    Path config = folder.resolve("doctor.properties");
    Files.writeString(
        config,
        "data.folder=%s%nbroker.port=0%ndashboard.port=0%nmanagement.port=0%n"
                .formatted(folder.resolve("data"))
            + "store.kind=postgresql%nstore.url=%s%nstore.user=postgres%nstore.password=x%n"
                .formatted(url(server)));
    return CommandRun.of(List.of("doctor", "--config", config.toString()));
  }
}
