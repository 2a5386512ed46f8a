package health.carryover.deploy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.ingest.journal.Arrival;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes past the broker's queue and when its sender hears of it, packet by packet. */
class DirectDeliveryTest {
  private static final String PAIN = "carryover/v1/c/d1/up/pain";
  private static final String SESSION = "carryover/v1/c/d1/up/session";
  private static final int QOS_0 = 0x30;
  private static final int QOS_1 = 0x32;

  @TempDir Path folder;

  private final BlockingQueue<Arrival> taken = new LinkedBlockingQueue<>();
  private volatile boolean room = true;
  private EmbeddedBroker broker;
  private RawClient reader;
  private RawClient device;

  /** Everybody may do everything, by name. */
  private static final class Named implements BrokerAccess {
    @Override
    public @Nullable String admit(Login login) {
      return login.clientId();
    }

    @Override
    public boolean permits(String name, Operation operation, String topic) {
      return true;
    }
  }

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedBroker.start(BrokerSettings.local(0, folder), new Named());
    broker.deliverTo(message -> room && taken.add(message));
    reader = RawClient.connect(broker.port(), "reader", null, null);
    assertThat(reader.subscribe("#")).isTrue();
    device = RawClient.connect(broker.port(), "d1", null, null);
  }

  @AfterEach
  void stop() throws Exception {
    device.close();
    reader.close();
    broker.close();
  }

  private Arrival next() throws InterruptedException {
    Arrival message = taken.poll(1, TimeUnit.MINUTES);
    assertThat(message).as("a message within a minute").isNotNull();
    return message;
  }

  @Test
  void aDeviceHearsOfWhatIsDurableInTheOrderItSent() throws Exception {
    int first = device.send(PAIN, QOS_1);
    int second = device.send(SESSION, QOS_1);
    int third = device.send(PAIN, QOS_1, 3, 0, 1, 'x');
    Arrival one = next();
    Arrival two = next();
    Arrival three = next();
    assertThat(two.channel()).isEqualTo(SESSION);
    assertThat(three.contentType()).isEqualTo("x");
    assertThat(three.payload()).asString().isEqualTo("{}");
    three.acknowledge();
    two.acknowledge();
    assertThat(device.acknowledgedByNow()).isEmpty();
    one.acknowledge();
    assertThat(device.takeAcknowledged()).isEqualTo(first);
    assertThat(device.takeAcknowledged()).isEqualTo(second);
    assertThat(device.takeAcknowledged()).isEqualTo(third);
    assertThat(reader.taken()).as("the broker kept none of it").isEmpty();
    assertThat(broker.delivered()).isEqualTo(3);
  }

  @Test
  void whatThereIsNoRoomForIsTheBrokersAndKeepsItsPlace() throws Exception {
    int first = device.send(PAIN, QOS_1);
    Arrival one = next();
    room = false;
    int second = device.send(SESSION, QOS_1);
    assertThat(reader.take()).isEqualTo(SESSION);
    assertThat(device.acknowledgedByNow()).isEmpty();
    one.acknowledge();
    assertThat(device.takeAcknowledged()).isEqualTo(first);
    assertThat(device.takeAcknowledged()).isEqualTo(second);
  }

  @Test
  void whatCouldNotBeMadeDurableIsTheBrokersToKeep() throws Exception {
    int first = device.send(PAIN, QOS_1, 3, 0, 1, 'x');
    int second = device.send(SESSION, QOS_1);
    StoreUnavailableException why =
        new StoreUnavailableException("away", new IllegalStateException());
    assertThat(next().failed(why)).isEqualTo(Arrival.AfterFailure.GIVE_UP);
    assertThat(next().failed(why)).isEqualTo(Arrival.AfterFailure.GIVE_UP);
    // Brokers keep the order within a topic only (MQTT 5, section 4.6).
    assertThat(List.of(reader.take(), reader.take())).containsExactlyInAnyOrder(PAIN, SESSION);
    assertThat(device.takeAcknowledged()).isEqualTo(first);
    assertThat(device.takeAcknowledged()).isEqualTo(second);
    assertThat(broker.delivered()).isZero();
  }

  @Test
  void whatAsksForNoAnswerIsTriedAgainInTheJournal() throws Exception {
    device.send(PAIN, QOS_0);
    Arrival message = next();
    assertThat(message.failed(new StoreUnavailableException("away", new IllegalStateException())))
        .isEqualTo(Arrival.AfterFailure.RETRY);
    message.acknowledge();
    assertThat(device.acknowledgedByNow()).isEmpty();
    assertThat(broker.delivered()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "retained, carryover/v1/c/d1/up/pain, 51",
    "exactly once, carryover/v1/c/d1/up/pain, 52",
    "presence, carryover/v1/c/d1/status, 50",
    "to a device, carryover/v1/c/d1/down/sync, 50",
    "deeper than a stream, carryover/v1/c/d1/up/pain/more, 50",
    "another version, carryover/v2/c/d1/up/pain, 50"
  })
  void whatConcernsTheBrokerGoesThroughIt(String what, String topic, int header) throws Exception {
    device.send(topic, header);
    assertThat(reader.take()).as(what).isEqualTo(topic);
    assertThat(taken).isEmpty();
  }

  @Test
  void aliasesOfTopicsGoThroughTheBrokerThatKnowsThem() throws Exception {
    device.send(PAIN, QOS_1, 0x23, 0, 1);
    device.send("", QOS_1, 0x23, 0, 1);
    assertThat(reader.take()).isEqualTo(PAIN);
    assertThat(reader.take()).isEqualTo(PAIN);
    assertThat(taken).isEmpty();
  }

  @Test
  void aMessageWithoutATopicIsTheBrokersToRefuse() throws Exception {
    device.send("", QOS_1);
    device.send(PAIN, QOS_1);
    assertThat(next().channel()).isEqualTo(PAIN);
    assertThat(taken).isEmpty();
  }

  @Test
  void aDeviceThatWentBeforeItHeardSendsAgain() throws Exception {
    device.send(PAIN, QOS_1);
    Arrival before = next();
    device.vanish();
    device = RawClient.connect(broker.port(), "d1", null, null);
    int again = device.send(PAIN, QOS_1 | 0x08);
    Arrival after = next();
    before.acknowledge();
    assertThat(device.acknowledgedByNow()).isEmpty();
    after.acknowledge();
    assertThat(device.takeAcknowledged()).isEqualTo(again);
  }

  /** A device that does not wait for the greeting. */
  @Test
  void nothingIsAnsweredBeforeTheGreeting() throws Exception {
    broker.deliverTo(
        message -> {
          message.acknowledge();
          return true;
        });
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(new byte[] {0x10, 14, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 2, 'd', '2'});
    String topic = "carryover/v1/c/d2/up/pain";
    out.write(new byte[] {QOS_1, (byte) (topic.length() + 6)});
    out.writeUTF(topic);
    out.write(new byte[] {0, 1, '{', '}'});
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(bytes.toByteArray());
      assertThat(socket.getInputStream().readNBytes(8))
          .containsExactly(0x20, 2, 0, 0, 0x40, 2, 0, 1);
    }
  }

  /** The library ends connections of which it heard nothing for one and a half times as long. */
  @Test
  void aDeviceThatOnlyPublishesIsAlive() throws Exception {
    broker.deliverTo(
        message -> {
          message.acknowledge();
          return true;
        });
    try (RawClient busy = RawClient.keptAlive(broker.port(), "d3", 1)) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(7);
      while (System.nanoTime() < end) {
        assertThat(busy.publish("carryover/v1/c/d3/up/pain")).isTrue();
      }
      assertThat(busy.hasEnded()).isFalse();
    }
    assertThat(reader.taken()).isEmpty();
  }

  @ParameterizedTest(name = "{0} s named, at least every {1} s")
  @CsvSource({"1, 1", "60, 60", "0, 60", "65535, 60"})
  void theLibraryHearsSomethingOftenEnough(int named, int atLeastEvery) {
    assertThat(DirectDelivery.silenceNanos(named))
        .isPositive()
        .isLessThan(TimeUnit.SECONDS.toNanos(atLeastEvery) / 2);
  }

  @Test
  void whenItEndsTheBrokerKeepsEverythingAgain() throws Exception {
    broker.deliverTo(taken::add).close();
    assertThat(device.publish(PAIN)).isTrue();
    assertThat(reader.take()).isEqualTo(PAIN);
    assertThat(taken).isEmpty();
  }
}
