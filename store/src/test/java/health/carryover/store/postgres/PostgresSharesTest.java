package health.carryover.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.carryover.analysis.port.Journal.Appended;
import health.carryover.analysis.port.Journal.StoredEntry;
import health.carryover.analysis.port.JournalEntry;
import health.carryover.analysis.port.MonitorSnapshots.MonitorSnapshot;
import health.carryover.analysis.port.PatientShares;
import health.carryover.analysis.port.PatientShares.Holding;
import health.carryover.analysis.port.PatientShares.Horizon;
import health.carryover.analysis.port.PatientShares.Once;
import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.store.sql.Database;
import health.carryover.store.sql.SqlStores;
import health.carryover.store.sql.StoreOpenException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Several services on one database: one order of everything, and nobody who is gone writes. */
final class PostgresSharesTest {
  private static final Duration LIFETIME = Duration.ofSeconds(5);
  private static final long PATIENCE_SECONDS = 120;

  private static PostgresStore share(PostgresAddress address) {
    return PostgresStore.share(address, LIFETIME, () -> true);
  }

  private static PatientShares sharesOf(PostgresStore store) {
    return store.shares().orElseThrow();
  }

  private static Database records(PostgresStore store) {
    return Objects.requireNonNull(store.databases().get(SqlStores.RECORDS));
  }

  private static Database journal(PostgresStore store) {
    return Objects.requireNonNull(store.databases().get(SqlStores.JOURNAL));
  }

  private static JournalEntry entry(String identity, Instant receivedAt) {
    return new JournalEntry(
        receivedAt,
        "carryover/v1/c/d/up/heart-rate",
        "application/json",
        identity.getBytes(StandardCharsets.UTF_8),
        identity,
        "digest of " + identity,
        "p",
        List.of());
  }

  /** Renews until what it has is as it should be. */
  private static Holding renewUntil(PatientShares shares, Predicate<Holding> wanted) {
    long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      Holding holding = shares.renew();
      if (wanted.test(holding)) {
        return holding;
      }
      assertThat(System.nanoTime()).as("still waiting: %s", holding).isLessThan(giveUpAt);
    }
  }

  /** A reader that goes on after the last number it saw must miss nothing that commits later. */
  @Test
  void whoFollowsTheNumbersMissesNothingWhileSeveralServicesAppend() throws Exception {
    PostgresAddress address = TestPostgres.newDatabase();
    int groups = 60;
    int each = 5;
    ExecutorService threads = Executors.newCachedThreadPool();
    try (PostgresStore one = share(address);
        PostgresStore two = share(address);
        PostgresStore three = share(address)) {
      List<Future<Integer>> writers = new ArrayList<>();
      for (PostgresStore store : List.of(one, two, three)) {
        writers.add(
            threads.submit(
                () -> {
                  int stored = 0;
                  for (int group = 0; group < groups; group++) {
                    List<JournalEntry> entries = new ArrayList<>();
                    for (int i = 0; i < each; i++) {
                      // Every third came to all services, as from a device that sent it again.
                      String who = i % 3 == 0 ? "all" : String.valueOf(store.hashCode());
                      entries.add(
                          entry(who + "-" + group + "-" + i, sharesOf(store).clock().instant()));
                    }
                    for (Appended result : store.journal().append(entries)) {
                      stored += result instanceof Appended.Stored ? 1 : 0;
                    }
                  }
                  return stored;
                }));
      }
      List<Long> read = new ArrayList<>();
      Set<String> identities = new HashSet<>();
      long after = 0;
      int done = 0;
      while (done < writers.size() || one.journal().lastSequence() > after) {
        done = (int) writers.stream().filter(Future::isDone).count();
        for (StoredEntry stored : one.journal().read(after, 7)) {
          read.add(stored.sequence());
          after = stored.sequence();
          assertThat(identities.add(stored.entry().identity())).isTrue();
        }
      }
      int stored = 0;
      for (Future<Integer> writer : writers) {
        stored += writer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
      assertThat(stored).isEqualTo(groups * (3 * 3 + 2));
      assertThat(read).hasSize(stored).isSorted().doesNotHaveDuplicates();
      assertThat(read.get(read.size() - 1)).isEqualTo(stored);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aServiceThatComesGetsItsPartAndOneThatLeavesGivesItBackAtOnce() throws Exception {
    PostgresAddress address = TestPostgres.newDatabase();
    try (PostgresStore first = share(address)) {
      Holding alone = sharesOf(first).renew();
      assertThat(alone.held()).hasSize(PatientShares.COUNT);
      assertThat(alone.surplus()).isEmpty();
      assertThat(alone.once()).isEqualTo(Once.HERE);
      assertThat(sharesOf(first).isCertain()).isTrue();
      try (PostgresStore second = share(address)) {
        assertThat(sharesOf(second).renew().held()).isEmpty();
        Holding tooMuch = sharesOf(first).renew();
        assertThat(tooMuch.services()).isEqualTo(2);
        assertThat(tooMuch.surplus()).hasSize(PatientShares.COUNT / 2);
        sharesOf(first).giveBack(tooMuch.surplus());
        Holding part = sharesOf(second).renew();
        assertThat(part.held()).isEqualTo(tooMuch.surplus());
        assertThat(part.once()).isEqualTo(Once.ELSEWHERE);
        Holding kept = sharesOf(first).renew();
        assertThat(kept.held())
            .hasSize(PatientShares.COUNT / 2)
            .doesNotContainAnyElementsOf(part.held());
        assertThat(kept.surplus()).isEmpty();
      }
      assertThat(sharesOf(first).renew().held()).hasSize(PatientShares.COUNT);
      assertThat(sharesOf(first).others()).isZero();
    }
  }

  @Test
  void whoGivesNoSignOfLifeLosesItsSharesAndCanHarmNobody() throws Exception {
    PostgresAddress address = TestPostgres.newDatabase();
    try (PostgresStore sleeping = share(address);
        PostgresStore other = share(address)) {
      PatientShares lost = sharesOf(sleeping);
      Holding before = lost.renew();
      lost.save(List.of(new MonitorSnapshot("p", 3, new byte[] {1})), before.held(), 3);
      Holding after =
          renewUntil(sharesOf(other), holding -> holding.held().size() == PatientShares.COUNT);
      assertThat(after.once()).isEqualTo(Once.HERE);
      assertThat(after.services()).isEqualTo(1);
      assertThat(lost.isCertain()).isFalse();

      assertThatThrownBy(
              () ->
                  lost.save(List.of(new MonitorSnapshot("p", 9, new byte[] {9})), before.held(), 9))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("taken this one's patients over");
      assertThatThrownBy(() -> sleeping.offsets().advance("alerts-topic", 7))
          .isInstanceOf(StoreUnavailableException.class);
      assertThatThrownBy(lost::renew).isInstanceOf(StoreUnavailableException.class);
      assertThat(sleeping.displaced()).isTrue();
      assertThat(other.displaced()).isFalse();

      assertThat(other.monitorSnapshots().load("p").orElseThrow().sequence()).isEqualTo(3);
      assertThat(other.offsets().of("alerts-topic")).isZero();
      assertThat(sharesOf(other).places(before.held()))
          .containsOnlyKeys(before.held())
          .containsValue(3L)
          .doesNotContainValue(0L);
      // What the broker gave it is true all the same, and acknowledged only when it is in.
      assertThat(sleeping.journal().append(List.of(entry("late", lost.clock().instant()))))
          .containsExactly(new Appended.Stored(1));
    }
  }

  /** An end is put to a service between two of its transactions, never within one. */
  @Test
  void aTransactionThatRunsIsWaitedFor() throws Exception {
    PostgresAddress address = TestPostgres.newDatabase();
    ExecutorService threads = Executors.newCachedThreadPool();
    try (PostgresStore slow = share(address);
        PostgresStore other = share(address)) {
      sharesOf(slow).renew();
      CountDownLatch begun = new CountDownLatch(1);
      Future<Integer> work =
          threads.submit(
              () ->
                  records(slow)
                      .writeDerived(
                          connection -> {
                            begun.countDown();
                            // Speaks with the server for longer than others wait for it.
                            for (int i = 0; i < 8; i++) {
                              connection.execute("SELECT pg_sleep(1)");
                            }
                            connection
                                .prepare(
                                    "INSERT INTO consumer_offsets (consumer, place) VALUES ('x', 1)")
                                .executeUpdate();
                            return 1;
                          }));
      assertThat(begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      renewUntil(sharesOf(other), holding -> holding.held().size() == PatientShares.COUNT);
      assertThat(work.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(other.offsets().of("x")).isEqualTo(1);
      assertThatThrownBy(() -> slow.offsets().advance("x", 2))
          .isInstanceOf(StoreUnavailableException.class);
    } finally {
      threads.shutdownNow();
    }
  }

  /** As of a process that is stopped while it has the turn. */
  @Test
  void whoStandsStillInATransactionHoldsUpNobodyForLong() throws Exception {
    PostgresAddress address = TestPostgres.newDatabase();
    ExecutorService threads = Executors.newCachedThreadPool();
    try (PostgresStore still = share(address);
        PostgresStore other = share(address)) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch wakeUp = new CountDownLatch(1);
      Future<?> work =
          threads.submit(
              () ->
                  journal(still)
                      .write(
                          connection -> {
                            begun.countDown();
                            try {
                              return wakeUp.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                            } catch (InterruptedException e) {
                              throw new AssertionError(e);
                            }
                          }));
      assertThat(begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      // The first attempt has waited for too long by the time it gets its turn, and says so.
      List<Appended> appended = List.of();
      while (appended.isEmpty()) {
        try {
          appended = other.journal().append(List.of(entry("a", sharesOf(other).clock().instant())));
        } catch (StoreUnavailableException busy) {
          assertThat(busy).hasMessageContaining("busy for too long");
        }
      }
      assertThat(appended).containsExactly(new Appended.Stored(1));
      wakeUp.countDown();
      assertThatThrownBy(work::get).hasCauseInstanceOf(StoreUnavailableException.class);
      assertThat(still.journal().append(List.of(entry("b", sharesOf(still).clock().instant()))))
          .containsExactly(new Appended.Stored(2));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void nothingIsAppendedThatWasReceivedBeforeAHorizonSomebodySaw() throws Exception {
    PostgresAddress address = TestPostgres.newDatabase();
    try (PostgresStore one = share(address);
        PostgresStore two = share(address)) {
      one.journal().append(List.of(entry("a", sharesOf(one).clock().instant())));
      Horizon horizon = sharesOf(two).horizon();
      assertThat(horizon.lastSequence()).isEqualTo(1);
      assertThatThrownBy(
              () -> one.journal().append(List.of(entry("b", horizon.at().minusMillis(1)))))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(one.journal().append(List.of(entry("b", sharesOf(one).clock().instant()))))
          .containsExactly(new Appended.Stored(2));
      assertThat(Duration.between(sharesOf(one).clock().instant(), sharesOf(two).clock().instant()))
          .isBetween(Duration.ofSeconds(-1), Duration.ofSeconds(1));
    }
  }

  @Test
  void theLowestPlaceIsTheCheckpointAndWhoWorkedAloneIsBelieved() throws Exception {
    PostgresAddress address = TestPostgres.newDatabase();
    try (PostgresStore store = share(address)) {
      PatientShares shares = sharesOf(store);
      Set<Integer> held = shares.renew().held();
      Set<Integer> settled = new HashSet<>(held);
      settled.remove(7);
      shares.save(List.of(), settled, 50);
      assertThat(store.monitorSnapshots().checkpoint()).isZero();
      shares.save(List.of(), Set.of(7), 20);
      assertThat(store.monitorSnapshots().checkpoint()).isEqualTo(20);
      shares.save(List.of(), held, 10);
      assertThat(store.monitorSnapshots().checkpoint()).isEqualTo(20);
      assertThat(shares.places(held)).containsEntry(7, 20L).containsEntry(8, 50L);
    }
    try (PostgresStore alone = PostgresStore.open(address)) {
      alone.monitorSnapshots().save(List.of(), 40);
    }
    try (PostgresStore store = share(address)) {
      Set<Integer> held = sharesOf(store).renew().held();
      assertThat(sharesOf(store).places(held)).containsEntry(7, 40L).containsEntry(8, 50L);
    }
  }

  @Test
  void whoeverWantsTheDatabaseAloneIsRefusedWhileOthersShareIt() throws Exception {
    PostgresAddress address = TestPostgres.newDatabase();
    try (PostgresStore two = share(address)) {
      try (PostgresStore one = share(address)) {
        assertThatThrownBy(() -> PostgresStore.open(address, () -> false))
            .isInstanceOf(StoreOpenException.class)
            .hasMessageContaining("in use by another service");
        assertThat(one.complaint()).isEmpty();
      }
      assertThatThrownBy(() -> PostgresStore.openForMove(address))
          .isInstanceOf(StoreOpenException.class);
      assertThat(two.complaint()).isEmpty();
    }
    try (PostgresStore alone = PostgresStore.open(address)) {
      assertThatThrownBy(() -> PostgresStore.share(address, LIFETIME, () -> false))
          .isInstanceOf(StoreOpenException.class)
          .hasMessageContaining("in use by another service");
      assertThat(alone.complaint()).isEmpty();
    }
  }

  @Test
  void nobodyJoinsWhileAPersonIsErased() throws Exception {
    PostgresAddress address = TestPostgres.newDatabase();
    try (PostgresStore one = share(address)) {
      sharesOf(one).renew();
      try (Connection connection = TestPostgres.connect(address);
          Statement statement = connection.createStatement()) {
        statement.execute(
            "INSERT INTO carryover_records.erasures (id, began_at, salt, digest, traces)"
                + " VALUES ('e', 1, 's', 'd', 'under way')");
        assertThatThrownBy(() -> share(address))
            .isInstanceOf(StoreOpenException.class)
            .hasMessageContaining("cannot be shared");
        statement.execute("UPDATE carryover_records.erasures SET traces = NULL");
      }
      share(address).close();
    }
  }
}
