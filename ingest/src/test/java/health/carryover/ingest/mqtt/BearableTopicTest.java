package health.carryover.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearableTopicTest {

  private static byte[] publish(String topic, String payload) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream body = new DataOutputStream(bytes);
      byte[] text = topic.getBytes(StandardCharsets.UTF_8);
      body.writeShort(text.length);
      body.write(text);
      body.writeShort(7);
      body.writeByte(0);
      body.write(payload.getBytes(StandardCharsets.UTF_8));
      return bytes.toByteArray();
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** The body as the library gets it, in pieces of so many bytes. */
  private static byte[] read(int first, byte[] body, int piece) throws IOException {
    EndGate gate = new EndGate();
    gate.open();
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(first);
    packet.write(body.length);
    packet.write(body);
    PacketInput in = new PacketInput(new ByteArrayInputStream(packet.toByteArray()), gate);
    assertThat(in.read()).isEqualTo(first);
    assertThat(in.read()).isEqualTo(body.length);
    byte[] got = new byte[body.length];
    for (int at = 0; at < got.length; at += piece) {
      assertThat(in.read(got, at, Math.min(piece, got.length - at))).isPositive();
    }
    return got;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 100})
  void whatIsNotPrintableAsciiBecomesAQuestionMark(int piece) throws IOException {
    byte[] got = read(0x32, publish("a/\u0000\u001f\u007f\u0085\uffff/b", "\u0001 stays"), piece);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(got));
    byte[] topic = in.readNBytes(in.readUnsignedShort());
    assertThat(new String(topic, StandardCharsets.UTF_8)).isEqualTo("a/????????/b");
    assertThat(in.readUnsignedShort()).isEqualTo(7);
    assertThat(in.readByte()).isZero();
    assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("\u0001 stays");
  }

  @Test
  void topicsOfTheServiceStayAsTheyAre() throws IOException {
    byte[] body = publish("carryover/v1/clinic/watch-1/up/heart-rate", "\u0001{}");
    assertThat(read(0x33, body.clone(), 100)).isEqualTo(body);
  }

  @Test
  void otherPacketsStayAsTheyAre() throws IOException {
    byte[] body = {0, 3, 1, 2, 3, 0, 1};
    assertThat(read(0x90, body.clone(), 100)).isEqualTo(body);
  }
}
