package health.carryover.store.sql;

import health.carryover.analysis.port.Quarantine;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rejections in the journal. */
final class SqlQuarantine implements Quarantine {
  private static final String ITEMS =
      """
      SELECT r.sequence, r.place, e.received_at, e.channel, r.code, r.element, r.reason,
             r.state, r.repair
      FROM rejections r JOIN entries e ON e.sequence = r.sequence
      """;
  private static final String NEWEST_FIRST = " ORDER BY r.sequence DESC, r.place LIMIT ?";
  private static final String OLDEST_FIRST = " ORDER BY r.sequence, r.place LIMIT ?";
  private static final String OF_MESSAGE = ITEMS + "WHERE r.sequence = ? ORDER BY r.place";
  private static final String COUNTS =
      "SELECT code, state, COUNT(*) FROM rejections GROUP BY code, state";
  private static final String STEPS =
      """
      SELECT sequence, place, happened_at, person, state, repair, replayed_as
      FROM rejection_steps WHERE sequence = ? ORDER BY id""";
  private static final String SET_STATE =
      """
      UPDATE rejections SET state = ?, repair = COALESCE(?, repair)
      WHERE sequence = ? AND place = ? AND state IN ('open', 'repaired')""";
  private static final String ADD_STEP =
      """
      INSERT INTO rejection_steps
        (id, sequence, place, happened_at, person, state, repair, replayed_as)
      SELECT COALESCE(MAX(id), 0) + 1, ?, ?, ?, ?, ?, ?, ? FROM rejection_steps""";

  private final Database database;

  SqlQuarantine(Database database) {
    this.database = database;
  }

  @Override
  public List<Item> newest(Query query, int limit) {
    return database.read(
        connection -> {
          List<Item> items = new ArrayList<>();
          int rows = query.device() == null ? Math.max(0, limit) : Integer.MAX_VALUE;
          try (ResultSet found = asked(connection, query, 0, NEWEST_FIRST, rows)) {
            while (items.size() < limit && found.next()) {
              Item item = item(found);
              if (query.asksFor(item)) {
                items.add(item);
              }
            }
          }
          return items;
        });
  }

  @Override
  public List<Long> messages(Query query, long afterSequence, int limit) {
    return database.read(
        connection -> {
          List<Long> messages = new ArrayList<>();
          long last = afterSequence;
          try (ResultSet found =
              asked(connection, query, afterSequence, OLDEST_FIRST, Integer.MAX_VALUE)) {
            while (messages.size() < limit && found.next()) {
              Item item = item(found);
              if (item.sequence() != last && query.asksFor(item)) {
                last = item.sequence();
                messages.add(last);
              }
            }
          }
          return messages;
        });
  }

  @Override
  public List<Item> ofMessage(long sequence) {
    return database.read(
        connection -> {
          PreparedStatement select = connection.prepare(OF_MESSAGE);
          select.setLong(1, sequence);
          List<Item> items = new ArrayList<>();
          try (ResultSet found = select.executeQuery()) {
            while (found.next()) {
              items.add(item(found));
            }
          }
          return items;
        });
  }

  /** One of sixteen texts. The device is compared outside, as the channel spells it. */
  private static ResultSet asked(
      SqlConnection connection, Query query, long after, String order, int rows)
      throws SQLException {
    String code = query.code();
    State state = query.state();
    Long sequence = query.sequence();
    PreparedStatement select =
        connection.prepare(
            ITEMS
                + "WHERE r.sequence > ?"
                + (code == null ? "" : " AND r.code = ?")
                + (state == null ? "" : " AND r.state = ?")
                + (sequence == null ? "" : " AND r.sequence = ?")
                + order);
    int place = 0;
    select.setLong(++place, after);
    if (code != null) {
      select.setString(++place, code);
    }
    if (state != null) {
      select.setString(++place, state.code());
    }
    if (sequence != null) {
      select.setLong(++place, sequence);
    }
    select.setInt(++place, rows);
    return select.executeQuery();
  }

  private static Item item(ResultSet found) throws SQLException {
    return new Item(
        found.getLong(1),
        found.getInt(2),
        Instant.ofEpochMilli(found.getLong(3)),
        found.getString(4),
        found.getString(5),
        found.getInt(6),
        found.getString(7),
        state(found.getString(8)),
        found.getString(9));
  }

  @Override
  public Map<String, Long> countsByCode() {
    Map<String, Long> counts = new TreeMap<>();
    counts()
        .forEach(
            (code, states) ->
                counts.put(code, states.values().stream().mapToLong(Long::longValue).sum()));
    return counts;
  }

  @Override
  public Map<String, Map<State, Long>> counts() {
    return database.read(
        connection -> {
          Map<String, Map<State, Long>> counts = new TreeMap<>();
          try (ResultSet found = connection.prepare(COUNTS).executeQuery()) {
            while (found.next()) {
              counts
                  .computeIfAbsent(found.getString(1), code -> new EnumMap<>(State.class))
                  .put(state(found.getString(2)), found.getLong(3));
            }
          }
          return counts;
        });
  }

  @Override
  public List<Step> steps(long sequence) {
    return database.read(
        connection -> {
          PreparedStatement select = connection.prepare(STEPS);
          select.setLong(1, sequence);
          List<Step> steps = new ArrayList<>();
          try (ResultSet found = select.executeQuery()) {
            while (found.next()) {
              long as = found.getLong(7);
              Long replayedAs = found.wasNull() ? null : (Long) as;
              steps.add(
                  new Step(
                      found.getLong(1),
                      found.getInt(2),
                      Instant.ofEpochMilli(found.getLong(3)),
                      found.getString(4),
                      state(found.getString(5)),
                      found.getString(6),
                      replayedAs));
            }
          }
          return steps;
        });
  }

  @Override
  public List<Step> take(List<Step> steps) {
    return database.write(
        connection -> {
          List<Step> taken = new ArrayList<>();
          for (Step step : steps) {
            if (setState(connection.prepare(SET_STATE), step)) {
              taken.add(add(connection.prepare(ADD_STEP), step));
            }
          }
          return taken;
        });
  }

  private static boolean setState(PreparedStatement update, Step step) throws SQLException {
    update.setString(1, step.state().code());
    update.setString(2, step.repair());
    update.setLong(3, step.sequence());
    update.setInt(4, step.place());
    return update.executeUpdate() == 1;
  }

  private static Step add(PreparedStatement insert, Step step) throws SQLException {
    Instant at = step.at().truncatedTo(ChronoUnit.MILLIS);
    insert.setLong(1, step.sequence());
    insert.setInt(2, step.place());
    insert.setLong(3, at.toEpochMilli());
    insert.setString(4, step.person());
    insert.setString(5, step.state().code());
    insert.setString(6, step.repair());
    setLong(insert, 7, step.replayedAs());
    insert.executeUpdate();
    return new Step(
        step.sequence(),
        step.place(),
        at,
        step.person(),
        step.state(),
        step.repair(),
        step.replayedAs());
  }

  private static void setLong(PreparedStatement statement, int index, @Nullable Long value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.BIGINT);
    } else {
      statement.setLong(index, value);
    }
  }

  private static State state(String code) {
    return State.ofCode(code)
        .orElseThrow(() -> new IllegalStateException("a state of a rejection that is not known"));
  }
}
