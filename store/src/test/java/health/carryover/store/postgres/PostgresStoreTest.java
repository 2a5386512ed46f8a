package health.carryover.store.postgres;

import static health.carryover.store.postgres.ClaimHolder.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.port.Journal;
import health.carryover.analysis.port.Journal.Appended;
import health.carryover.analysis.port.SampleOutcomes;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.store.sql.StoreOpenException;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a server and a network do to the stores, and what a second service may not. */
final class PostgresStoreTest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  @Test
  void aSecondServiceIsRefusedUntilTheFirstIsGone() throws Exception {
    PostgresAddress address = TestPostgres.newDatabase();
    try (PostgresStore first = PostgresStore.open(address)) {
      assertThatThrownBy(() -> PostgresStore.open(address))
          .isInstanceOf(StoreOpenException.class)
          .hasMessageContaining("the journal is in use by another service");
      assertThat(first.journal().append(List.of(entry("a")))).hasSize(1);
      assertThat(first.complaint()).isEmpty();
    }
    PostgresStore.open(address).close();
  }

  @Test
  void whoWaitsGetsInWhenTheFirstIsGoneOrStopsWaitingWhenAsked() throws Exception {
    PostgresAddress address = TestPostgres.newDatabase();
    AtomicInteger asked = new AtomicInteger();
    PostgresStore first = PostgresStore.open(address);
    assertThatThrownBy(() -> PostgresStore.open(address, () -> asked.incrementAndGet() < 3))
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("in use by another service");
    first.journal().append(List.of(entry("a")));
    try (PostgresStore next =
        PostgresStore.open(
            address,
            () -> {
              first.close();
              return true;
            })) {
      assertThat(next.journal().append(List.of(entry("b"))))
          .containsExactly(new Appended.Stored(2));
    }
  }

  @Test
  void whereNoServerAnswersOneLineSaysSo() {
    assertThatThrownBy(
            () ->
                PostgresStore.open(
                    new PostgresAddress("jdbc:postgresql://127.0.0.1:1/none", "nobody", "s3cret")))
        .isInstanceOf(StoreOpenException.class)
        .hasMessageStartingWith("The database at jdbc:postgresql://127.0.0.1:1/none cannot be used")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void aProcessThatIsKilledLeavesItsPlaceToAnotherAndLosesNothing() throws Exception {
    PostgresAddress address = TestPostgres.newDatabase();
    for (int kill = 1; kill <= 3; kill++) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx64m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  ClaimHolder.class.getName(),
                  address.url(),
                  address.user(),
                  address.password())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      long reported = 0;
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        for (int i = 0; i < 20 * kill; i++) {
          reported = sequence(lines.readLine());
        }
        process.toHandle().destroyForcibly();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          reported = sequence(line);
        }
      } finally {
        process.destroyForcibly();
      }
      try (PostgresStore next = openWhenFree(address)) {
        assertThat(next.journal().lastSequence()).isGreaterThanOrEqualTo(reported);
        assertThat(next.journal().read(0, Integer.MAX_VALUE))
            .extracting(stored -> stored.entry().identity())
            .startsWith("id-1", "id-2", "id-3")
            .contains("id-" + reported)
            .doesNotHaveDuplicates();
      }
    }
  }

  private static long sequence(String line) {
    // A process that is killed while it prints leaves half a number; that one is not a report.
    assertThat(line).as("a line from the appending process").isNotNull();
    return Long.parseLong(line);
  }

  /** The server lifts the claim when it notices that the process is gone, which takes a moment. */
  private static PostgresStore openWhenFree(PostgresAddress address) {
    long giveUpAt = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try {
        return PostgresStore.open(address);
      } catch (StoreOpenException inUse) {
        assertThat(inUse).hasMessageContaining("in use");
        assertThat(System.nanoTime()).as("still in use").isLessThan(giveUpAt);
      }
    }
  }

  @Test
  void whoLostItsConnectionGoesOnIfNobodyTookOver() throws Exception {
    PostgresAddress address = TestPostgres.newDatabase();
    try (PostgresStore store = PostgresStore.open(address)) {
      Journal journal = store.journal();
      journal.append(List.of(entry("a")));
      terminateAll(address);
      assertThatThrownBy(() -> journal.append(List.of(entry("b"))))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(store.complaint()).isPresent();
      assertThat(appendWhenPossible(journal, "b")).isEqualTo(new Appended.Stored(2));
      assertThat(store.complaint()).isEmpty();
      assertThat(store.displaced()).isFalse();
      assertThat(journal.lastSequence()).isEqualTo(2);
    }
  }

  @Test
  void whoLostItsClaimToAnotherNeverWritesAgain() throws Exception {
    PostgresAddress address = TestPostgres.newDatabase();
    try (PostgresStore first = PostgresStore.open(address)) {
      first.journal().append(List.of(entry("a")));
      terminateAll(address);
      try (PostgresStore second = openWhenFree(address)) {
        assertThat(second.journal().append(List.of(entry("b"))))
            .containsExactly(new Appended.Stored(2));
        // The first look finds the connection gone, the next one why.
        assertThat(first.displaced() || first.displaced()).isTrue();
        assertThat(second.displaced()).isFalse();
        assertThatThrownBy(() -> first.journal().append(List.of(entry("c"))))
            .isInstanceOf(IllegalStateException.class);
      }
      assertThatThrownBy(() -> appendWhenPossible(first.journal(), "c"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another service took over the journal");
      assertThat(first.complaint()).isPresent();
      assertThat(first.journal().lastSequence()).isEqualTo(2);
    }
  }

  @Test
  void aCommitWhoseAnswerIsLostCountsOnlyIfItHappened() throws Exception {
    PostgresAddress direct = TestPostgres.newDatabase();
    try (CuttingProxy proxy = new CuttingProxy(TestPostgres.port());
        PostgresStore store = PostgresStore.open(through(proxy, direct))) {
      Journal journal = store.journal();
      journal.append(List.of(entry("a")));

      proxy.cutNext(CuttingProxy.Cut.AFTER_COMMIT);
      assertThat(journal.append(List.of(entry("b")))).containsExactly(new Appended.Stored(2));
      proxy.cutNext(CuttingProxy.Cut.BEFORE_COMMIT);
      assertThatThrownBy(() -> journal.append(List.of(entry("c"))))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(appendWhenPossible(journal, "c")).isEqualTo(new Appended.Stored(3));
      assertThat(proxy.cuts()).isEqualTo(2);
      assertThat(journal.read(0, 10))
          .extracting(stored -> stored.entry().identity())
          .containsExactly("a", "b", "c");
    }
  }

  private static PostgresAddress through(CuttingProxy proxy, PostgresAddress direct) {
    String url = direct.url().replace(":" + TestPostgres.port() + "/", ":" + proxy.port() + "/");
    // Without statements of its own the driver sends every COMMIT as the word the proxy looks for.
    return new PostgresAddress(
        url + "?sslmode=disable&prepareThreshold=0", direct.user(), direct.password());
  }

  @Test
  void manyWritersAtOnceLeaveNoGapThatAReaderCouldSkip() throws Exception {
    PostgresAddress address = TestPostgres.newDatabase();
    int writers = 4;
    int each = 50;
    ExecutorService threads = Executors.newFixedThreadPool(writers + 1);
    try (PostgresStore store = PostgresStore.open(address)) {
      Future<List<Long>> followed =
          threads.submit((Callable<List<Long>>) () -> follow(store, writers * each));
      List<Future<?>> writing = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        String patient = "p-" + writer;
        writing.add(
            threads.submit(
                () -> {
                  for (int i = 1; i <= each; i++) {
                    store.outcomeRecords().save(List.of(change(patient, i)));
                  }
                }));
      }
      for (Future<?> done : writing) {
        done.get();
      }
      assertThat(followed.get())
          .isSorted()
          .doesNotHaveDuplicates()
          .hasSize(writers * each)
          .endsWith((long) writers * each);
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Long> follow(PostgresStore store, int total) {
    List<Long> seen = new ArrayList<>();
    while (seen.size() < total && !Thread.currentThread().isInterrupted()) {
      long after = seen.isEmpty() ? 0 : seen.get(seen.size() - 1);
      store.outcomeRecords().alertChangesAfter(after, 7).forEach(change -> seen.add(change.id()));
    }
    return seen;
  }

  private static NumberedOutcome change(String patient, int ordinal) {
    Instant at = Instant.parse("2026-03-02T08:00:00Z");
    return new NumberedOutcome(
        patient,
        ordinal,
        SampleOutcomes.alert(
            patient + "-" + ordinal,
            patient,
            AlertChange.Kind.FLARE,
            AlertChange.Change.RAISED,
            at,
            at));
  }

  @Test
  void textIsOrderedByteByByteWhateverTheLanguageOfTheDatabase() throws Exception {
    PostgresAddress address = TestPostgres.newDatabase();
    PostgresStore.open(address).close();
    try (Connection connection = TestPostgres.connect(address);
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT COUNT(*) FROM information_schema.columns WHERE data_type = 'text'"
                    + " AND table_schema LIKE 'carryover%' AND collation_name IS DISTINCT FROM"
                    + " 'C'")) {
      found.next();
      assertThat(found.getInt(1)).isZero();
    }
  }

  private static Appended appendWhenPossible(Journal journal, String identity) {
    long giveUpAt = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try {
        return journal.append(List.of(entry(identity))).get(0);
      } catch (StoreUnavailableException notYet) {
        assertThat(System.nanoTime()).as("still away").isLessThan(giveUpAt);
      }
    }
  }

  /** As if every connection had been cut by the network, and the server had noticed. */
  private static void terminateAll(PostgresAddress address) throws Exception {
    try (Connection connection = TestPostgres.connect(address);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
              + " WHERE application_name = 'carryover' AND datname = current_database()");
    }
  }
}
