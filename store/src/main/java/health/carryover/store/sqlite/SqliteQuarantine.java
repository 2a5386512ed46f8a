package health.carryover.store.sqlite;

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

/** The rejections in the journal's file. */
final class SqliteQuarantine implements Quarantine {
  private static final String ITEMS =
      """
      SELECT r.sequence, r.place, e.received_at, e.channel, r.code, r.element, r.reason,
             r.state, r.repair
      FROM rejections r JOIN entries e ON e.sequence = r.sequence
      """;
  // A null does not matter; the device is compared outside, as the channel spells it.
  private static final String ASKED =
      """
      WHERE (?1 IS NULL OR r.code = ?1) AND (?2 IS NULL OR r.state = ?2)
        AND (?3 IS NULL OR r.sequence = ?3) AND r.sequence > ?4
      """;
  private static final String NEWEST = ITEMS + ASKED + "ORDER BY r.sequence DESC, r.place";
  private static final String OLDEST = ITEMS + ASKED + "ORDER BY r.sequence, r.place";
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

  private final SqliteFile file;

  SqliteQuarantine(SqliteFile file) {
    this.file = file;
  }

  @Override
  public List<Item> newest(Query query, int limit) {
    return file.read(
        connection -> {
          List<Item> items = new ArrayList<>();
          try (ResultSet found = asked(connection.prepare(NEWEST), query, 0)) {
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
    return file.read(
        connection -> {
          List<Long> messages = new ArrayList<>();
          long last = afterSequence;
          try (ResultSet found = asked(connection.prepare(OLDEST), query, afterSequence)) {
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
    return file.read(
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

  private static ResultSet asked(PreparedStatement select, Query query, long after)
      throws SQLException {
    select.setString(1, query.code());
    State state = query.state();
    select.setString(2, state == null ? null : state.code());
    setLong(select, 3, query.sequence());
    select.setLong(4, after);
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
    return file.read(
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
    return file.read(
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
    return file.write(
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
