package health.carryover.store.sql;

import health.carryover.analysis.port.PersonErasure;
import health.carryover.analysis.port.PersonTraces;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Erasure from journal and records, step by step. */
final class SqlPersonErasure implements PersonErasure {
  private static final String CHANGES =
      """
      SELECT c.clinic, c.device, c.from_at, c.patient FROM enrolment_changes c
      WHERE EXISTS (SELECT 1 FROM enrolment_changes p
        WHERE p.patient = ? AND p.clinic = c.clinic AND p.device = c.device)
      ORDER BY c.clinic, c.device, c.from_at""";
  private static final List<String> PEOPLE_IN_RECORDS =
      List.of(
          "SELECT id FROM patients",
          "SELECT patient FROM enrolment_changes WHERE patient IS NOT NULL",
          "SELECT patient FROM monitor_snapshots",
          "SELECT DISTINCT patient FROM outcomes",
          "SELECT DISTINCT patient FROM heart_rate_blocks");
  private static final String BEGIN =
      "INSERT INTO erasures (id, began_at, salt, digest, traces) VALUES (?, ?, ?, ?, ?)"
          + " ON CONFLICT (id) DO NOTHING";
  private static final String FINISH = "UPDATE erasures SET traces = NULL WHERE id = ?";
  private static final String NOTES = "SELECT id, began_at, salt, digest, traces FROM erasures ";
  private static final String BY_TIME = " ORDER BY began_at, id";

  private final Database journal;
  private final Database records;
  private final EntryFinder finder;
  private final ErasedEntries entries;

  SqlPersonErasure(Database journal, Database records, EntryFinder finder) {
    this.journal = journal;
    this.records = records;
    this.finder = finder;
    this.entries = new ErasedEntries(journal, records, finder);
  }

  @Override
  public PersonTraces traces(String patient) {
    return records.read(
        connection -> {
          PreparedStatement select = connection.prepare(CHANGES);
          select.setString(1, patient);
          List<PersonTraces.Change> changes = new ArrayList<>();
          try (ResultSet found = select.executeQuery()) {
            while (found.next()) {
              changes.add(
                  new PersonTraces.Change(
                      new PersonTraces.Device(found.getString(1), found.getString(2)),
                      Instant.ofEpochMilli(found.getLong(3)),
                      found.getString(4)));
            }
          }
          return PersonTraces.of(patient, changes);
        });
  }

  @Override
  public List<String> people() {
    Set<String> people = new TreeSet<>();
    records.read(
        connection -> {
          for (String sql : PEOPLE_IN_RECORDS) {
            addTo(people, connection, sql);
          }
          return people;
        });
    people.addAll(finder.patients());
    return List.copyOf(people);
  }

  private static Set<String> addTo(Set<String> people, SqlConnection connection, String sql)
      throws SQLException {
    try (ResultSet found = connection.prepare(sql).executeQuery()) {
      while (found.next()) {
        people.add(found.getString(1));
      }
    }
    return people;
  }

  @Override
  public Map<String, Long> begin(Note note, PersonTraces person, String by) {
    return records.write(
        connection -> {
          PreparedStatement insert = connection.prepare(BEGIN);
          insert.setString(1, note.id());
          insert.setLong(2, note.at().toEpochMilli());
          insert.setString(3, note.salt());
          insert.setString(4, note.digest());
          insert.setString(5, TracesText.of(person));
          if (insert.executeUpdate() == 1) {
            AuditTable.add(connection, note.at(), by, "erase", note.id());
          }
          return ErasedRecords.takeDevicesBack(connection, person);
        });
  }

  @Override
  public Map<String, Long> eraseJournal(PersonTraces person, long through) {
    return entries.erase(person, through);
  }

  @Override
  public Map<String, Long> eraseRecords(PersonTraces person) {
    return new ErasedRecords(records).erase(person);
  }

  @Override
  public Map<String, Long> left(PersonTraces person, long through) {
    Map<String, Long> left = new TreeMap<>();
    journal.read(connection -> LeftRows.in("journal", connection, person, left));
    finder.addLeft((store, connection) -> LeftRows.in(store, connection, person, left), left);
    records.read(connection -> LeftRows.in("records", connection, person, left));
    long strays = entries.strays(person, 0, through);
    if (strays > 0) {
      left.merge("journal.entries", strays, Long::sum);
    }
    return left;
  }

  @Override
  public long cameAfter(PersonTraces person, long after) {
    return entries.strays(person, after, Long.MAX_VALUE);
  }

  @Override
  public void finish(String id) {
    // Once before: what leads to the person is let go only if the files can be written anew.
    journal.wipe();
    finder.wipe();
    records.wipe();
    records.change(
        connection -> {
          PreparedStatement finish = connection.prepare(FINISH);
          finish.setString(1, id);
          finish.executeUpdate();
        });
    records.wipe();
  }

  @Override
  public List<Unfinished> unfinished() {
    return records.read(
        connection -> {
          List<Unfinished> unfinished = new ArrayList<>();
          try (ResultSet found =
              connection.prepare(NOTES + "WHERE traces IS NOT NULL" + BY_TIME).executeQuery()) {
            while (found.next()) {
              unfinished.add(new Unfinished(note(found), TracesText.parse(found.getString(5))));
            }
          }
          return unfinished;
        });
  }

  @Override
  public List<Note> finished() {
    return records.read(
        connection -> {
          List<Note> notes = new ArrayList<>();
          try (ResultSet found =
              connection.prepare(NOTES + "WHERE traces IS NULL" + BY_TIME).executeQuery()) {
            while (found.next()) {
              notes.add(note(found));
            }
          }
          return notes;
        });
  }

  private static Note note(ResultSet found) throws SQLException {
    return new Note(
        found.getString(1),
        Instant.ofEpochMilli(found.getLong(2)),
        found.getString(3),
        found.getString(4));
  }
}
