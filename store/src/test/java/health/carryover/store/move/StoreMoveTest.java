package health.carryover.store.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.carryover.analysis.event.Rejection;
import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.MonitorSnapshots.MonitorSnapshot;
import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.analysis.port.Telemetry.Block;
import health.carryover.store.sql.StoreOpenException;
import health.carryover.store.sqlite.SqliteStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreMoveTest {
  private static final BatchSize THREE_ROWS = new BatchSize(3, 1_000_000);
  private static final int ENTRIES = 20;
  private static final MoveListener NOBODY = new Interrupting(Integer.MAX_VALUE);

  @TempDir Path folder;
  private Path from;
  private Path to;

  @BeforeEach
  void fill() {
    from = folder.resolve("from");
    to = folder.resolve("to");
    try (SqliteStore store = SqliteStore.open(from)) {
      for (int i = 1; i <= ENTRIES; i++) {
        store.journal().append(List.of(entry(i)));
      }
      store.patientDirectory().put(new Patient("p1", "clinic", "Zoë Ångström 🏃", Instant.EPOCH));
      store.enrolments().enrol("clinic", "watch-1", "p1", Instant.EPOCH);
      store.monitorSnapshots().save(List.of(new MonitorSnapshot("p1", 7, new byte[] {0, 1})), 9);
      store
          .telemetry()
          .append(
              List.of(
                  new Block(3, "p1", "watch-1", new long[] {1_000, 2_000}, new float[] {70, 71}),
                  new Block(4, "p1", "watch-1", new long[0], new float[0])));
      store.offsets().advance("telemetry-feed", 12);
      store.offsets().advance("another", 5);
    }
  }

  private static JournalEntry entry(int number) {
    return new JournalEntry(
        Instant.ofEpochMilli(number),
        "channel",
        number % 2 == 0 ? "application/json" : null,
        ("message " + number).getBytes(StandardCharsets.UTF_8),
        "id-" + number,
        "digest-" + number,
        number % 5 == 0 ? null : "p1",
        number % 5 == 0
            ? List.of(new Rejection("payload.malformed", Rejection.WHOLE_MESSAGE, "It is no JSON."))
            : List.of());
  }

  @Test
  void goesOnWhereItWasAfterEveryBatchAtWhichItCanBeKilled() throws Exception {
    List<String> checked = new ArrayList<>();
    int runs = 0;
    boolean ended = false;
    while (!ended) {
      runs++;
      try {
        StoreMove.Begin begin = move(StoreMove.HeartRate.MOVED, new Interrupting(1));
        assertThat(begin).isEqualTo(StoreMove.Begin.AFTER_AN_EARLIER_RUN);
        ended = true;
      } catch (Interrupted killed) {
        assertThatThrownBy(() -> SqliteStore.open(to).close())
            .isInstanceOf(StoreOpenException.class)
            .hasMessageContaining("A move into these stores has not ended");
      }
    }
    assertThat(runs).isGreaterThan(ENTRIES / THREE_ROWS.rows());
    assertThat(
            move(
                StoreMove.HeartRate.MOVED,
                new MoveListener() {
                  @Override
                  public void copied(String table, long rows) {
                    throw new AssertionError("nothing is left to copy");
                  }

                  @Override
                  public void checked(String table, long rows, String digest) {
                    checked.add(table + " " + rows);
                  }
                }))
        .isEqualTo(StoreMove.Begin.ALL_THERE_BEFORE);
    assertThat(checked)
        .contains("journal.entries 20", "journal.rejections 4", "records.heart_rate_blocks 2");
    try (SqliteStore store = SqliteStore.open(to)) {
      assertThat(store.journal().lastSequence()).isEqualTo(ENTRIES);
      assertThat(store.patientDirectory().patient("p1").orElseThrow().displayName())
          .isEqualTo("Zoë Ångström 🏃");
      assertThat(store.offsets().of("telemetry-feed")).isEqualTo(12);
    }
  }

  @Test
  void everyTableIsMoved() throws Exception {
    List<String> checked = new ArrayList<>();
    move(
        StoreMove.HeartRate.MOVED,
        new MoveListener() {
          @Override
          public void copied(String table, long rows) {}

          @Override
          public void checked(String table, long rows, String digest) {
            checked.add(table);
          }
        });
    List<String> there = new ArrayList<>();
    for (String name : List.of("journal", "records")) {
      try (Connection connection = connect(to, name);
          Statement statement = connection.createStatement();
          var found =
              statement.executeQuery(
                  "SELECT name FROM sqlite_master WHERE type = 'table'"
                      + " AND name NOT IN ('schema_history')")) {
        while (found.next()) {
          there.add(name + "." + found.getString(1));
        }
      }
    }
    assertThat(checked).containsExactlyInAnyOrderElementsOf(there).hasSizeGreaterThan(15);
  }

  @Test
  void heartRateThatIsKeptElsewhereStaysOut() throws Exception {
    move(StoreMove.HeartRate.LEFT_OUT, NOBODY);
    try (SqliteStore store = SqliteStore.open(to)) {
      assertThat(store.telemetry().lastSequence()).isZero();
      assertThat(store.offsets().of("telemetry-feed")).isZero();
      assertThat(store.offsets().of("another")).isEqualTo(5);
    }
  }

  @Test
  void storesThatHoldSomethingElseAreLeftAsTheyAre() throws Exception {
    try (SqliteStore other = SqliteStore.open(to)) {
      other.patientDirectory().put(new Patient("p2", "clinic", "Somebody", Instant.EPOCH));
    }
    assertThatThrownBy(() -> move(StoreMove.HeartRate.MOVED, NOBODY))
        .isInstanceOf(MoveRefusedException.class)
        .hasMessageContaining("hold other data already");
    try (SqliteStore other = SqliteStore.open(to)) {
      assertThat(other.journal().lastSequence()).isZero();
      assertThat(other.patientDirectory().patient("p2")).isPresent();
    }
  }

  @Test
  void anInstallationThatWorkedSinceTheMoveBeganIsRefused() throws Exception {
    assertThatThrownBy(() -> move(StoreMove.HeartRate.MOVED, new Interrupting(2)))
        .isInstanceOf(Interrupted.class);
    try (SqliteStore store = SqliteStore.open(from)) {
      store.journal().append(List.of(entry(ENTRIES + 1)));
    }
    assertThatThrownBy(() -> move(StoreMove.HeartRate.MOVED, NOBODY))
        .isInstanceOf(MoveRefusedException.class)
        .hasMessageContaining("the installation worked since");
  }

  @Test
  void oneChangedValueIsNoticed() throws Exception {
    assertThatThrownBy(() -> move(StoreMove.HeartRate.MOVED, new Interrupting(4)))
        .isInstanceOf(Interrupted.class);
    try (Connection connection = connect(to, "journal");
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE entries SET received_at = 77 WHERE sequence = 2");
    }
    assertThatThrownBy(() -> move(StoreMove.HeartRate.MOVED, NOBODY))
        .isInstanceOf(MoveRefusedException.class)
        .hasMessageContaining("journal.entries differs: 20 rows");
    assertThatThrownBy(() -> SqliteStore.open(to).close()).isInstanceOf(StoreOpenException.class);
  }

  private static Connection connect(Path store, String name) throws Exception {
    return DriverManager.getConnection("jdbc:sqlite:" + store.resolve(name + ".db"));
  }

  private StoreMove.Begin move(StoreMove.HeartRate heartRate, MoveListener heard)
      throws MoveRefusedException {
    try (SqliteStore source = SqliteStore.open(from);
        SqliteStore target = SqliteStore.openForMove(to)) {
      StoreMove move = new StoreMove(source, target, heartRate, THREE_ROWS, heard);
      StoreMove.Begin begin = move.copy();
      move.end();
      return begin;
    }
  }

  /** Stands for the end of the process. */
  private static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Ends the process after so many batches. */
  private static final class Interrupting implements MoveListener {
    private int left;

    Interrupting(int batches) {
      this.left = batches;
    }

    @Override
    public void copied(String table, long rows) {
      left--;
      if (left == 0) {
        throw new Interrupted();
      }
    }

    @Override
    public void checked(String table, long rows, String digest) {}
  }
}
