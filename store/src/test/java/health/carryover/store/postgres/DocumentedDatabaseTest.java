package health.carryover.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The statements of docs/stores.md make a database that the store takes. */
class DocumentedDatabaseTest {
  private static final Path DOCUMENT =
      Path.of("").toAbsolutePath().getParent().resolve("docs/stores.md");
  private static final String PASSWORD = "a-password";

  @Test
  void theStoreOpensInIt() throws Exception {
    Matcher shown =
        Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENT));
    assertThat(shown.find()).isTrue();
    List<String> statements = List.of(shown.group(1).strip().split(";\\s*"));
    assertThat(statements).hasSize(2);
    PostgresAddress server = TestPostgres.newDatabase();
    PostgresAddress made =
        new PostgresAddress(
            server.url().replaceFirst("/[^/]*$", "/carryover"), "carryover", PASSWORD);
    try {
      for (String statement : statements) {
        execute(server, statement.replace("'...'", "'" + PASSWORD + "'"));
      }
      try (PostgresStore store = PostgresStore.open(made)) {
        assertThat(store.journal().lastSequence()).isZero();
      }
    } finally {
      execute(server, "DROP DATABASE IF EXISTS carryover WITH (FORCE)");
      execute(server, "DROP ROLE IF EXISTS carryover");
    }
  }

  private static void execute(PostgresAddress address, String sql) throws Exception {
    try (Connection connection = TestPostgres.connect(address);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
