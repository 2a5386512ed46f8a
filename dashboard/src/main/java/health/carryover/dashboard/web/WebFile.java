package health.carryover.dashboard.web;

import health.carryover.dashboard.http.Compressed;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of the pages.
 *
 * @param gzipped the same, made smaller
 * @param tag changes with the content
 */
record WebFile(String type, Buffer content, Buffer gzipped, String tag) {

  /** A file that belongs to this package. */
  static WebFile ofPages(String name, String type) {
    return of(WebFile.class.getResourceAsStream(name), name, type);
  }

  /** A file of a library. */
  static WebFile ofClassPath(String path, String type) {
    return of(WebFile.class.getClassLoader().getResourceAsStream(path), path, type);
  }

  private static WebFile of(
      @org.jspecify.annotations.Nullable InputStream stream, String name, String type) {
    if (stream == null) {
      throw new IllegalStateException("missing from the class path: " + name);
    }
    try (stream) {
      byte[] bytes = stream.readAllBytes();
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new WebFile(
          type,
          Buffer.buffer(bytes),
          Compressed.gzip(Buffer.buffer(bytes)),
          '"' + HexFormat.of().formatHex(digest, 0, 8) + '"');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
