package health.carryover.deploy.bench.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Chromium, driven by its own protocol, that says when it first painted what a page holds. Confined
 * to one thread.
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/">Chrome DevTools Protocol</a>
 */
final class PaintedPages implements AutoCloseable {
  private static final List<Path> PROGRAMS =
      List.of(
          Path.of("/usr/bin/chromium"),
          Path.of("/usr/bin/chromium-browser"),
          Path.of("/usr/bin/google-chrome"));
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int ANSWERS = 10_000;

  /** The time since the navigation began at which something of the page was first seen. */
  private static final String FIRST_PAINT =
      """
      new Promise(done => {
        const look = () => {
          const paint = performance.getEntriesByName('first-contentful-paint')[0];
          if (paint) done(paint.startTime); else requestAnimationFrame(look);
        };
        look();
      })""";

  private final Process process;
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> heard;
  private final ObjectMapper json = new ObjectMapper();
  private int lastCall;

  private PaintedPages(Process process, WebSocket socket, BlockingQueue<JsonNode> heard) {
    this.process = process;
    this.socket = socket;
    this.heard = heard;
  }

  /**
   * Starts it.
   *
   * @param folder where it keeps what it must
   * @return empty: this machine has none
   */
  static Optional<PaintedPages> start(Path folder)
      throws IOException, InterruptedException, TimeoutException {
    Optional<Path> program = PROGRAMS.stream().filter(Files::isExecutable).findFirst();
    if (program.isEmpty()) {
      return Optional.empty();
    }
    Process process =
        new ProcessBuilder(
                program.get().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1280,900",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      BlockingQueue<JsonNode> heard = new ArrayBlockingQueue<>(ANSWERS);
      WebSocket socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(page(port(folder, process)), new Ear(heard))
              .join();
      PaintedPages pages = new PaintedPages(process, socket, heard);
      pages.call("Page.enable", Map.of());
      return Optional.of(pages);
    } catch (IOException | TimeoutException | InterruptedException failed) {
      process.destroy();
      throw failed;
    }
  }

  private static int port(Path folder, Process process)
      throws IOException, InterruptedException, TimeoutException {
    Path told = folder.resolve("DevToolsActivePort");
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(told) || Files.readAllLines(told).size() < 2) {
      if (!process.isAlive() || System.nanoTime() > giveUpAt) {
        throw new TimeoutException("the browser does not start");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return Integer.parseInt(Files.readAllLines(told).get(0));
  }

  private static URI page(int port) throws IOException, InterruptedException {
    HttpResponse<String> listed =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    for (JsonNode target : new ObjectMapper().readTree(listed.body())) {
      if (target.path("type").asText().equals("page")) {
        return URI.create(target.path("webSocketDebuggerUrl").asText());
      }
    }
    throw new IOException("the browser has no page");
  }

  /** Opens a page and waits until {@code condition}, a JavaScript expression, is true there. */
  void open(URI address, String condition)
      throws IOException, InterruptedException, TimeoutException {
    navigate(address);
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!evaluate(condition).asBoolean()) {
      if (System.nanoTime() > giveUpAt) {
        throw new TimeoutException("the page does not become what it should");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Milliseconds from the call for the page to its first contentful paint, ascending. */
  double[] paints(URI address, int count)
      throws IOException, InterruptedException, TimeoutException {
    double[] millis = new double[count];
    for (int i = 0; i < count; i++) {
      navigate(address);
      millis[i] = evaluate(FIRST_PAINT).asDouble();
    }
    Arrays.sort(millis);
    return millis;
  }

  private void navigate(URI address) throws IOException, InterruptedException, TimeoutException {
    heard.clear();
    call("Page.navigate", Map.of("url", address.toString()));
    while (!answer().path("method").asText().equals("Page.loadEventFired")) {
      // Everything else that happens until then is of no interest.
    }
  }

  private JsonNode evaluate(String expression)
      throws IOException, InterruptedException, TimeoutException {
    return call(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true))
        .path("result")
        .path("value");
  }

  private JsonNode call(String method, Map<String, Object> parameters)
      throws IOException, InterruptedException, TimeoutException {
    int id = ++lastCall;
    String text = json.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
    socket.sendText(text, true).join();
    while (true) {
      JsonNode answer = answer();
      if (answer.path("id").asInt() == id) {
        if (answer.has("error")) {
          throw new IOException("the browser refuses " + method);
        }
        return answer.path("result");
      }
    }
  }

  private JsonNode answer() throws InterruptedException, TimeoutException {
    JsonNode answer = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (answer == null) {
      throw new TimeoutException("the browser does not answer");
    }
    return answer;
  }

  @Override
  public void close() {
    socket.abort();
    process.destroy();
    process.onExit().join();
  }

  /** Puts messages together; what comes while nobody listens and the queue is full is let go. */
  private static final class Ear implements WebSocket.Listener {
    private final BlockingQueue<JsonNode> heard;
    private final ObjectMapper json = new ObjectMapper();
    private final StringBuilder text = new StringBuilder();

    Ear(BlockingQueue<JsonNode> heard) {
      this.heard = heard;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          heard.offer(json.readTree(text.toString()));
        } catch (IOException unreadable) {
          throw new IllegalStateException("the browser sends no JSON", unreadable);
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
