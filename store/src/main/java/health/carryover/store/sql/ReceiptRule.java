package health.carryover.store.sql;

import java.sql.SQLException;
import java.time.Instant;

/** What is asked of messages within the transaction that appends them. */
@FunctionalInterface
public interface ReceiptRule {
  /** Every time of receipt will do. */
  ReceiptRule NONE = (connection, oldest) -> {};

  /**
   * Throws if nothing may be appended that was received at {@code oldest}.
   *
   * @throws health.carryover.analysis.port.StoreUnavailableException if it may with a newer time
   */
  void require(SqlConnection connection, Instant oldest) throws SQLException;
}
