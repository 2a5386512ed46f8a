package health.carryover.store.sqlite;

import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.store.migration.SchemaMigration;
import health.carryover.store.sql.EntryFinder;
import health.carryover.store.sql.ManyValues;
import health.carryover.store.sql.Slices;
import health.carryover.store.sql.SqlConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds entries by a file beside the journal that follows it. What is not filed yet is in memory;
 * every now and then it is filed sorted, so that entries of one device or patient share pages. A
 * commit of the journal then writes its own pages only, and not one more for each entry and index.
 *
 * <p>Nothing is lost with the file: it is made anew from the journal if it is not there or does not
 * fit it. Whatever it says of a copy is compared with the entry itself. Any thread.
 */
final class EntryIndexFile implements EntryFinder, AutoCloseable {
  static final String FILE = "journal-index.db";

  private static final int FILED_AT_ONCE = UnfiledEntries.BLOCK;

  /** So many wait in memory at most, some 40 MB: then the journal takes nothing more. */
  private static final int MOST_UNFILED = 250_000;

  /** While so many wait they are filed as fast as can be. */
  private static final int BEHIND = 2 * FILED_AT_ONCE;

  /** What is known of identities in memory takes so much at most: some 22 million in 1 GB. */
  private static final long KNOWN_BYTES = Runtime.getRuntime().maxMemory() / 32;

  private static final int MOST_ASKED = 128;
  private static final long AGAIN_MILLIS = 1_000;
  private static final int SLICE = 512;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final Logger LOG = LoggerFactory.getLogger(EntryIndexFile.class);

  private static final String FILED = "SELECT through, received_at FROM filed";
  private static final String RECEIVED_AT = "SELECT received_at FROM entries WHERE sequence = ?";
  private static final String AFTER =
      """
      SELECT sequence, identity, patient FROM entries
      WHERE sequence > ? ORDER BY sequence LIMIT ?""";
  private static final String BY_IDENTITY =
      "SELECT identity, sequence FROM identities WHERE identity IN ";
  private static final String IDENTITIES =
      "SELECT identity FROM identities WHERE identity > ? ORDER BY identity LIMIT ?";
  private static final String DIGEST =
      "SELECT digest FROM entries WHERE sequence = ? AND identity = ?";
  private static final String OF_PATIENT =
      """
      SELECT sequence FROM owners
      WHERE patient = ? AND sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?""";
  private static final String PATIENTS = "SELECT DISTINCT patient FROM owners";

  /** An identity leads to the first entry that has it. */
  private static final String ADD_IDENTITY =
      "INSERT INTO identities (identity, sequence) VALUES (?, ?) ON CONFLICT DO NOTHING";

  private static final String ADD_OWNER =
      "INSERT INTO owners (patient, sequence) VALUES (?, ?) ON CONFLICT DO NOTHING";
  private static final String REACH =
      """
      INSERT INTO filed (id, through, received_at) VALUES (1, ?, ?)
      ON CONFLICT (id) DO UPDATE SET through = excluded.through, received_at = excluded.received_at
      """;
  private static final List<String> FORGET_ALL =
      List.of("DELETE FROM identities", "DELETE FROM owners", "DELETE FROM filed");
  private static final String REMOVE_IDENTITY =
      "DELETE FROM identities WHERE identity = ? AND sequence = ?";
  private static final String REMOVE_OWNER =
      "DELETE FROM owners WHERE patient = ? AND sequence = ?";

  private final SqliteFile journal;
  private final SqliteFile file;
  private final ReentrantLock appending = new ReentrantLock();

  /** Held while entries go from memory to the file or leave both. */
  private final ReentrantLock filing = new ReentrantLock();

  private final Thread thread = new Thread(this::run, "journal-index");

  // Guarded by this.
  private final UnfiledEntries unfiled = new UnfiledEntries();
  private final KnownIdentities known = new KnownIdentities(KNOWN_BYTES);
  private long newest;
  private boolean closed;

  /** Whether an append failed, of which the journal may hold something all the same. */
  private boolean inDoubt;

  private EntryIndexFile(SqliteFile journal, SqliteFile file) {
    this.journal = journal;
    this.file = file;
    thread.setDaemon(true);
  }

  /**
   * Opens the file in {@code folder} and brings it up to the journal.
   *
   * @param anew whether it is to be made anew in any case
   */
  static EntryIndexFile open(Path folder, SqliteFile journal, boolean anew) throws SQLException {
    SqliteFile file =
        SqliteFile.open(
            folder.resolve(FILE),
            "index of the journal",
            SchemaMigration.ofJournalIndex(SqliteFile.KEY_TYPE));
    EntryIndexFile index = new EntryIndexFile(journal, file);
    boolean ready = false;
    try {
      if (anew || !index.fits()) {
        file.change(
            connection -> {
              for (String sql : FORGET_ALL) {
                connection.execute(sql);
              }
            });
      }
      index.catchUp();
      index.thread.start();
      ready = true;
      return index;
    } finally {
      if (!ready) {
        file.close();
      }
    }
  }

  /** Deletes the file in {@code folder}, which nobody has open; the next start makes it anew. */
  static void delete(Path folder) throws IOException {
    for (String end : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(folder.resolve(FILE + end));
    }
  }

  private record Filed(long through, long receivedAt) {}

  private Filed filed() {
    return file.read(
        connection -> {
          try (ResultSet found = connection.prepare(FILED).executeQuery()) {
            return found.next() ? new Filed(found.getLong(1), found.getLong(2)) : new Filed(0, 0);
          }
        });
  }

  /** Whether the journal holds the entry up to which the file was made. */
  private boolean fits() {
    Filed filed = filed();
    return filed.through() == 0
        || receivedAt(filed.through()).filter(at -> at == filed.receivedAt()).isPresent();
  }

  private Optional<Long> receivedAt(long sequence) {
    return journal.read(
        connection -> {
          PreparedStatement select = connection.prepare(RECEIVED_AT);
          select.setLong(1, sequence);
          try (ResultSet found = select.executeQuery()) {
            return found.next() ? Optional.of(found.getLong(1)) : Optional.empty();
          }
        });
  }

  private void catchUp() {
    long after = filed().through();
    boolean nothingFiled = after == 0;
    synchronized (this) {
      newest = after;
    }
    List<Found> page = after(after);
    while (!page.isEmpty()) {
      after = page.get(page.size() - 1).sequence();
      add(page);
      if (page.size() == FILED_AT_ONCE) {
        file();
      }
      page = after(after);
    }
    if (nothingFiled) {
      // Every entry was added just now.
      synchronized (this) {
        known.complete();
      }
    }
  }

  private List<Found> after(long sequence) {
    return journal.read(
        connection -> {
          PreparedStatement select = connection.prepare(AFTER);
          select.setLong(1, sequence);
          select.setInt(2, FILED_AT_ONCE);
          List<Found> entries = new ArrayList<>();
          try (ResultSet found = select.executeQuery()) {
            while (found.next()) {
              entries.add(new Found(found.getLong(1), found.getString(2), found.getString(3)));
            }
          }
          return entries;
        });
  }

  private synchronized void add(List<Found> entries) {
    for (Found entry : entries) {
      unfiled.add(entry);
      newest = entry.sequence();
      if (entry.identity() != null) {
        known.add(entry.identity());
      }
    }
    if (unfiled.size() >= FILED_AT_ONCE) {
      notifyAll();
    }
  }

  @Override
  public <T> T alone(Supplier<T> append) {
    appending.lock();
    try {
      boolean look;
      long reached;
      synchronized (this) {
        if (unfiled.size() > MOST_UNFILED) {
          throw new StoreUnavailableException(
              "the index of the journal cannot be written now",
              new IllegalStateException(unfiled.size() + " entries wait for it"));
        }
        look = inDoubt;
        reached = newest;
      }
      if (look) {
        add(after(reached));
      }
      inDoubt(true);
      T appended = append.get();
      inDoubt(false);
      return appended;
    } finally {
      appending.unlock();
    }
  }

  private synchronized void inDoubt(boolean now) {
    inDoubt = now;
  }

  @Override
  public void appended(List<Found> entries) {
    add(entries);
  }

  @Override
  public Map<String, Held> held(SqlConnection connection, List<String> identities)
      throws SQLException {
    Map<String, Long> places = new HashMap<>();
    List<String> others = new ArrayList<>();
    // Memory first: what is filed in between is then found in the file.
    synchronized (this) {
      for (String identity : identities) {
        if (!known.isNew(identity)) {
          OptionalLong place = unfiled.sequenceOf(identity);
          if (place.isPresent()) {
            places.put(identity, place.getAsLong());
          } else {
            others.add(identity);
          }
        }
      }
    }
    for (List<String> asked : Slices.of(others, MOST_ASKED)) {
      file.read(
          index -> {
            try (ResultSet found = ManyValues.ofTexts(index, BY_IDENTITY, asked).executeQuery()) {
              while (found.next()) {
                places.put(found.getString(1), found.getLong(2));
              }
            }
            return places;
          });
    }
    Map<String, Held> held = new HashMap<>();
    for (Map.Entry<String, Long> place : places.entrySet()) {
      PreparedStatement select = connection.prepare(DIGEST);
      select.setLong(1, place.getValue());
      select.setString(2, place.getKey());
      try (ResultSet found = select.executeQuery()) {
        if (found.next()) {
          held.put(place.getKey(), new Held(place.getValue(), found.getString(1)));
        }
      }
    }
    return held;
  }

  @Override
  public List<Long> ofPatient(String patient, long after, long through, int most) {
    TreeSet<Long> places = new TreeSet<>();
    synchronized (this) {
      unfiled.addSequencesOf(patient, after, through, places);
    }
    file.read(
        index -> {
          PreparedStatement select = index.prepare(OF_PATIENT);
          select.setString(1, patient);
          select.setLong(2, after);
          select.setLong(3, through);
          select.setInt(4, most);
          try (ResultSet found = select.executeQuery()) {
            while (found.next()) {
              places.add(found.getLong(1));
            }
          }
          return places;
        });
    return places.stream().limit(most).toList();
  }

  @Override
  public Set<String> patients() {
    Set<String> patients = new TreeSet<>();
    synchronized (this) {
      unfiled.addPatients(patients);
    }
    return file.read(
        index -> {
          try (ResultSet found = index.prepare(PATIENTS).executeQuery()) {
            while (found.next()) {
              patients.add(found.getString(1));
            }
          }
          return patients;
        });
  }

  @Override
  public void emptied(List<Found> entries) {
    filing.lock();
    try {
      Set<Long> places = new HashSet<>();
      entries.forEach(entry -> places.add(entry.sequence()));
      synchronized (this) {
        unfiled.empty(places::contains);
      }
      file.change(
          index -> {
            PreparedStatement identity = index.prepare(REMOVE_IDENTITY);
            PreparedStatement owner = index.prepare(REMOVE_OWNER);
            for (Found entry : entries) {
              if (entry.identity() != null) {
                remove(identity, entry.identity(), entry.sequence());
              }
              if (entry.patient() != null) {
                remove(owner, entry.patient(), entry.sequence());
              }
            }
          });
    } finally {
      filing.unlock();
    }
  }

  private static void remove(PreparedStatement remove, String key, long sequence)
      throws SQLException {
    remove.setString(1, key);
    remove.setLong(2, sequence);
    remove.executeUpdate();
  }

  @Override
  public void addLeft(PersonRows person, Map<String, Long> left) {
    file.read(
        index -> {
          person.count("journal-index", index);
          return left;
        });
  }

  @Override
  public void wipe() {
    file.wipe();
  }

  private void run() {
    String learnt = "";
    try {
      while (true) {
        boolean toFile;
        synchronized (this) {
          while (unfiled.size() < FILED_AT_ONCE && !known.isToBeCompleted() && !closed) {
            wait();
          }
          if (closed) {
            return;
          }
          toFile = unfiled.size() >= FILED_AT_ONCE;
        }
        try {
          if (toFile) {
            file();
          } else {
            learnt = learn(learnt);
            LockSupport.parkNanos(PAUSE_NANOS);
          }
        } catch (RuntimeException e) {
          LOG.warn("journal-index.unavailable {}", e.getClass().getName());
          synchronized (this) {
            wait(AGAIN_MILLIS);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether new identities are not told from others in memory yet, and will be. */
  synchronized boolean isLearning() {
    return known.isToBeCompleted();
  }

  /**
   * Adds some identities of the file to those that are known, in the order of the file; what is
   * filed meanwhile was added before.
   *
   * @param after the last that was added
   * @return the last that is added now
   */
  private String learn(String after) {
    List<String> some =
        file.read(
            index -> {
              PreparedStatement select = index.prepare(IDENTITIES);
              select.setString(1, after);
              select.setInt(2, SLICE);
              List<String> found = new ArrayList<>();
              try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                  found.add(rows.getString(1));
                }
              }
              return found;
            });
    synchronized (this) {
      some.forEach(known::add);
      if (some.isEmpty()) {
        known.complete();
        return after;
      }
    }
    return some.get(some.size() - 1);
  }

  private void file() {
    filing.lock();
    try {
      Optional<UnfiledEntries.Oldest> oldest;
      synchronized (this) {
        oldest = unfiled.oldest();
      }
      if (oldest.isPresent()) {
        file(oldest.get());
        synchronized (this) {
          unfiled.removeOldest();
        }
      }
    } finally {
      filing.unlock();
    }
  }

  private void file(UnfiledEntries.Oldest some) {
    inSlices(some.byIdentity(), ADD_IDENTITY, Found::identity);
    inSlices(some.byPatient(), ADD_OWNER, Found::patient);
    OptionalLong through = some.newest();
    if (through.isPresent()) {
      long receivedAt = receivedAt(through.getAsLong()).orElse(0L);
      file.changeDerived(
          index -> {
            PreparedStatement reach = index.prepare(REACH);
            reach.setLong(1, through.getAsLong());
            reach.setLong(2, receivedAt);
            reach.executeUpdate();
          });
    }
  }

  /**
   * With a pause after each slice, but for the start or if too many wait: journal and records need
   * disk and processor meanwhile.
   */
  private void inSlices(List<Found> entries, String sql, Function<Found, @Nullable String> key) {
    for (List<Found> slice : Slices.of(entries, SLICE)) {
      file.changeDerived(
          index -> {
            PreparedStatement add = index.prepare(sql);
            for (Found entry : slice) {
              add.setString(1, key.apply(entry));
              add.setLong(2, entry.sequence());
              add.addBatch();
            }
            add.executeBatch();
          });
      if (Thread.currentThread() == thread && !isBehind()) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private synchronized boolean isBehind() {
    return unfiled.size() > BEHIND;
  }

  /** Ends the thread and closes the file; what is not filed is found again at the next start. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    file.close();
  }
}
