package health.carryover.deploy.trace;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A receiver of OTLP over HTTP, as far as spans go: reads the protobuf of {@code
 * ExportTraceServiceRequest} field by field.
 */
final class Spans implements AutoCloseable {
  private static final int RESOURCE_SPANS = 1;
  private static final int SCOPE_SPANS = 2;
  private static final int SPANS = 2;
  private static final int TRACE_ID = 1;
  private static final int SPAN_ID = 2;
  private static final int PARENT_ID = 4;
  private static final int NAME = 5;
  private static final int START = 7;
  private static final int END = 8;

  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  /** Times in nanoseconds; {@code parent} is empty for a root. */
  record Span(String trace, String id, String parent, String name, long start, long end) {}

  private record Field(int number, ByteBuffer bytes, long value) {}

  Spans() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/traces",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          bodies.add(body);
          read(ByteBuffer.wrap(body));
          exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces");
  }

  List<Span> all() {
    return spans;
  }

  /** Everything that came, for a look at what must not be in it. */
  String raw() {
    StringBuilder text = new StringBuilder();
    bodies.forEach(body -> text.append(new String(body, StandardCharsets.ISO_8859_1)));
    return text.toString();
  }

  private void read(ByteBuffer request) {
    for (ByteBuffer resource : parts(request, RESOURCE_SPANS)) {
      for (ByteBuffer scope : parts(resource, SCOPE_SPANS)) {
        for (ByteBuffer span : parts(scope, SPANS)) {
          spans.add(span(fields(span)));
        }
      }
    }
  }

  private static List<ByteBuffer> parts(ByteBuffer message, int number) {
    return fields(message).stream()
        .filter(field -> field.number() == number)
        .map(Field::bytes)
        .toList();
  }

  private static Span span(List<Field> fields) {
    return new Span(
        hex(fields, TRACE_ID),
        hex(fields, SPAN_ID),
        hex(fields, PARENT_ID),
        text(fields, NAME),
        number(fields, START),
        number(fields, END));
  }

  private static byte[] bytes(List<Field> fields, int number) {
    return fields.stream()
        .filter(field -> field.number() == number)
        .findFirst()
        .map(
            field -> {
              byte[] bytes = new byte[field.bytes().remaining()];
              field.bytes().duplicate().get(bytes);
              return bytes;
            })
        .orElse(new byte[0]);
  }

  private static String hex(List<Field> fields, int number) {
    return HexFormat.of().formatHex(bytes(fields, number));
  }

  private static String text(List<Field> fields, int number) {
    return new String(bytes(fields, number), StandardCharsets.UTF_8);
  }

  private static long number(List<Field> fields, int number) {
    return fields.stream()
        .filter(field -> field.number() == number)
        .mapToLong(Field::value)
        .findFirst()
        .orElseThrow();
  }

  /** The wire format of protobuf. */
  private static List<Field> fields(ByteBuffer message) {
    ByteBuffer in = message.duplicate().order(java.nio.ByteOrder.LITTLE_ENDIAN);
    List<Field> fields = new ArrayList<>();
    while (in.hasRemaining()) {
      long tag = varint(in);
      int number = (int) (tag >>> 3);
      switch ((int) (tag & 7)) {
        case 0 -> fields.add(new Field(number, ByteBuffer.allocate(0), varint(in)));
        case 1 -> fields.add(new Field(number, ByteBuffer.allocate(0), in.getLong()));
        case 2 -> {
          int length = (int) varint(in);
          fields.add(new Field(number, in.slice(in.position(), length), 0));
          in.position(in.position() + length);
        }
        case 5 -> fields.add(new Field(number, ByteBuffer.allocate(0), in.getInt()));
        default -> throw new AssertionError("no protobuf: " + tag);
      }
    }
    return fields;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    int shift = 0;
    byte part;
    do {
      part = in.get();
      value |= (part & 0x7FL) << shift;
      shift += 7;
    } while (part < 0);
    return value;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
