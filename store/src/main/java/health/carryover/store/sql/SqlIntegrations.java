package health.carryover.store.sql;

import health.carryover.analysis.port.Integrations;
import health.carryover.analysis.port.Scope;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Integrations in the records. */
final class SqlIntegrations implements Integrations {
  private static final String ADD =
      """
      INSERT INTO integrations (id, clinic, name, secret_hash, scopes, created_by, created_at,
        ends_at, revoked_at, last_used_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
  private static final String COLUMNS =
      """
      SELECT id, clinic, name, secret_hash, scopes, created_by, created_at, ends_at, revoked_at,
        last_used_at FROM integrations
      """;
  private static final String BY_SECRET = COLUMNS + "WHERE secret_hash = ?";
  private static final String OF_CLINIC = COLUMNS + "WHERE clinic = ? ORDER BY created_at, id";
  private static final String REVOKE =
      """
      UPDATE integrations SET revoked_at = COALESCE(revoked_at, ?)
      WHERE clinic = ? AND id = ?""";
  private static final String USED =
      """
      UPDATE integrations SET last_used_at = ?
      WHERE id = ? AND (last_used_at IS NULL OR last_used_at < ?)""";

  private final Database database;

  SqlIntegrations(Database database) {
    this.database = database;
  }

  @Override
  public void add(Integration integration) {
    database.change(
        connection -> {
          PreparedStatement add = connection.prepare(ADD);
          add.setString(1, integration.id());
          add.setString(2, integration.clinic());
          add.setString(3, integration.name());
          add.setString(4, integration.secretHash());
          add.setString(
              5,
              integration.scopes().stream()
                  .map(Scope::code)
                  .sorted()
                  .collect(Collectors.joining(" ")));
          add.setString(6, integration.createdBy());
          add.setLong(7, integration.createdAt().toEpochMilli());
          add.setLong(8, integration.endsAt().toEpochMilli());
          add.setObject(9, millis(integration.revokedAt()));
          add.setObject(10, millis(integration.lastUsedAt()));
          add.executeUpdate();
        });
  }

  @Override
  public Optional<Integration> bySecret(String hash) {
    return database.read(connection -> select(connection, BY_SECRET, hash)).stream().findFirst();
  }

  @Override
  public List<Integration> ofClinic(String clinic) {
    return database.read(connection -> select(connection, OF_CLINIC, clinic));
  }

  @Override
  public boolean revoke(String clinic, String id, Instant at) {
    return database.write(
        connection -> {
          PreparedStatement revoke = connection.prepare(REVOKE);
          revoke.setLong(1, at.toEpochMilli());
          revoke.setString(2, clinic);
          revoke.setString(3, id);
          return revoke.executeUpdate() == 1;
        });
  }

  @Override
  public void used(String id, Instant at) {
    database.change(
        connection -> {
          PreparedStatement used = connection.prepare(USED);
          used.setLong(1, at.toEpochMilli());
          used.setString(2, id);
          used.setLong(3, at.toEpochMilli());
          used.executeUpdate();
        });
  }

  private static @Nullable Object millis(@Nullable Instant at) {
    return at == null ? null : (Object) at.toEpochMilli();
  }

  private static List<Integration> select(SqlConnection connection, String sql, String key)
      throws SQLException {
    PreparedStatement select = connection.prepare(sql);
    select.setString(1, key);
    List<Integration> integrations = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        integrations.add(
            new Integration(
                found.getString(1),
                found.getString(2),
                found.getString(3),
                found.getString(4),
                scopes(found.getString(5)),
                found.getString(6),
                Instant.ofEpochMilli(found.getLong(7)),
                Instant.ofEpochMilli(found.getLong(8)),
                instant(found, 9),
                instant(found, 10)));
      }
    }
    return integrations;
  }

  /** A scope that this program does not know opens nothing, and so is left out. */
  private static Set<Scope> scopes(String codes) {
    return Arrays.stream(codes.split(" "))
        .flatMap(code -> Scope.ofCode(code).stream())
        .collect(Collectors.toSet());
  }

  private static @Nullable Instant instant(ResultSet found, int column) throws SQLException {
    long millis = found.getLong(column);
    return found.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
