package health.carryover.store.postgres;

import health.carryover.analysis.port.PatientShares;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.store.migration.SchemaMigration;
import health.carryover.store.migration.SchemaRefusedException;
import health.carryover.store.sql.ReceiptRule;
import health.carryover.store.sql.SqlStores;
import health.carryover.store.sql.StoreOpenException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Every store of the service in one PostgreSQL database (13 or later, UTF-8).
 *
 * <p>One service at a time writes: the claim is held by the very connections that write, so that a
 * service which lost it cannot write any more, and it is lifted when the process dies, however it
 * dies.
 */
public final class PostgresStore extends SqlStores {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final String KEY_TYPE = "BIGINT";
  private static final String OWN_NEEDS = "classpath:db/migration/postgres";

  /** After so long without a sign of life a service that shares the database counts as gone. */
  public static final Duration LIFETIME = Duration.ofSeconds(15);

  private static final String SHARED_NEEDS = "classpath:db/migration/shares";

  private final @Nullable PostgresShares shares;

  private PostgresStore(
      PostgresDatabase journal, PostgresDatabase records, @Nullable PostgresShares shares) {
    super(journal, records);
    this.shares = shares;
  }

  @Override
  public Optional<PatientShares> shares() {
    return Optional.ofNullable(shares);
  }

  /** Also gives back what this service has of shared work. */
  @Override
  public void close() {
    if (shares != null) {
      shares.close();
    }
    super.close();
  }

  @Override
  protected ReceiptRule receipts() {
    return shares == null ? ReceiptRule.NONE : shares.receipts();
  }

  /**
   * Opens the stores, or waits a moment: a server takes one to notice that the process before is
   * gone.
   *
   * @throws StoreOpenException as the other method
   */
  public static PostgresStore open(PostgresAddress address) {
    return open(address, patience());
  }

  private static BooleanSupplier patience() {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    return () -> System.nanoTime() - giveUpAt < 0;
  }

  /**
   * As {@link #open(PostgresAddress)}, also where a move has not ended: for what ends it.
   *
   * @throws StoreOpenException as the other method
   */
  public static PostgresStore openForMove(PostgresAddress address) {
    return openAny(address, patience());
  }

  /**
   * Opens the stores in the database, making whatever is not there yet.
   *
   * @param whileInUse asked again and again while another service has them open: whether to go on
   *     waiting for its end
   * @throws StoreOpenException if another service has them open and nobody waits any more, if the
   *     database cannot be reached or used, if a newer version of the program wrote it, or if a
   *     move into it has not ended
   */
  public static PostgresStore open(PostgresAddress address, BooleanSupplier whileInUse) {
    PostgresStore store = openAny(address, whileInUse);
    store.requireWhole();
    return store;
  }

  private static PostgresStore openAny(PostgresAddress address, BooleanSupplier whileInUse) {
    PostgresDatabase journal =
        new PostgresDatabase(
            "journal",
            "carryover_journal",
            PostgresClaim.JOURNAL,
            address,
            PostgresGate.OF_THE_ONLY_ONE);
    PostgresDatabase records =
        new PostgresDatabase(
            "records",
            "carryover_records",
            PostgresClaim.RECORDS,
            address,
            PostgresGate.OF_THE_ONLY_ONE);
    return open(address, journal, records, null, whileInUse);
  }

  /**
   * As {@link #open(PostgresAddress, BooleanSupplier)}, beside other services that share the work.
   * Whoever wants the database alone, for a move or to work alone, waits until all of them ended.
   *
   * @param lifetime after how long without a sign of life a service counts as gone; the same for
   *     all, 10 s or more
   */
  public static PostgresStore share(
      PostgresAddress address, Duration lifetime, BooleanSupplier whileInUse) {
    PostgresShares shares = new PostgresShares(address, lifetime);
    PostgresStore store = open(address, shares.journal(), shares.records(), shares, whileInUse);
    store.requireWhole();
    boolean joined = false;
    try {
      shares.join();
      joined = true;
    } catch (StoreUnavailableException busy) {
      throw new StoreOpenException(
          "The database at " + address.url() + " cannot be shared: " + busy.getMessage(), busy);
    } finally {
      if (!joined) {
        store.close();
      }
    }
    return store;
  }

  private static PostgresStore open(
      PostgresAddress address,
      PostgresDatabase journal,
      PostgresDatabase records,
      @Nullable PostgresShares shares,
      BooleanSupplier whileInUse) {
    boolean opened = false;
    try {
      // Both claims before anything is changed, so that of two services one starts and one leaves.
      journal.claim(whileInUse);
      records.claim(whileInUse);
      journal.begin(SchemaMigration.ofJournal(KEY_TYPE).inSchema(journal.schema()).with(OWN_NEEDS));
      records.begin(
          SchemaMigration.ofRecords(KEY_TYPE)
              .inSchema(records.schema())
              .with(OWN_NEEDS)
              .with(SHARED_NEEDS));
      opened = true;
      return new PostgresStore(journal, records, shares);
    } catch (SQLException | SchemaRefusedException | StoreUnavailableException e) {
      throw new StoreOpenException(
          "The database at " + address.url() + " cannot be used: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreOpenException("The database was not opened: the start was interrupted", e);
    } finally {
      if (!opened) {
        journal.close();
        records.close();
      }
    }
  }

  /**
   * How far the server's clock is ahead of {@code clock}, to about the time of one question; empty
   * if the server does not answer.
   */
  public static Optional<Duration> clockAhead(PostgresAddress address, InstantSource clock) {
    try (Connection connection = new PostgresSources(address, "public").writer().getConnection()) {
      Instant theirs = PostgresQueries.now(connection);
      return Optional.of(Duration.between(clock.instant(), theirs));
    } catch (SQLException away) {
      return Optional.empty();
    }
  }

  /** What keeps the database from being used, for the operator; changes nothing. */
  public static Optional<String> problem(PostgresAddress address) {
    try (Connection connection = new PostgresSources(address, "public").writer().getConnection()) {
      PostgresQueries.requireUsable(connection);
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
