package health.carryover.deploy.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** A connection to an MQTT broker on which any bytes can be sent. */
final class HostileClient implements Closeable {
  private static final int PATIENCE_MILLIS = 40_000;
  private static final int FIRST_REFUSAL = 0x80;
  private static final int CONNECT = 0x10;
  private static final int PUBLISH_AT_LEAST_ONCE = 0x32;
  private static final int PUBACK = 4;
  private static final int HIGHEST_ID = 0xFFFF;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private int nextId;

  private HostileClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
  }

  /** Says nothing yet. */
  static HostileClient silent(int port) throws IOException {
    return new HostileClient(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /**
   * Is let in.
   *
   * @param version of the protocol: 3, 4 or 5
   */
  static HostileClient connected(int port, String clientId, int version) throws IOException {
    HostileClient client = silent(port);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    body.writeUTF(version == 3 ? "MQIsdp" : "MQTT");
    body.writeByte(version);
    body.writeByte(0x02);
    body.writeShort(60);
    if (version == 5) {
      body.writeByte(0);
    }
    body.writeUTF(clientId);
    client.packet(CONNECT, bytes.toByteArray());
    client.in.readUnsignedByte();
    if (client.body()[1] != 0) {
      throw new IOException("refused");
    }
    return client;
  }

  /** Publishes as version 5 does; whether the broker confirmed, and did not end the connection. */
  boolean publish(byte[] topic, byte[] payload) {
    return publish(topic, new byte[0], payload);
  }

  /** The same with properties in the form in which they are sent. */
  boolean publish(byte[] topic, byte[] properties, byte[] payload) {
    try {
      publishUnconfirmed(topic, properties, payload);
      return confirmed();
    } catch (SocketTimeoutException silence) {
      throw new AssertionError("neither confirmed nor refused", silence);
    } catch (IOException ended) {
      return false;
    }
  }

  /** Publishes and does not wait; the broker must take it. */
  void publishUnconfirmed(byte[] topic, byte[] payload) {
    try {
      publishUnconfirmed(topic, new byte[0], payload);
    } catch (IOException ended) {
      throw new UncheckedIOException(ended);
    }
  }

  private void publishUnconfirmed(byte[] topic, byte[] properties, byte[] payload)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bytes);
    body.writeShort(topic.length);
    body.write(topic);
    body.writeShort(nextId++ % HIGHEST_ID + 1);
    body.write(PacketSequences.variable(properties.length));
    body.write(properties);
    body.write(payload);
    packet(PUBLISH_AT_LEAST_ONCE, bytes.toByteArray());
  }

  void awaitConfirmations(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      if (!confirmed()) {
        throw new AssertionError("refused");
      }
    }
  }

  private boolean confirmed() throws IOException {
    while (in.readUnsignedByte() >> 4 != PUBACK) {
      body();
    }
    byte[] answer = body();
    return answer.length < 3 || (answer[2] & 0xFF) < FIRST_REFUSAL;
  }

  boolean publish(String topic, String payload) {
    return publish(topic.getBytes(UTF_8), payload.getBytes(UTF_8));
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Sends no more, and reads until the other side has gone too. */
  void untilTheEnd() throws IOException {
    try {
      socket.shutdownOutput();
      in.readAllBytes();
    } catch (SocketTimeoutException stays) {
      throw new AssertionError("the connection stays open", stays);
    } catch (SocketException reset) {
      socket.close();
    }
  }

  /** One byte more; whether the other side is still there. */
  boolean saysMore() {
    try {
      send(new byte[] {' '});
      return true;
    } catch (IOException ended) {
      return false;
    }
  }

  /** Waits until the other side ends it, without a word more from here. */
  void awaitEnd() throws IOException {
    try {
      in.readAllBytes();
    } catch (SocketTimeoutException stays) {
      throw new AssertionError("the connection stays open", stays);
    } catch (SocketException reset) {
      socket.close();
    }
  }

  private void packet(int header, byte[] body) throws IOException {
    out.writeByte(header);
    out.write(PacketSequences.variable(body.length));
    out.write(body);
    out.flush();
  }

  private byte[] body() throws IOException {
    int length = 0;
    int part;
    int shift = 0;
    do {
      part = in.readUnsignedByte();
      length |= (part & 0x7F) << shift;
      shift += 7;
    } while (part > 0x7F);
    return in.readNBytes(length);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
