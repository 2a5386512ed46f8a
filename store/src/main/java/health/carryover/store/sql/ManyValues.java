package health.carryover.store.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Statements that ask for many values at once. The list of places is as long as a power of two, so
 * that a handful of texts serves every number of values; the last value fills it up.
 */
public final class ManyValues {
  private ManyValues() {}

  /** The statement {@code select} followed by a list of {@code texts}, at least one. */
  public static PreparedStatement ofTexts(
      SqlConnection connection, String select, List<String> texts) throws SQLException {
    int places = places(texts);
    PreparedStatement prepared = connection.prepare(select + list(places));
    for (int place = 0; place < places; place++) {
      prepared.setString(place + 1, texts.get(Math.min(place, texts.size() - 1)));
    }
    return prepared;
  }

  /** The statement {@code select}, a list of {@code numbers}, at least one, and {@code rest}. */
  static PreparedStatement ofNumbers(
      SqlConnection connection, String select, List<Long> numbers, String rest)
      throws SQLException {
    int places = places(numbers);
    PreparedStatement prepared = connection.prepare(select + list(places) + rest);
    for (int place = 0; place < places; place++) {
      prepared.setLong(place + 1, numbers.get(Math.min(place, numbers.size() - 1)));
    }
    return prepared;
  }

  private static int places(List<?> values) {
    return Integer.highestOneBit(2 * values.size() - 1);
  }

  private static String list(int places) {
    return "(?" + ", ?".repeat(places - 1) + ")";
  }
}
