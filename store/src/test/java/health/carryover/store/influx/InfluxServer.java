package health.carryover.store.influx;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * An InfluxDB server of the operating system in a folder of its own, stopped and started at will.
 */
public final class InfluxServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ATTEMPTS = 3;
  private static final List<Path> PLACES =
      List.of(Path.of("/usr/bin/influxd"), Path.of("/usr/local/bin/influxd"));

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path program;
  private final Path folder;
  private final int port;
  private Process process;

  private InfluxServer(Path program, Path folder, Door door) throws IOException {
    this.program = program;
    this.folder = folder;
    this.port = freePort();
    Files.writeString(
        folder.resolve("influxdb.conf"),
        """
        reporting-disabled = true
        bind-address = "127.0.0.1:%d"
        [meta]
          dir = "%s/meta"
        [data]
          dir = "%s/data"
          wal-dir = "%s/wal"
        [http]
          bind-address = "127.0.0.1:%d"
          log-enabled = false
          auth-enabled = %b
        [monitor]
          store-enabled = false
        [retention]
          check-interval = "1s"
        """
            .formatted(freePort(), folder, folder, folder, port, door == Door.GUARDED));
  }

  /** Who may use the server. */
  private enum Door {
    OPEN,
    GUARDED
  }

  /** As the other method; only users may use it, of whom there are none yet. */
  public static InfluxServer startGuarded(Path folder) throws Exception {
    return start(folder, Door.GUARDED);
  }

  /**
   * Where there is none, the test is left out with one visible line, or fails if it must not be.
   */
  public static InfluxServer start(Path folder) throws Exception {
    return start(folder, Door.OPEN);
  }

  private static InfluxServer start(Path folder, Door door) throws Exception {
    Optional<Path> program = PLACES.stream().filter(Files::isExecutable).findFirst();
    if (program.isEmpty()) {
      String line = "There is no influxd: install the package influxdb to test with it";
      if (Boolean.getBoolean("carryover.providers.required")) {
        throw new AssertionError(line);
      }
      System.out.println(line);
      abort(line);
    }
    for (int attempt = 1; ; attempt++) {
      InfluxServer server = new InfluxServer(program.orElseThrow(), folder, door);
      try {
        server.start();
        return server;
      } catch (AssertionError failed) {
        // Between finding a free port and listening there another test may have taken it.
        if (attempt == ATTEMPTS || !failed.getMessage().contains("address already in use")) {
          throw failed;
        }
      }
    }
  }

  public void start() throws Exception {
    process =
        new ProcessBuilder(
                program.toString(), "-config", folder.resolve("influxdb.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("influxd.log").toFile())
            .start();
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > giveUpAt) {
        throw new AssertionError(
            "influxd does not start: " + Files.readString(folder.resolve("influxd.log")));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private boolean answers() throws InterruptedException {
    try {
      return http.send(
                  HttpRequest.newBuilder(URI.create(url() + "/ping")).build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 204;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** As a power cut would. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /** Runs a statement of InfluxQL as {@code user}. */
  public void administer(String statement, String user, String password) throws Exception {
    answer("u=%s&p=%s".formatted(user, password), statement);
  }

  /** What {@code database} answers to anybody. */
  public String ask(String database, String statement) throws Exception {
    return answer("db=" + database, statement);
  }

  private String answer(String parameters, String statement) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(
                    URI.create(
                        "%s/query?%s&q=%s"
                            .formatted(
                                url(),
                                parameters,
                                URLEncoder.encode(statement, StandardCharsets.UTF_8))))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() != 200 || answer.body().contains("error")) {
      throw new AssertionError("refused: " + answer.body());
    }
    return answer.body();
  }

  /** Lines as some other program would write them; gives the status. */
  int write(String database, String policy, String lines) throws Exception {
    return http.send(
            HttpRequest.newBuilder(
                    URI.create(url() + "/write?precision=n&db=" + database + "&rp=" + policy))
                .POST(HttpRequest.BodyPublishers.ofString(lines))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    kill();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
