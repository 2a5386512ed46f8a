package health.carryover.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** How connections to one schema are made. */
final class PostgresSources {
  private static final int CONNECT_SECONDS = 10;
  private static final int ANSWER_SECONDS = 60;
  private static final Duration READER_PATIENCE = Duration.ofSeconds(15);
  private static final int ROWS_AT_ONCE = 500;

  /** The server notices within half a minute that a machine is gone, and lifts its claim. */
  private static final String NOTICE_DEAD_PEERS =
      "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
          + " -c tcp_user_timeout=25000";

  private final PostgresAddress address;
  private final String schema;

  PostgresSources(PostgresAddress address, String schema) {
    this.address = address;
    this.schema = schema;
  }

  /**
   * For the connection that writes.
   *
   * @throws IllegalArgumentException if the address is none the driver knows
   */
  PGSimpleDataSource writer() {
    PGSimpleDataSource source = plain();
    source.setSocketTimeout(ANSWER_SECONDS);
    return source;
  }

  /** For migrations, which may take their time. */
  PGSimpleDataSource migration() {
    return plain();
  }

  /** For readers: rows come as they are asked for, which needs transactions. */
  HikariDataSource readers(int most) {
    PGSimpleDataSource source = plain();
    source.setSocketTimeout(ANSWER_SECONDS);
    source.setDefaultRowFetchSize(ROWS_AT_ONCE);
    HikariConfig pool = new HikariConfig();
    pool.setDataSource(source);
    pool.setPoolName(schema + "-readers");
    pool.setMaximumPoolSize(most);
    pool.setMinimumIdle(1);
    pool.setAutoCommit(false);
    pool.setReadOnly(true);
    pool.setConnectionTimeout(READER_PATIENCE.toMillis());
    // The database may be away again by now; then reads say so, one by one.
    pool.setInitializationFailTimeout(-1);
    return new HikariDataSource(pool);
  }

  private PGSimpleDataSource plain() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(address.url());
    if (!address.user().isEmpty()) {
      source.setUser(address.user());
    }
    if (!address.password().isEmpty()) {
      source.setPassword(address.password());
    }
    if (source.getOptions() == null) {
      source.setOptions(NOTICE_DEAD_PEERS);
    }
    source.setCurrentSchema(schema);
    source.setApplicationName("carryover");
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setTcpKeepAlive(true);
    // The server's details quote values: health data, on their way into a log.
    source.setLogServerErrorDetail(false);
    return source;
  }
}
