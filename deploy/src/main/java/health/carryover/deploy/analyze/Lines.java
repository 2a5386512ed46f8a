package health.carryover.deploy.analyze;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a stream as bytes, so that broken encodings survive until they are judged. Of a line
 * longer than {@code limit} only the first {@code limit + 1} bytes are kept: enough to be refused
 * as too large. Confined to one thread.
 */
final class Lines {
  private static final int BLOCK_BYTES = 1 << 16;

  private final InputStream in;
  private final int limit;
  private final byte[] block = new byte[BLOCK_BYTES];
  private int next;
  private int end;

  Lines(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /** The next line without its end, or null after the last one. */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean any = false;
    while (fill()) {
      any = true;
      int from = next;
      while (next < end && block[next] != '\n') {
        next++;
      }
      line.write(block, from, Math.min(next - from, Math.max(0, limit + 2 - line.size())));
      if (next < end) {
        next++;
        return trimmed(line);
      }
    }
    return any ? trimmed(line) : null;
  }

  /** Whether the next line may not be there yet, so that what was said should be shown. */
  boolean mayWait() throws IOException {
    return next == end && in.available() == 0;
  }

  private boolean fill() throws IOException {
    if (next == end) {
      next = 0;
      end = Math.max(0, in.read(block));
    }
    return end > 0;
  }

  private static byte[] trimmed(ByteArrayOutputStream line) {
    byte[] bytes = line.toByteArray();
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\r') {
      length--;
    }
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }
}
