package health.carryover.store.move;

/** Hears how a move goes on. Tables are named as {@code journal.entries}. */
public interface MoveListener {

  /**
   * After each batch that is durable in the new place.
   *
   * @param rows how many this run has copied of the table so far
   */
  void copied(String table, long rows);

  /**
   * After a table was read again on both sides and found the same.
   *
   * @param rows how many it has
   * @param digest of all its rows
   */
  void checked(String table, long rows, String digest);
}
