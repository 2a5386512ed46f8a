package health.carryover.store.sql;

import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.PersonErasure;
import health.carryover.analysis.port.PersonTraces;
import health.carryover.store.sql.EntryFinder.Found;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Erasure from the journal: entries are emptied and keep their place and the time of receipt. */
final class ErasedEntries {
  private static final int AT_ONCE = 500;
  private static final int PAGE = 2_000;
  private static final String REPLAYS = "service/replay/";

  private static final String OF_NOBODY =
      """
      SELECT sequence, channel, received_at FROM entries
      WHERE patient IS NULL AND sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?""";

  private static final String ONE =
      "SELECT patient, channel, identity FROM entries WHERE sequence = ?";
  private static final String EMPTY =
      "UPDATE entries SET channel = '"
          + PersonErasure.ERASED_CHANNEL
          + "', content_type = NULL, payload = ?, identity = NULL, digest = '', patient = NULL,"
          + " clock_shift_ms = NULL WHERE sequence = ?";
  private static final String REMOVE_STEPS = "DELETE FROM rejection_steps WHERE sequence = ?";
  private static final String REMOVE_REJECTIONS = "DELETE FROM rejections WHERE sequence = ?";
  private static final String REMOVE_REFUSAL = "DELETE FROM refused_readings WHERE sequence = ?";

  private final Database journal;
  private final Database records;
  private final EntryFinder finder;

  ErasedEntries(Database journal, Database records, EntryFinder finder) {
    this.journal = journal;
    this.records = records;
    this.finder = finder;
  }

  Map<String, Long> erase(PersonTraces person, long through) {
    Map<String, Long> removed = new TreeMap<>();
    // First, because what they are found by may be among the person's own entries.
    List<Long> unassigned = new ArrayList<>(unassigned(person, through));
    Slices.of(unassigned, AT_ONCE).forEach(some -> empty(some, removed));
    long after = 0;
    List<Long> page = finder.ofPatient(person.patient(), after, through, AT_ONCE);
    while (!page.isEmpty()) {
      empty(page, removed);
      after = page.get(page.size() - 1);
      page = finder.ofPatient(person.patient(), after, through, AT_ONCE);
    }
    return removed;
  }

  /** How many entries of the person's devices are nobody's. */
  long strays(PersonTraces person, long after, long through) {
    return eachOfNobody(
            after,
            through,
            (connection, sequence, channel, receivedAt) -> person.covers(channel, receivedAt))
        .size();
  }

  /**
   * Entries that are nobody's by their row but the person's by where they came from: from a device
   * of the person, as the original of a replay, or as a replay that failed.
   */
  private Set<Long> unassigned(PersonTraces person, long through) {
    Set<Long> all =
        eachOfNobody(
            0,
            through,
            (connection, sequence, channel, receivedAt) ->
                person.covers(channel, receivedAt)
                    || isReplayOf(connection, channel, person.patient()));
    Deque<Long> originals = new ArrayDeque<>(originalsOfReplays(person.patient()));
    journal.read(
        connection -> {
          for (Long next = originals.poll(); next != null; next = originals.poll()) {
            Entry entry = entry(connection, next);
            if (entry != null && entry.patient() == null && next <= through && all.add(next)) {
              original(entry.channel()).ifPresent(originals::add);
            }
          }
          return all;
        });
    return all;
  }

  /** What was sent through the journal again for {@code patient}. */
  private List<Long> originalsOfReplays(String patient) {
    List<Long> originals = new ArrayList<>();
    long after = 0;
    List<Long> page = finder.ofPatient(patient, after, Long.MAX_VALUE, PAGE);
    while (!page.isEmpty()) {
      after = page.get(page.size() - 1);
      List<Long> places = page;
      journal.read(
          connection -> {
            for (long sequence : places) {
              Entry entry = entry(connection, sequence);
              if (entry != null) {
                original(entry.channel()).ifPresent(originals::add);
              }
            }
            return originals;
          });
      page = finder.ofPatient(patient, after, Long.MAX_VALUE, PAGE);
    }
    return originals;
  }

  private static boolean isReplayOf(SqlConnection connection, String channel, String patient)
      throws SQLException {
    Optional<Long> original = original(channel);
    Entry entry = original.isEmpty() ? null : entry(connection, original.get());
    return entry != null && patient.equals(entry.patient());
  }

  private static Optional<Long> original(String kept) {
    String channel =
        kept.startsWith(JournalEntry.TRIMMED)
            ? kept.substring(JournalEntry.TRIMMED.length())
            : kept;
    String last = channel.substring(channel.lastIndexOf('/') + 1);
    return channel.startsWith(REPLAYS) && last.matches("\\d{1,18}")
        ? Optional.of(Long.valueOf(last))
        : Optional.empty();
  }

  private record Entry(@Nullable String patient, String channel, @Nullable String identity) {}

  private static @Nullable Entry entry(SqlConnection connection, long sequence)
      throws SQLException {
    PreparedStatement select = connection.prepare(ONE);
    select.setLong(1, sequence);
    try (ResultSet found = select.executeQuery()) {
      return found.next()
          ? new Entry(found.getString(1), found.getString(2), found.getString(3))
          : null;
    }
  }

  /** Whether an entry is asked for. */
  private interface Asked {
    boolean is(SqlConnection connection, long sequence, String channel, Instant receivedAt)
        throws SQLException;
  }

  private record Row(long sequence, String channel, Instant receivedAt) {}

  private Set<Long> eachOfNobody(long after, long through, Asked asked) {
    Set<Long> found = new TreeSet<>();
    long last = after;
    for (List<Row> page = ofNobody(last, through);
        !page.isEmpty();
        page = ofNobody(last, through)) {
      last = page.get(page.size() - 1).sequence();
      List<Row> rows = page;
      journal.read(
          connection -> {
            for (Row row : rows) {
              if (asked.is(connection, row.sequence(), row.channel(), row.receivedAt())) {
                found.add(row.sequence());
              }
            }
            return found;
          });
    }
    return found;
  }

  private List<Row> ofNobody(long after, long through) {
    return journal.read(
        connection -> {
          PreparedStatement select = connection.prepare(OF_NOBODY);
          select.setLong(1, after);
          select.setLong(2, through);
          select.setInt(3, PAGE);
          List<Row> rows = new ArrayList<>();
          try (ResultSet found = select.executeQuery()) {
            while (found.next()) {
              rows.add(
                  new Row(
                      found.getLong(1),
                      found.getString(2),
                      Instant.ofEpochMilli(found.getLong(3))));
            }
          }
          return rows;
        });
  }

  private void empty(List<Long> sequences, Map<String, Long> removed) {
    // Before the entries, without which nobody would know whose these were.
    long refusals =
        records.write(connection -> each(connection.prepare(REMOVE_REFUSAL), sequences));
    note(removed, "records.refused_readings", refusals);
    List<Found> emptied = new ArrayList<>();
    journal.change(
        connection -> {
          for (long sequence : sequences) {
            Entry entry = entry(connection, sequence);
            if (entry != null) {
              emptied.add(new Found(sequence, entry.identity(), entry.patient()));
            }
          }
          PreparedStatement steps = connection.prepare(REMOVE_STEPS);
          note(removed, "journal.rejection_steps", each(steps, sequences));
          PreparedStatement rejections = connection.prepare(REMOVE_REJECTIONS);
          note(removed, "journal.rejections", each(rejections, sequences));
          PreparedStatement empty = connection.prepare(EMPTY);
          long rows = 0;
          for (long sequence : sequences) {
            empty.setBytes(1, new byte[0]);
            empty.setLong(2, sequence);
            rows += empty.executeUpdate();
          }
          note(removed, "journal.entries", rows);
        });
    finder.emptied(emptied);
  }

  private static long each(PreparedStatement statement, List<Long> sequences) throws SQLException {
    long rows = 0;
    for (long sequence : sequences) {
      statement.setLong(1, sequence);
      rows += statement.executeUpdate();
    }
    return rows;
  }

  private static void note(Map<String, Long> removed, String kind, long rows) {
    if (rows > 0) {
      removed.merge(kind, rows, Long::sum);
    }
  }
}
