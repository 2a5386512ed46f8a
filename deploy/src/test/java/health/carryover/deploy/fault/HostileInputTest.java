package health.carryover.deploy.fault;

import static health.carryover.deploy.fault.HostileMessages.TOPIC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.deploy.fault.HostileMessages.Hostile;
import health.carryover.deploy.fault.PacketSequences.Sequence;
import health.carryover.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is sent to it, the service lives on in a small heap, accounts for every message, and
 * serves the next device.
 */
class HostileInputTest {
  private static final String HEAP = "-Xmx96m";
  private static final String FATES = "carryover_ingest_messages_total";

  /** Directly or through the broker's queue. */
  private static final String ACKNOWLEDGED =
      "carryover_mqtt_messages_total{fate=\"acknowledged\",role=";

  private static final String CUT_OFF = "carryover_broker_cut_off_total";
  private static final int LARGEST_POOL = 30;
  private static final int STRANGERS_OF_ONE_ADDRESS = 500;
  private static final long NOW_AND_THEN_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
  private static final int LARGE = 256 << 10;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @TempDir static Path folder;
  private static ServiceProcess service;

  /** What the service said is of interest only then. */
  /** Against thousands of packets that are wrong. */
  private static final int MOST_LINES = 200;

  @RegisterExtension
  static final TestWatcher SAYS_WHAT_IT_SAID =
      new TestWatcher() {
        @Override
        public void testFailed(ExtensionContext context, Throwable cause) {
          System.out.println(context.getDisplayName() + " failed; the service said:");
          System.out.println(service.log());
        }
      };

  @BeforeAll
  static void start() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    try (SqliteStore store = SqliteStore.open(data.resolve("store"))) {
      store.enrolments().enrol("clinic", "d1", "p1", Instant.EPOCH);
    }
    service = ServiceProcess.start(data, folder.resolve("log"), HEAP);
    Bookkeeping.await("the service to be ready", () -> service.isReady());
  }

  @AfterAll
  static void stop() throws Exception {
    service.stop();
    // Libraries may warn now and then; no topic and no packet is among what is said.
    assertThat(service.log().lines().toList())
        .hasSizeLessThan(MOST_LINES)
        .noneMatch(line -> line.contains("carryover/v1") || line.contains("carryover.v1"))
        .noneMatch(line -> line.contains("fixedHeader"));
  }

  @Test
  void malformedPacketsEndTheirOwnConnectionAlone() throws Exception {
    List<Sequence> sequences = PacketSequences.in(shared("nasty/mqtt-packets"));
    assertThat(sequences).hasSizeGreaterThan(1_000);
    try (HostileClient bystander = HostileClient.connected(service.brokerPort, "bystander", 5)) {
      sendEach(sequences);
      assertUsable(bystander);
      Map<String, Integer> first = service.threads();
      sendEach(sequences);
      assertUsable(bystander);
      Map<String, Integer> second = service.threads();
      System.out.printf(
          "HostileInputTest: %d packet sequences twice, %d and %d threads, heap in use %d MiB%n",
          sequences.size(), sum(first), sum(second), service.heapInUse() >> 20);
      // Pools grow to their size; beyond that nothing may be left behind.
      assertThat(second)
          .allSatisfy(
              (kind, count) ->
                  assertThat(count)
                      .as(kind)
                      .isLessThanOrEqualTo(Math.max(LARGEST_POOL, first.getOrDefault(kind, 0))));
    }
  }

  private static int sum(Map<String, Integer> threads) {
    return threads.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static void sendEach(List<Sequence> sequences) throws IOException {
    for (Sequence sequence : sequences) {
      try (HostileClient client =
          sequence.greeting().isPresent()
              ? HostileClient.connected(service.brokerPort, "p", sequence.greeting().get())
              : HostileClient.silent(service.brokerPort)) {
        sendAll(client, sequence.packets());
        client.untilTheEnd();
      }
    }
  }

  @Test
  void whoeverSaysTooLittleIsSentAway() throws Exception {
    List<HostileClient> slow = new ArrayList<>();
    int web = service.dashboard.getPort();
    int management = service.management.getPort();
    String form = "POST /api/v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n";
    for (int i = 0; i < 20; i++) {
      slow.add(saying(service.brokerPort, "\u0010"));
      slow.add(saying(service.brokerPort, "GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"));
      slow.add(saying(service.brokerPort, ""));
      slow.add(saying(web, "GET"));
      slow.add(saying(web, form));
      slow.add(saying(management, "GET /metrics HTTP/1.1\r\nX: "));
    }
    try (HostileClient device = HostileClient.connected(service.brokerPort, "device", 5)) {
      assertUsable(device);
    }
    Thread trickle = new Thread(() -> trickle(slow), "trickle");
    trickle.setDaemon(true);
    trickle.start();
    for (HostileClient client : slow) {
      client.awaitEnd();
      client.close();
    }
    trickle.join();
    assertThat(service.isReady()).isTrue();
  }

  /** A byte now and then from each, as long as they are taken. */
  private static void trickle(List<HostileClient> slow) {
    List<HostileClient> left = new ArrayList<>(slow);
    while (!left.isEmpty()) {
      left.removeIf(client -> !client.saysMore());
      LockSupport.parkNanos(NOW_AND_THEN_NANOS);
    }
  }

  @Test
  void oneAddressCannotTakeEveryPlace() throws Exception {
    double before = service.metric(CUT_OFF + "{reason=\"too-many\"}");
    List<HostileClient> silent = new ArrayList<>();
    for (int i = 0; i < STRANGERS_OF_ONE_ADDRESS + 100; i++) {
      silent.add(HostileClient.silent(service.brokerPort));
    }
    for (HostileClient client : silent) {
      client.awaitEnd();
      client.close();
    }
    try (HostileClient device = HostileClient.connected(service.brokerPort, "device", 5)) {
      assertUsable(device);
    }
    System.out.printf(
        "HostileInputTest: %d silent connections, %.0f closed at once%n",
        silent.size(), service.metric(CUT_OFF + "{reason=\"too-many\"}") - before);
  }

  @Test
  void everyMessageIsAccountedFor() throws Exception {
    List<Hostile> all =
        HostileMessages.of(
            shared("nasty/json-parsing.jsonl"), shared("nasty/naughty-strings.jsonl"));
    Fates before = Fates.now();
    int refused = 0;
    int unread = 0;
    HostileClient client = HostileClient.connected(service.brokerPort, "hostile", 5);
    for (Hostile message : all) {
      if (!client.publish(message.topic(), message.properties(), message.payload())) {
        refused++;
        client.close();
        client = HostileClient.connected(service.brokerPort, "hostile", 5);
      } else if (!message.isForTheService()) {
        unread++;
      }
    }
    Fates fates = settled(before, all.size() - refused - unread);
    assertUsable(client);
    client.close();
    System.out.printf(
        "HostileInputTest: sent %d, refused by the broker %d, read by nobody %d, acknowledged %d:"
            + " %s, lost %.0f; heap in use %d MiB%n",
        all.size(),
        refused,
        unread,
        all.size() - refused - unread,
        fates,
        all.size() - refused - unread - fates.sum(),
        service.heapInUse() >> 20);
    assertThat(fates.sum()).isEqualTo(all.size() - refused - unread);
    assertThat(fates.accepted).isPositive();
    assertThat(fates.duplicate).isPositive();
    assertThat(fates.quarantined).isPositive();
  }

  @Test
  void largeMessagesWithoutAPauseAreBoundedInMemory() throws Exception {
    Fates before = Fates.now();
    byte[] topic = TOPIC.getBytes(UTF_8);
    List<HostileClient> clients = new ArrayList<>();
    int each = 40;
    for (int c = 0; c < 10; c++) {
      clients.add(HostileClient.connected(service.brokerPort, "large-" + c, 5));
    }
    List<Thread> senders = new ArrayList<>();
    for (HostileClient client : clients) {
      Thread sender =
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  String number = Integer.toString(NUMBER.incrementAndGet());
                  client.publishUnconfirmed(topic, Arrays.copyOf(number.getBytes(UTF_8), LARGE));
                }
              });
      sender.start();
      senders.add(sender);
    }
    for (int c = 0; c < clients.size(); c++) {
      senders.get(c).join();
      clients.get(c).awaitConfirmations(each);
      clients.get(c).close();
    }
    Fates fates = settled(before, each * clients.size());
    System.out.printf(
        "HostileInputTest: acknowledged %d of %d KiB each: %s; heap in use %d MiB%n",
        each * clients.size(), LARGE >> 10, fates, service.heapInUse() >> 20);
    assertThat(fates.sum()).isEqualTo(each * clients.size());
  }

  /** What was done with messages since {@code before}, once they are {@code expected}. */
  private static Fates settled(Fates before, int expected) {
    Bookkeeping.await(
        () ->
            "%d messages to be accounted for, %.0f are"
                .formatted(expected, Fates.now().sum() - before.sum()),
        () -> Fates.now().sum() - before.sum() >= expected);
    return Fates.now().since(before);
  }

  /** A good message goes all the way: confirmed, journalled, acknowledged to the broker. */
  private static void assertUsable(HostileClient client) {
    Bookkeeping.await(
        "everything before it", () -> service.metric("carryover_ingest_queue_messages") == 0);
    double accepted = Fates.now().accepted;
    double acknowledged = service.metric(ACKNOWLEDGED);
    String good = HostileMessages.pain("\"id\":\"good-" + NUMBER.incrementAndGet() + "\"");
    assertThat(client.publish(TOPIC, good)).isTrue();
    Bookkeeping.await("a good message", () -> Fates.now().accepted > accepted);
    Bookkeeping.await("its acknowledgement", () -> service.metric(ACKNOWLEDGED) > acknowledged);
    assertThat(service.isReady()).isTrue();
  }

  private static HostileClient saying(int port, String text) throws IOException {
    HostileClient client = HostileClient.silent(port);
    client.send(text.getBytes(UTF_8));
    return client;
  }

  /** The rest may be cut off in the middle, when the broker has had enough. */
  private static void sendAll(HostileClient client, List<byte[]> packets) {
    try {
      for (byte[] packet : packets) {
        client.send(packet);
      }
    } catch (IOException ended) {
      assertThat(service.isReady()).isTrue();
    }
  }

  private static Path shared(String file) {
    Path path = Path.of(System.getProperty("carryover.shared", "../shared"), "data", file);
    if (!Files.exists(path)) {
      System.out.println("HostileInputTest: NOT RUN, " + file + " is absent");
      assertThat(Boolean.getBoolean("carryover.shared.required")).isFalse();
      Assumptions.abort(file + " is absent");
    }
    return path;
  }

  /** What became of messages. */
  private record Fates(double accepted, double duplicate, double quarantined) {
    static Fates now() {
      return new Fates(of("accepted"), of("duplicate"), of("quarantined"));
    }

    private static double of(String fate) {
      return service.metric(FATES + "{fate=\"" + fate + "\"}");
    }

    Fates since(Fates before) {
      return new Fates(
          accepted - before.accepted,
          duplicate - before.duplicate,
          quarantined - before.quarantined);
    }

    double sum() {
      return accepted + duplicate + quarantined;
    }

    @Override
    public String toString() {
      return "accepted %.0f, duplicate %.0f, quarantined %.0f"
          .formatted(accepted, duplicate, quarantined);
    }
  }
}
