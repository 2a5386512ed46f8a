package health.carryover.store.sql;

import health.carryover.analysis.port.DeviceCredentials;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Credentials in the records. */
final class SqlDeviceCredentials implements DeviceCredentials {
  private static final String PUT =
      """
      INSERT INTO device_credentials (device, clinic, secret_hash, issued_at, revoked_at)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (device) DO UPDATE SET secret_hash = excluded.secret_hash,
        issued_at = excluded.issued_at, revoked_at = excluded.revoked_at
      WHERE device_credentials.clinic = excluded.clinic""";
  private static final String REVOKE =
      """
      UPDATE device_credentials SET revoked_at = ?
      WHERE device = ? AND clinic = ? AND revoked_at IS NULL""";
  private static final String COLUMNS =
      "SELECT device, clinic, secret_hash, issued_at, revoked_at FROM device_credentials ";
  private static final String ONE = COLUMNS + "WHERE device = ?";
  private static final String OF_CLINIC = COLUMNS + "WHERE clinic = ? ORDER BY device";

  private final Database database;

  SqlDeviceCredentials(Database database) {
    this.database = database;
  }

  @Override
  public boolean put(DeviceCredential credential) {
    return database.write(
        connection -> {
          PreparedStatement put = connection.prepare(PUT);
          put.setString(1, credential.device());
          put.setString(2, credential.clinic());
          put.setString(3, credential.secretHash());
          put.setLong(4, credential.issuedAt().toEpochMilli());
          Instant revokedAt = credential.revokedAt();
          put.setObject(5, revokedAt == null ? null : (Object) revokedAt.toEpochMilli());
          return put.executeUpdate() == 1;
        });
  }

  @Override
  public void revoke(String clinic, String device, Instant at) {
    database.change(
        connection -> {
          PreparedStatement revoke = connection.prepare(REVOKE);
          revoke.setLong(1, at.toEpochMilli());
          revoke.setString(2, device);
          revoke.setString(3, clinic);
          revoke.executeUpdate();
        });
  }

  @Override
  public Optional<DeviceCredential> find(String device) {
    return database.read(connection -> select(connection, ONE, device)).stream().findFirst();
  }

  @Override
  public List<DeviceCredential> ofClinic(String clinic) {
    return database.read(connection -> select(connection, OF_CLINIC, clinic));
  }

  private static List<DeviceCredential> select(SqlConnection connection, String sql, String key)
      throws SQLException {
    PreparedStatement select = connection.prepare(sql);
    select.setString(1, key);
    List<DeviceCredential> credentials = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        credentials.add(
            new DeviceCredential(
                found.getString(1),
                found.getString(2),
                found.getString(3),
                Instant.ofEpochMilli(found.getLong(4)),
                instant(found, 5)));
      }
    }
    return credentials;
  }

  private static @Nullable Instant instant(ResultSet found, int column) throws SQLException {
    long millis = found.getLong(column);
    return found.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
