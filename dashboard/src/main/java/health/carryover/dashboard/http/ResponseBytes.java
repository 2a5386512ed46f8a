package health.carryover.dashboard.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An answer that is written as it is made, by a thread that may wait: each block waits until the
 * other side has taken the one before, so that memory holds one. Confined to that thread.
 */
final class ResponseBytes extends OutputStream {
  private static final int BLOCK_BYTES = 64 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Context context;
  private final HttpServerResponse response;
  private Buffer block = Buffer.buffer();

  /**
   * @param context on which the response lives
   */
  ResponseBytes(Context context, HttpServerResponse response) {
    this.context = context;
    this.response = response;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    block.appendBytes(bytes, offset, length);
    if (block.length() >= BLOCK_BYTES) {
      flush();
    }
  }

  @Override
  public void flush() throws IOException {
    if (block.length() == 0) {
      return;
    }
    Buffer taken = block;
    block = Buffer.buffer();
    CompletableFuture<Void> sent = new CompletableFuture<>();
    context.runOnContext(
        now -> {
          try {
            response.write(taken).onSuccess(sent::complete).onFailure(sent::completeExceptionally);
          } catch (IllegalStateException closed) {
            sent.completeExceptionally(closed);
          }
        });
    try {
      sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException gone) {
      throw new IOException("the other side does not take it", gone);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
