package health.carryover.dashboard.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/**
 * Text made smaller for the way. Only for what holds no secret beside text that others chose, and
 * never for a stream.
 */
public final class Compressed {
  private Compressed() {}

  /** {@code content} as gzip (RFC 1952). */
  public static Buffer gzip(Buffer content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zipped = new GZIPOutputStream(out)) {
      zipped.write(content.getBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Buffer.buffer(out.toByteArray());
  }

  /** Whether whoever asks takes gzip. */
  public static boolean accepts(HttpServerRequest request) {
    String accepted = request.getHeader("Accept-Encoding");
    return accepted != null
        && Arrays.stream(accepted.split(",")).map(String::strip).anyMatch("gzip"::equals);
  }

  /** Ends the response with {@code gzip} to those who take it, with {@code plain} to others. */
  public static void send(
      HttpServerRequest request, HttpServerResponse response, Buffer plain, Buffer gzip) {
    response.putHeader("Vary", "Accept-Encoding");
    if (accepts(request)) {
      response.putHeader("Content-Encoding", "gzip").end(gzip);
    } else {
      response.end(plain);
    }
  }
}
