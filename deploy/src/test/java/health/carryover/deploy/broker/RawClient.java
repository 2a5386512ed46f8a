package health.carryover.deploy.broker;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** MQTT 5 packet by packet: sends whatever it is told to, and shows what the broker answers. */
final class RawClient implements Closeable {
  private static final int PATIENCE_SECONDS = 60;
  private static final int KEEP_ALIVE_SECONDS = 60;
  private static final int LAST_ID = 0xFFFF;
  private static final int FIRST_REFUSAL = 0x80;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> acknowledged = new LinkedBlockingQueue<>();
  private final BlockingQueue<Boolean> pongs = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> topics = new LinkedBlockingQueue<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private int nextId = 1;

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    socket.setTcpNoDelay(true);
  }

  static RawClient connect(
      int port, String clientId, @Nullable String user, @Nullable String secret)
      throws IOException {
    return open(plain(port), clientId, user, secret, null, KEEP_ALIVE_SECONDS);
  }

  static RawClient keptAlive(int port, String clientId, int seconds) throws IOException {
    return open(plain(port), clientId, null, null, null, seconds);
  }

  /** Over TLS, whatever the server's name is. */
  static RawClient connect(
      int port, SSLContext tls, String clientId, @Nullable String user, @Nullable String secret)
      throws IOException {
    return open(
        tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port),
        clientId,
        user,
        secret,
        null,
        KEEP_ALIVE_SECONDS);
  }

  private static Socket plain(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  /** Empty if the broker does not even let a client with this will in. */
  static Optional<RawClient> withWill(int port, String clientId, String secret, String will) {
    try {
      return Optional.of(open(plain(port), clientId, clientId, secret, will, KEEP_ALIVE_SECONDS));
    } catch (IOException refused) {
      return Optional.empty();
    }
  }

  private static RawClient open(
      Socket socket,
      String clientId,
      @Nullable String user,
      @Nullable String secret,
      @Nullable String will,
      int keepAliveSeconds)
      throws IOException {
    RawClient client = new RawClient(socket);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    body.writeUTF("MQTT");
    body.writeByte(5);
    body.writeByte(
        0x02 | (will == null ? 0 : 0x0C) | (user == null ? 0 : 0x80) | (secret == null ? 0 : 0x40));
    body.writeShort(keepAliveSeconds);
    body.writeByte(0);
    body.writeUTF(clientId);
    if (will != null) {
      body.writeByte(0);
      body.writeUTF(will);
      body.writeUTF("{}");
    }
    if (user != null) {
      body.writeUTF(user);
    }
    if (secret != null) {
      body.writeUTF(secret);
    }
    client.send(0x10, bytes.toByteArray());
    client.socket.setSoTimeout(PATIENCE_SECONDS * 1_000);
    if (client.in.readUnsignedByte() != 0x20) {
      client.close();
      throw new IOException("no CONNACK");
    }
    byte[] answer = client.body();
    if (answer[1] != 0) {
      client.close();
      throw new IOException("refused");
    }
    client.socket.setSoTimeout(0);
    Thread reader = new Thread(client::read, "raw-client");
    reader.setDaemon(true);
    reader.start();
    return client;
  }

  /** Whether the broker grants it. */
  boolean subscribe(String filter) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    body.writeShort(nextId());
    body.writeByte(0);
    body.writeUTF(filter);
    body.writeByte(1);
    send(0x82, bytes.toByteArray());
    return granted();
  }

  boolean publish(String topic) throws Exception {
    return publish(topic, 0x32);
  }

  boolean publishRetained(String topic) throws Exception {
    return publish(topic, 0x33);
  }

  private boolean publish(String topic, int header) throws Exception {
    send(topic, header);
    return granted();
  }

  /**
   * Does not wait for the answer.
   *
   * @param header the first byte of the packet
   * @param properties of version 5, as they are written
   * @return the packet's number; 0 at QoS 0
   */
  int send(String topic, int header, int... properties) throws IOException {
    int id = (header & 0x06) == 0 ? 0 : nextId();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    body.writeUTF(topic);
    if (id > 0) {
      body.writeShort(id);
    }
    body.writeByte(properties.length);
    for (int property : properties) {
      body.writeByte(property);
    }
    body.write("{}".getBytes(StandardCharsets.UTF_8));
    send(header, bytes.toByteArray());
    return id;
  }

  private int nextId() {
    int id = nextId;
    nextId = id == LAST_ID ? 1 : id + 1;
    return id;
  }

  /** The number of the next message that is acknowledged. */
  int takeAcknowledged() throws InterruptedException {
    Integer id = acknowledged.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (id == null) {
      throw new AssertionError("no acknowledgement within a minute");
    }
    return id;
  }

  /** What was acknowledged up to now and not taken: the broker was asked for a sign of life. */
  List<Integer> acknowledgedByNow() throws Exception {
    send(0xC0, new byte[0]);
    if (pongs.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) == null) {
      throw new AssertionError("no sign of life within a minute");
    }
    List<Integer> ids = new ArrayList<>();
    acknowledged.drainTo(ids);
    return ids;
  }

  private boolean granted() throws InterruptedException {
    Integer answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (answer == null) {
      throw new AssertionError("no answer within a minute");
    }
    return answer < FIRST_REFUSAL;
  }

  /** The topic of the next message. */
  String take() throws InterruptedException {
    String topic = topics.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (topic == null) {
      throw new AssertionError("no message within a minute");
    }
    return topic;
  }

  /** What came and was not taken yet. */
  BlockingQueue<String> taken() {
    return topics;
  }

  /** Whether the broker ends the connection. */
  boolean ended() throws InterruptedException {
    return end.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Whether it ended already. */
  boolean hasEnded() {
    return end.getCount() == 0;
  }

  /** Goes without a word, so that the will counts. */
  void vanish() {
    try {
      close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void read() {
    try {
      while (true) {
        int header = in.readUnsignedByte();
        byte[] body = body();
        switch (header >> 4) {
          case 3 -> arrived(header, body);
          case 4 -> {
            acknowledged.add((body[0] & 0xFF) << 8 | body[1] & 0xFF);
            answers.add(body.length > 2 ? body[2] & 0xFF : 0);
          }
          case 13 -> pongs.add(true);
          case 9 -> answers.add(body[body.length - 1] & 0xFF);
          default -> {}
        }
      }
    } catch (IOException over) {
      // A refusal may also be the end of the connection.
      answers.add(FIRST_REFUSAL);
      end.countDown();
    }
  }

  private void arrived(int header, byte[] body) throws IOException {
    int length = (body[0] & 0xFF) << 8 | body[1] & 0xFF;
    if ((header & 0x06) != 0) {
      send(0x40, new byte[] {body[2 + length], body[3 + length]});
    }
    topics.add(new String(body, 2, length, StandardCharsets.UTF_8));
  }

  private byte[] body() throws IOException {
    int length = 0;
    int shift = 0;
    int part;
    do {
      part = in.readUnsignedByte();
      length |= (part & 0x7F) << shift;
      shift += 7;
    } while (part > 0x7F);
    return in.readNBytes(length);
  }

  private synchronized void send(int header, byte[] body) throws IOException {
    out.writeByte(header);
    int length = body.length;
    do {
      out.writeByte(length > 0x7F ? length & 0x7F | 0x80 : length);
      length >>= 7;
    } while (length > 0);
    out.write(body);
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
