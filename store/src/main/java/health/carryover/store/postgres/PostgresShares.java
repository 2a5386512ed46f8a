package health.carryover.store.postgres;

import health.carryover.analysis.port.MonitorSnapshots.MonitorSnapshot;
import health.carryover.analysis.port.PatientShares;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.store.sql.ReceiptRule;
import health.carryover.store.sql.SharePlaces;
import health.carryover.store.sql.SqlConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * This service among those that share a database. Its membership is a row under a token of its own,
 * which every transaction on the records looks at and keeps from being removed until its end.
 */
final class PostgresShares implements PatientShares {
  /** What a later message may have been received earlier by, at most; see {@link #horizon}. */
  static final Duration BEHIND = Duration.ofSeconds(3);

  /** Before the others may put an end to this service it is not sure of itself any more. */
  private static final Duration UNSURE = Duration.ofSeconds(3);

  private static final String MEMBER = "SELECT token FROM members WHERE token = ? FOR KEY SHARE";

  private final PostgresMembers members;
  private final PostgresDatabase journal;
  private final PostgresDatabase records;
  private final Duration lifetime;
  private volatile long token;
  private volatile boolean lost;
  private volatile long certainUntilNanos = System.nanoTime();
  private volatile Measured measured = new Measured(Instant.EPOCH, System.nanoTime());

  /**
   * A service that is no member yet.
   *
   * @param lifetime after how long without a word a service counts as gone
   */
  PostgresShares(PostgresAddress address, Duration lifetime) {
    this.lifetime = lifetime;
    this.members = new PostgresMembers(new PostgresSources(address, "carryover_records"), lifetime);
    this.journal =
        new PostgresDatabase(
            "journal",
            "carryover_journal",
            PostgresClaim.JOURNAL,
            address,
            new Gate(PostgresClaim.JOURNAL));
    this.records =
        new PostgresDatabase(
            "records",
            "carryover_records",
            PostgresClaim.RECORDS,
            address,
            new Gate(PostgresClaim.RECORDS));
  }

  PostgresDatabase journal() {
    return journal;
  }

  PostgresDatabase records() {
    return records;
  }

  /** The database's clock, taken at an instant of this machine's. */
  private record Measured(Instant theirs, long atNanos) {
    Instant now() {
      return theirs.plusNanos(System.nanoTime() - atNanos);
    }
  }

  /** Journal transactions wait for their turn; on the records they must be of a member too. */
  private final class Gate implements PostgresGate {
    private final PostgresClaim turns;

    Gate(PostgresClaim turns) {
      this.turns = turns;
    }

    @Override
    public boolean isShared() {
      return true;
    }

    @Override
    public boolean isLost() {
      return lost;
    }

    @Override
    public void enter(SqlConnection statements) throws SQLException {
      turns.takeTurn(statements);
      enterUnnumbered(statements);
    }

    @Override
    public void enterUnnumbered(SqlConnection statements) throws SQLException {
      switch (turns) {
        case JOURNAL -> {
          // Whatever the broker gave is true, whoever it gave it to.
        }
        case RECORDS -> requireMember(statements);
      }
    }
  }

  private void requireMember(SqlConnection statements) throws SQLException {
    PreparedStatement select = statements.prepare(MEMBER);
    select.setLong(1, token);
    try (ResultSet found = select.executeQuery()) {
      if (!found.next()) {
        throw lost();
      }
    }
  }

  private StoreUnavailableException lost() {
    lost = true;
    certainUntilNanos = System.nanoTime();
    return new StoreUnavailableException(
        "other services have taken this one's patients over",
        new SQLException("no member", PostgresFailures.IN_USE));
  }

  /**
   * Becomes a member.
   *
   * @throws StoreUnavailableException if the database does not answer, or if a person is being
   *     erased by a service that must be alone for that
   */
  void join() {
    long before = System.nanoTime();
    PostgresMembers.Renewal joined = members.join();
    token = joined.token();
    renewed(before, joined);
  }

  @Override
  public synchronized Holding renew() {
    long before = System.nanoTime();
    PostgresMembers.Renewal renewal = members.renew(token).orElseThrow(this::lost);
    renewed(before, renewal);
    if (!renewal.wasExpired()) {
      members.endOthersAndTake(token);
    }
    return members.holding(token);
  }

  private void renewed(long beforeNanos, PostgresMembers.Renewal renewal) {
    certainUntilNanos = beforeNanos + lifetime.minus(UNSURE).toNanos();
    // The answer was on its way for at most this long, most of the time for half of it.
    long half = (System.nanoTime() - beforeNanos) / 2;
    measured = new Measured(renewal.at(), System.nanoTime() - half);
  }

  @Override
  public void giveBack(Set<Integer> shares) {
    members.giveBack(token, shares);
  }

  @Override
  public Map<Integer, Long> places(Set<Integer> shares) {
    return records.read(connection -> SharePlaces.of(connection, shares));
  }

  @Override
  public void save(List<MonitorSnapshot> snapshots, Set<Integer> settled, long place) {
    records.changeDerived(
        connection -> SharePlaces.save(connection, snapshots, token, settled, place));
  }

  /**
   * Taken in turn with those who append: whoever appends later looks at the clock later, and
   * appends nothing that was received longer before than {@link #BEHIND}.
   */
  @Override
  public Horizon horizon() {
    return journal.write(
        connection -> {
          connection.set(PostgresQueries.COMMIT_WITHOUT_WAITING);
          Instant now = now(connection);
          try (ResultSet found =
              connection.prepare("SELECT COALESCE(MAX(sequence), 0) FROM entries").executeQuery()) {
            found.next();
            return new Horizon(found.getLong(1), now.minus(BEHIND));
          }
        });
  }

  /** For the journal: see {@link #horizon}. */
  ReceiptRule receipts() {
    return (connection, oldest) -> {
      if (oldest.isBefore(now(connection).minus(BEHIND))) {
        throw new StoreUnavailableException(
            "the journal was busy for too long since the messages came",
            new SQLException("busy", PostgresFailures.IN_USE));
      }
    };
  }

  private static Instant now(SqlConnection connection) throws SQLException {
    try (ResultSet found = connection.prepare("SELECT " + PostgresQueries.CLOCK).executeQuery()) {
      found.next();
      return Instant.ofEpochMilli(found.getLong(1));
    }
  }

  @Override
  public boolean isCertain() {
    return !lost && System.nanoTime() - certainUntilNanos < 0;
  }

  @Override
  public int others() {
    return members.others(token);
  }

  @Override
  public InstantSource clock() {
    return () -> measured.now();
  }

  @Override
  public synchronized void close() {
    members.leave(token);
  }
}
