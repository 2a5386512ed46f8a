package health.carryover.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A broker, byte by byte, that passes on what kills the client library's receiving thread. */
class DyingReceiverTest {

  private static final int CONNECT = 1;
  private static final int PUBACK = 4;
  private static final int SUBSCRIBE = 8;
  private static final int CONTENT_TYPE = 3;

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final BlockingQueue<InboundMessage> intake = new ArrayBlockingQueue<>(10);
  private final BlockingQueue<Integer> acknowledged = new ArrayBlockingQueue<>(10);
  private ServerSocket listener;

  @BeforeEach
  void listen() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
  }

  @Test
  void aTopicThatTheLibraryCannotBearIsPassedOnAndHoldsNothingUp() throws Exception {
    serve(number -> List.of(publish(1, "a/\u0001b", null), publish(2, "a/good", null)));
    try (MqttLink link = link()) {
      assertThat(taken().topic()).isEqualTo("a/?b");
      assertThat(taken().topic()).isEqualTo("a/good");
      assertThat(List.of(acknowledgement(), acknowledgement())).containsExactly(1, 2);
      assertThat(ended("faulty")).isZero();
      assertThat(link.state()).isEqualTo(MqttState.CONNECTED);
    }
  }

  @Test
  void whenTheReceivingThreadDiesTheLinkConnectsAnew() throws Exception {
    serve(
        number ->
            number == 1
                ? List.of(publish(1, "a/bad", "text/\u0001"))
                : List.of(publish(2, "a/good", null)));
    try (MqttLink link = link()) {
      assertThat(taken().topic()).isEqualTo("a/good");
      assertThat(acknowledgement()).isEqualTo(2);
      assertThat(ended("faulty")).isEqualTo(1);
      assertThat(link.state()).isEqualTo(MqttState.CONNECTED);
    }
  }

  /** Java 17 keeps thread groups for ever, and a closed link must not be kept with its own. */
  @Test
  void aClosedLinkIsNotHeldByItsThreads() throws Exception {
    serve(number -> List.of(publish(1, "a/good", null)));
    MqttLink link = link();
    taken();
    link.close();
    WeakReference<MqttLink> closed = new WeakReference<>(link);
    link = null;
    Instant patience = Instant.now().plusSeconds(60);
    while (closed.get() != null && Instant.now().isBefore(patience)) {
      System.gc();
      Thread.onSpinWait();
    }
    assertThat(closed.get()).isNull();
  }

  private InboundMessage taken() throws InterruptedException {
    InboundMessage message = intake.poll(60, TimeUnit.SECONDS);
    assertThat(message).as("a message within a minute").isNotNull();
    message.acknowledge();
    return message;
  }

  private int acknowledgement() throws InterruptedException {
    Integer id = acknowledged.poll(60, TimeUnit.SECONDS);
    assertThat(id).as("an acknowledgement within a minute").isNotNull();
    return id;
  }

  private double ended(String reason) {
    return registry.get("carryover.mqtt.disconnections").tag("reason", reason).counter().count();
  }

  private MqttLink link() {
    MqttLinkSettings settings =
        MqttLinkSettings.subscribingTo("a/#")
            .withBackoff(new Backoff(Duration.ofMillis(10), Duration.ofMillis(50)));
    MqttLink link =
        new MqttLink(
            MqttAddress.of(
                InetAddress.getLoopbackAddress().getHostAddress(),
                listener.getLocalPort(),
                "dying-receiver-test"),
            settings,
            intake,
            Clock.systemUTC(),
            MqttStateListener.none(),
            registry);
    link.start();
    return link;
  }

  /**
   * @param told what a connection gets after its subscription, by its number from 1
   */
  private void serve(Function<Integer, List<byte[]>> told) {
    Thread thread =
        new Thread(
            () -> {
              for (int number = 1; !listener.isClosed(); number++) {
                try (Socket socket = listener.accept()) {
                  talk(socket, told.apply(number));
                } catch (IOException e) {
                  // The client went first, or the test is over.
                }
              }
            },
            "broker");
    thread.setDaemon(true);
    thread.start();
  }

  private void talk(Socket socket, List<byte[]> told) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    while (true) {
      int kind = in.readUnsignedByte() >> 4;
      byte[] body = in.readNBytes(length(in));
      switch (kind) {
        case CONNECT -> out.write(new byte[] {0x20, 3, 0, 0, 0});
        case SUBSCRIBE -> {
          out.write(new byte[] {(byte) 0x90, 4, body[0], body[1], 0, 1});
          for (byte[] message : told) {
            out.write(message);
          }
        }
        case PUBACK -> acknowledged.add((body[0] & 0xFF) << 8 | body[1] & 0xFF);
        default -> {}
      }
    }
  }

  private static int length(DataInputStream in) throws IOException {
    int length = 0;
    int shift = 0;
    int part;
    do {
      part = in.readUnsignedByte();
      length |= (part & 0x7F) << shift;
      shift += 7;
    } while (part > 0x7F);
    return length;
  }

  private static byte[] publish(int id, String topic, String contentType) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream body = new DataOutputStream(bytes);
      body.writeShort(topic.getBytes(StandardCharsets.UTF_8).length);
      body.write(topic.getBytes(StandardCharsets.UTF_8));
      body.writeShort(id);
      if (contentType == null) {
        body.writeByte(0);
      } else {
        body.writeByte(contentType.length() + 3);
        body.writeByte(CONTENT_TYPE);
        body.writeUTF(contentType);
      }
      body.write("{}".getBytes(StandardCharsets.UTF_8));
      ByteArrayOutputStream packet = new ByteArrayOutputStream();
      packet.write(0x32);
      packet.write(bytes.size());
      packet.write(bytes.toByteArray());
      return packet.toByteArray();
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
