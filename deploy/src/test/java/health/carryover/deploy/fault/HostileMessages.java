package health.carryover.deploy.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Messages that are meant to hurt: texts, topics, properties and sizes. */
final class HostileMessages {
  static final String CLINIC_TOPIC = "carryover/v1/clinic/";
  static final String TOPIC = CLINIC_TOPIC + "d1/up/pain";
  private static final int DEEP = 100_000;
  private static final int KIB = 1_024;
  private static final int PAYLOAD_FORMAT = 0x01;
  private static final int CONTENT_TYPE = 0x03;
  private static final int RESPONSE_TOPIC = 0x08;
  private static final int CORRELATION_DATA = 0x09;
  private static final int USER_PROPERTY = 0x26;

  private final List<Hostile> all = new ArrayList<>();

  private HostileMessages() {}

  /**
   * @param texts files of texts, a JSON object with base 64 in each line
   */
  static List<Hostile> of(Path json, Path strings) throws IOException {
    HostileMessages messages = new HostileMessages();
    for (byte[] text : texts(json)) {
      messages.ofJson(text);
    }
    List<byte[]> naughty = texts(strings);
    for (byte[] text : naughty) {
      messages.ofText(text);
    }
    messages.ofTopics();
    messages.ofProperties(naughty);
    messages.ofSizes();
    return messages.all;
  }

  private void ofJson(byte[] text) {
    for (String stream : List.of("pain", "heart-rate", "session")) {
      add(CLINIC_TOPIC + "d1/up/" + stream, text);
    }
    add(TOPIC, around(pain("\"x\":%"), text));
  }

  private void ofText(byte[] text) {
    add(TOPIC, text);
    // Escaped as JSON wants it, and as it is.
    String quoted = new JsonObject().put("x", new String(text, UTF_8)).encode();
    String value = quoted.substring(quoted.indexOf(':') + 1, quoted.length() - 1);
    for (String field : List.of("id", "site", "session")) {
      add(TOPIC, pain("\"" + field + "\":" + value).getBytes(UTF_8));
    }
    add(TOPIC, around(pain("\"site\":\"%\""), text));
    add(around(CLINIC_TOPIC + "%/up/pain", text), text);
    add(around(CLINIC_TOPIC + "d1/up/%", text), text);
  }

  private void ofTopics() {
    byte[] surrogate = {(byte) 0xED, (byte) 0xA0, (byte) 0x80};
    add(around(CLINIC_TOPIC + "%/up/pain", surrogate), surrogate);
    add(TOPIC, around(pain("\"site\":\"%\""), surrogate));
    for (String topic :
        List.of(
            CLINIC_TOPIC + "+/up/pain",
            CLINIC_TOPIC + "#",
            CLINIC_TOPIC + "d1/up/pain/../../d2",
            CLINIC_TOPIC + "d1\u0000/up/pain",
            CLINIC_TOPIC + "d1\u0007/up/pain",
            CLINIC_TOPIC + "d1\ufffe/up/pain",
            CLINIC_TOPIC + "a::b/up/pain",
            CLINIC_TOPIC + "a*b>c/up/pain",
            CLINIC_TOPIC + "\\/up/pain",
            CLINIC_TOPIC + "/up/pain",
            CLINIC_TOPIC + "d1.up.pain",
            CLINIC_TOPIC + "x".repeat(KIB) + "/up/pain",
            "$share/group/" + TOPIC,
            "$SYS/carryover",
            "$carryover.nowhere",
            "$sys.mqtt.sessions",
            "activemq.management",
            "/",
            "")) {
      add(topic, pain("\"id\":\"topic\"").getBytes(UTF_8));
    }
  }

  /** What MQTT 5 lets a publisher say beside the message. */
  private void ofProperties(List<byte[]> texts) throws IOException {
    for (byte[] text : texts) {
      for (int property : List.of(CONTENT_TYPE, RESPONSE_TOPIC)) {
        with(properties(property, text));
      }
      with(properties(USER_PROPERTY, text, text));
    }
    with(properties(CORRELATION_DATA, new byte[KIB]));
    with(new byte[] {PAYLOAD_FORMAT, 1});
    with(new byte[] {PAYLOAD_FORMAT, 7});
    with(new byte[] {PAYLOAD_FORMAT, 1, PAYLOAD_FORMAT, 1});
    with(new byte[] {0x0B, 1}); // a subscription identifier, which a client must not send
    with(new byte[] {0x7F, 1}); // no property at all
    with(new byte[] {0x02, 0, 0, 0}); // cut off
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < KIB; i++) {
      many.write(properties(USER_PROPERTY, "k".getBytes(UTF_8), "v".getBytes(UTF_8)));
    }
    with(many.toByteArray());
  }

  private void ofSizes() {
    add(TOPIC, pain("\"site\":\"\\ud800\"").getBytes(UTF_8));
    add(TOPIC, pain("\"site\":\"\\u0000\"").getBytes(UTF_8));
    add(TOPIC, new byte[KIB]);
    add(TOPIC, new byte[0]);
    add(TOPIC, "[".repeat(DEEP).getBytes(UTF_8));
    add(TOPIC, "{\"a\":".repeat(DEEP / 2).getBytes(UTF_8));
    // Larger than is looked into, just within what the broker takes, and beyond it.
    for (int kib : List.of(300, 1_000, 1_024, 2_000, 8_000)) {
      for (int i = 0; i < 3; i++) {
        add(TOPIC, (kib + i + " ".repeat(kib * KIB)).getBytes(UTF_8));
      }
    }
  }

  private void with(byte[] properties) {
    // Each another message, so that none is a copy.
    byte[] payload = pain("\"id\":\"p-" + all.size() + "\"").getBytes(UTF_8);
    all.add(new Hostile(TOPIC.getBytes(UTF_8), properties, payload));
  }

  private static byte[] properties(int property, byte[]... texts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(property);
    for (byte[] text : texts) {
      out.writeShort(text.length);
      out.write(text);
    }
    return bytes.toByteArray();
  }

  private void add(String topic, byte[] payload) {
    add(topic.getBytes(UTF_8), payload);
  }

  private void add(byte[] topic, byte[] payload) {
    all.add(new Hostile(topic, new byte[0], payload));
  }

  static String pain(String fields) {
    return "{\"at\":\"2026-03-02T10:00:00Z\",\"nrs\":3," + fields + "}";
  }

  /**
   * @param pattern a text with % where {@code middle} belongs
   */
  private static byte[] around(String pattern, byte[] middle) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int place = pattern.indexOf('%');
    bytes.writeBytes(pattern.substring(0, place).getBytes(UTF_8));
    bytes.writeBytes(middle);
    bytes.writeBytes(pattern.substring(place + 1).getBytes(UTF_8));
    return bytes.toByteArray();
  }

  private static List<byte[]> texts(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.isBlank())
        .map(line -> Base64.getDecoder().decode(new JsonObject(line).getString("base64")))
        .toList();
  }

  /** One message as it is sent. */
  record Hostile(byte[] topic, byte[] properties, byte[] payload) {
    private static final int LEVELS = 6;

    /** Whether the service subscribes to it: carryover/v1/+/+/up/+. */
    boolean isForTheService() {
      String[] levels = new String(topic, UTF_8).split("/", -1);
      return levels.length == LEVELS
          && levels[0].equals("carryover")
          && levels[1].equals("v1")
          && levels[4].equals("up");
    }
  }
}
