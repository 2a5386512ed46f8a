package health.carryover.store.sql;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds entries of the journal by what makes a copy recognisable and by patient: by indexes of the
 * journal's own table, or by a file beside it. Throws {@link
 * health.carryover.analysis.port.StoreUnavailableException} where it cannot look now. Any thread.
 */
public interface EntryFinder {
  /**
   * What an entry is found by.
   *
   * @param identity null if copies of it cannot be recognised
   * @param patient null if it is nobody's
   */
  record Found(long sequence, @Nullable String identity, @Nullable String patient) {}

  /**
   * An entry that is held.
   *
   * @param digest of its content
   */
  record Held(long sequence, String digest) {}

  /** Runs {@code append}, which adds entries and then tells {@link #appended}, alone. */
  default <T> T alone(Supplier<T> append) {
    return append.get();
  }

  /** Which of {@code identities} are held, asked on a connection to the journal that adds more. */
  Map<String, Held> held(SqlConnection journal, List<String> identities) throws SQLException;

  /** These entries are in the journal now. */
  default void appended(List<Found> entries) {}

  /**
   * Places of entries of {@code patient}, ascending.
   *
   * @param after beyond which they lie
   * @param through up to which they lie
   * @param most how many are given at most
   */
  List<Long> ofPatient(String patient, long after, long through, int most);

  /** Everybody to whom an entry belongs. */
  Set<String> patients();

  /** These entries were emptied: nothing is to lead to them any more. */
  default void emptied(List<Found> entries) {}

  /** Adds to {@code left} how many rows of a file beside the journal still name the person. */
  default void addLeft(PersonRows person, Map<String, Long> left) {}

  /** Makes what was removed unreadable in a file beside the journal. */
  default void wipe() {}

  /** Counts the rows of one database that still name a person. */
  @FunctionalInterface
  interface PersonRows {
    void count(String store, SqlConnection connection) throws SQLException;
  }
}
