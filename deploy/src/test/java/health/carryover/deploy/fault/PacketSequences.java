package health.carryover.deploy.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Mosquitto's own broker tests: what a client sends, mostly malformed. */
final class PacketSequences {
  private static final Pattern TOKEN = Pattern.compile("'([^']*)'|(\\S+)");

  /**
   * What one client sends.
   *
   * @param greeting the protocol version in which it is let in first; empty if it just begins
   */
  record Sequence(String name, Optional<Integer> greeting, List<byte[]> packets) {}

  private PacketSequences() {}

  static List<Sequence> in(Path folder) throws IOException {
    List<Sequence> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        if (file.toString().endsWith(".json")) {
          for (Object group : new JsonArray(Files.readString(file))) {
            read((JsonObject) group, all);
          }
        } else {
          readSeeds(file, all);
        }
      }
    }
    return all;
  }

  private static void read(JsonObject group, List<Sequence> all) {
    for (Object each : group.getJsonArray("tests")) {
      JsonObject test = (JsonObject) each;
      boolean greets = test.getBoolean("connect", group.getBoolean("connect", true));
      int version = test.getInteger("ver", group.getInteger("ver", 4));
      List<byte[]> packets =
          test.getJsonArray("msgs").stream()
              .map(JsonObject.class::cast)
              .filter(message -> message.getString("type").equals("send"))
              .map(message -> bytes(message.getString("payload")))
              .toList();
      all.add(
          new Sequence(
              group.getString("group") + ": " + test.getString("name"),
              greets ? Optional.of(version) : Optional.empty(),
              packets));
    }
  }

  private static void readSeeds(Path archive, List<Sequence> all) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        all.add(new Sequence(entry.getName(), Optional.empty(), List.of(zip.readAllBytes())));
      }
    }
  }

  /** A packet from its notation: text, hex bytes, and numbers of several widths. */
  private static byte[] bytes(String notation) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Matcher tokens = TOKEN.matcher(notation);
    while (tokens.find()) {
      String text = tokens.group(1);
      bytes.writeBytes(text == null ? number(tokens.group(2)) : text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] number(String token) {
    return switch (token.charAt(0)) {
      case 'r', 'v' -> variable(value(token));
      case 's', 'm', 'k', 'H' -> ByteBuffer.allocate(2).putShort((short) value(token)).array();
      case 'L' -> ByteBuffer.allocate(4).putInt((int) value(token)).array();
      case 'i' -> new byte[] {(byte) value(token)};
      default -> HexFormat.of().parseHex(token);
    };
  }

  private static long value(String token) {
    return Long.parseLong(token.substring(1));
  }

  /** Seven bits a byte, the lowest first; longer than the protocol allows if the number is. */
  static byte[] variable(long number) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long left = number;
    do {
      bytes.write((int) (left > 0x7F ? left & 0x7F | 0x80 : left));
      left >>= 7;
    } while (left > 0);
    return bytes.toByteArray();
  }
}
