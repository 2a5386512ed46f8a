package health.carryover.deploy.fault;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.Journal.StoredEntry;
import health.carryover.deploy.fault.ClinicTraffic.Delivered;
import health.carryover.deploy.fault.ClinicTraffic.Message;
import health.carryover.deploy.fault.ClinicTraffic.Wearer;
import health.carryover.ingest.journal.Arrival;
import health.carryover.store.sqlite.SqliteStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Counts what was sent against what is durable, and says so in one line. */
final class Bookkeeping {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Bookkeeping() {}

  /** Makes the stores in {@code folder} know the patients. */
  static void enrol(Path folder, ClinicTraffic traffic, Timeline time) throws Exception {
    try (IngestHost host = new IngestHost(folder, time.steady())) {
      for (Wearer wearer : traffic.patients()) {
        for (String device : wearer.devices()) {
          host.store
              .enrolments()
              .enrol(ClinicTraffic.CLINIC, device, wearer.patient(), Instant.EPOCH);
        }
        host.ingest
            .profile(ClinicTraffic.CLINIC, wearer.patient(), wearer.profile())
            .toCompletableFuture()
            .join();
      }
    }
  }

  /** Hands messages to a service that runs as long as that takes. */
  static void deliver(Path folder, List<Message> messages, InstantSource clock) throws Exception {
    try (IngestHost host = new IngestHost(folder, clock)) {
      CountDownLatch durable = new CountDownLatch(messages.size());
      for (Message message : messages) {
        assertThat(host.ingest.offer(new Counted(message, durable), PATIENCE)).isTrue();
      }
      durable.await();
      await("everything to be used", () -> host.ingest.waiting() == 0);
    }
  }

  /** What is said when everything comes once, in order, and nothing fails. */
  static LastWord undisturbed(Path folder, ClinicTraffic traffic, Timeline time) throws Exception {
    enrol(folder, traffic, time);
    deliver(folder, traffic.sent(), time.steady());
    return lastWord(folder, traffic);
  }

  /** Fails unless everything delivered is there once and nothing else, and prints the counts. */
  static void check(String test, Path folder, ClinicTraffic traffic, Delivered delivered) {
    try (SqliteStore store = SqliteStore.open(folder)) {
      Map<Message, Integer> durable = new HashMap<>();
      int quarantined = 0;
      long after = 0;
      for (List<StoredEntry> page = store.journal().read(after, 5_000);
          !page.isEmpty();
          page = store.journal().read(after, 5_000)) {
        for (StoredEntry entry : page) {
          after = entry.sequence();
          if (entry.entry().channel().startsWith("carryover/")) {
            durable.merge(
                new Message(
                    entry.entry().channel(),
                    new String(entry.entry().payload(), StandardCharsets.UTF_8)),
                1,
                Integer::sum);
            quarantined += entry.entry().quarantinedWhole() ? 1 : 0;
          }
        }
      }
      Set<Message> lost = new HashSet<>(delivered.messages());
      lost.removeAll(durable.keySet());
      Set<Message> invented = new HashSet<>(durable.keySet());
      invented.removeAll(new HashSet<>(delivered.messages()));
      long twice = durable.values().stream().filter(times -> times > 1).count();
      System.out.println(
          "%s: sent %d, durable %d, duplicates %d (counted twice %d), quarantined %d, lost %d"
              .formatted(
                  test,
                  delivered.messages().size(),
                  durable.size(),
                  delivered.copies(),
                  twice,
                  quarantined,
                  lost.size()));
      assertThat(lost).as("lost").isEmpty();
      assertThat(invented).as("never sent").isEmpty();
      assertThat(twice).as("counted twice").isZero();
      assertThat(quarantined).isEqualTo(delivered.bad());
      assertThat(durable).hasSize(traffic.sent().size() + delivered.bad());
    }
  }

  static LastWord lastWord(Path folder, ClinicTraffic traffic) {
    try (SqliteStore store = SqliteStore.open(folder)) {
      return LastWord.in(
          store, traffic.patients().stream().map(Wearer::patient).toList(), Timeline.TRAFFIC_ENDS);
    }
  }

  /** How many messages of devices the journal holds, read beside the running service. */
  static long journalled(Path folder) {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"));
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM entries WHERE channel LIKE 'carryover/%'")) {
      return rows.next() ? rows.getLong(1) : 0;
    } catch (SQLException busy) {
      return -1;
    }
  }

  static void await(String what, BooleanSupplier condition) {
    await(() -> what, condition);
  }

  /**
   * @param state says how far it is, for the message of a failure
   */
  static void await(Supplier<String> state, BooleanSupplier condition) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > giveUpAt) {
        throw new AssertionError("still waiting: " + state.get());
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** A message that is counted when it is durable. */
  private record Counted(Message message, CountDownLatch durable) implements Arrival {
    @Override
    public String channel() {
      return message.topic();
    }

    @Override
    public String contentType() {
      return null;
    }

    @Override
    public byte[] payload() {
      return message.bytes();
    }

    @Override
    public void acknowledge() {
      durable.countDown();
    }
  }
}
