package health.carryover.store.sql;

import health.carryover.analysis.port.Accounts;
import health.carryover.analysis.port.Role;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accounts in the records. */
final class SqlAccounts implements Accounts {
  private static final String ADD =
      """
      INSERT INTO accounts (clinic, login, display_name, role, created_at, disabled_at,
        password_hash, factor_secret, factor_last_step, recovery_hashes, invitation_hash,
        invitation_ends_at, version, id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING""";
  private static final String REPLACE =
      """
      UPDATE accounts SET clinic = ?, login = ?, display_name = ?, role = ?, created_at = ?,
        disabled_at = ?, password_hash = ?, factor_secret = ?, factor_last_step = ?,
        recovery_hashes = ?, invitation_hash = ?, invitation_ends_at = ?, version = ?
      WHERE id = ? AND version = ?""";
  private static final String COLUMNS =
      """
      SELECT id, clinic, login, display_name, role, created_at, disabled_at, password_hash,
        factor_secret, factor_last_step, recovery_hashes, invitation_hash, invitation_ends_at,
        version FROM accounts
      """;
  private static final String ONE = COLUMNS + "WHERE id = ?";
  private static final String BY_LOGIN = COLUMNS + "WHERE login = ?";
  private static final String BY_INVITATION = COLUMNS + "WHERE invitation_hash = ?";
  private static final String OF_CLINIC = COLUMNS + "WHERE clinic = ? ORDER BY login";

  private static final int LAST_COLUMN = 14;

  private final Database database;

  SqlAccounts(Database database) {
    this.database = database;
  }

  @Override
  public boolean add(Account account) {
    return database.write(
        connection -> {
          PreparedStatement add = connection.prepare(ADD);
          bind(add, account, account.version());
          return add.executeUpdate() == 1;
        });
  }

  @Override
  public boolean replace(Account account) {
    return database.write(
        connection -> {
          PreparedStatement replace = connection.prepare(REPLACE);
          bind(replace, account, account.version() + 1);
          replace.setLong(LAST_COLUMN + 1, account.version());
          return replace.executeUpdate() == 1;
        });
  }

  @Override
  public Optional<Account> find(String id) {
    return one(ONE, id);
  }

  @Override
  public Optional<Account> byLogin(String login) {
    return one(BY_LOGIN, login);
  }

  @Override
  public Optional<Account> byInvitation(String hash) {
    return one(BY_INVITATION, hash);
  }

  @Override
  public List<Account> ofClinic(String clinic) {
    return database.read(connection -> select(connection, OF_CLINIC, clinic));
  }

  private Optional<Account> one(String sql, String key) {
    return database.read(connection -> select(connection, sql, key)).stream().findFirst();
  }

  private static void bind(PreparedStatement to, Account account, long version)
      throws SQLException {
    Credentials credentials = account.credentials();
    SecondFactor factor = credentials.secondFactor();
    Invitation invitation = credentials.invitation();
    to.setString(1, account.clinic());
    to.setString(2, account.login());
    to.setString(3, account.name());
    to.setString(4, account.role().code());
    to.setLong(5, account.createdAt().toEpochMilli());
    to.setObject(6, millis(account.disabledAt()));
    to.setString(7, credentials.passwordHash());
    to.setString(8, factor == null ? null : factor.secret());
    to.setObject(9, factor == null ? null : (Object) factor.lastStep());
    to.setString(10, factor == null ? null : String.join(" ", factor.recoveryHashes()));
    to.setString(11, invitation == null ? null : invitation.hash());
    to.setObject(12, invitation == null ? null : millis(invitation.endsAt()));
    to.setLong(13, version);
    to.setString(LAST_COLUMN, account.id());
  }

  private static @Nullable Object millis(@Nullable Instant at) {
    return at == null ? null : (Object) at.toEpochMilli();
  }

  private static List<Account> select(SqlConnection connection, String sql, String key)
      throws SQLException {
    PreparedStatement select = connection.prepare(sql);
    select.setString(1, key);
    List<Account> accounts = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        accounts.add(account(found));
      }
    }
    return accounts;
  }

  private static Account account(ResultSet found) throws SQLException {
    String secret = found.getString(9);
    String left = found.getString(11);
    SecondFactor factor =
        secret == null || left == null
            ? null
            : new SecondFactor(
                secret, found.getLong(10), left.isEmpty() ? List.of() : List.of(left.split(" ")));
    String invitationHash = found.getString(12);
    Instant invitationEnd = instant(found, 13);
    return new Account(
        found.getString(1),
        found.getString(2),
        found.getString(3),
        found.getString(4),
        role(found.getString(5)),
        Instant.ofEpochMilli(found.getLong(6)),
        instant(found, 7),
        new Credentials(
            found.getString(8),
            factor,
            invitationHash == null || invitationEnd == null
                ? null
                : new Invitation(invitationHash, invitationEnd)),
        found.getLong(14));
  }

  private static Role role(String code) {
    return Role.ofCode(code)
        .orElseThrow(() -> new IllegalStateException("a stored role that is not known: " + code));
  }

  private static @Nullable Instant instant(ResultSet found, int column) throws SQLException {
    long millis = found.getLong(column);
    return found.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
