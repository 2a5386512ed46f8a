package health.carryover.deploy.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The whole service as it is started by {@code serve}, in a process of its own, with little heap.
 */
final class ServiceProcess {
  private static final int PATIENCE_SECONDS = 120;
  private static final String SPEAK_WITHIN = "5s";

  final int brokerPort;
  final URI dashboard;
  final URI management;
  private final Process process;
  private final Path log;
  private final HttpClient http = HttpClient.newHttpClient();

  private ServiceProcess(Process process, int brokerPort, URI dashboard, URI management, Path log) {
    this.process = process;
    this.brokerPort = brokerPort;
    this.dashboard = dashboard;
    this.management = management;
    this.log = log;
  }

  /**
   * @param data the service's folder
   * @param log where what it says goes
   */
  static ServiceProcess start(Path data, Path log, String heap) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            heap,
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            // The log as it is delivered, not as it is in tests.
            "-Dlogback.configurationFile=" + Path.of("target", "classes", "logback.xml"),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "health.carryover.deploy.command.Carryover",
            "serve");
    builder.environment().put("CARRYOVER_DATA_FOLDER", data.toString());
    builder.environment().put("CARRYOVER_BROKER_PORT", Integer.toString(port));
    builder.environment().put("CARRYOVER_DASHBOARD_PORT", "0");
    builder.environment().put("CARRYOVER_MANAGEMENT_PORT", "0");
    builder.environment().put("CARRYOVER_SPEAK_WITHIN", SPEAK_WITHIN);
    Process process = builder.redirectError(log.toFile()).start();
    BufferedReader out = process.inputReader();
    URI dashboard = said(out, "Dashboard");
    URI management = said(out, "Management");
    return new ServiceProcess(process, port, dashboard, management, log);
  }

  private static URI said(BufferedReader out, String what) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(what)) {
        return URI.create(line.substring(what.length()).strip());
      }
    }
    throw new AssertionError("it did not start");
  }

  boolean isReady() {
    return get("/health/ready").statusCode() == 200;
  }

  /**
   * The sum of all values of one metric.
   *
   * @param start of the line: the metric's name, and its tags where only some count
   */
  double metric(String start) {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private HttpResponse<String> get(String path) {
    if (!process.isAlive()) {
      throw new AssertionError("the service died: " + log());
    }
    try {
      return http.send(
          HttpRequest.newBuilder(management.resolve(path)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("no answer at " + path + "; it said " + log(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Everything it said so far. */
  String log() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** How many threads there are of each kind: by name, without the numbers in it. */
  Map<String, Integer> threads() throws Exception {
    Map<String, Integer> kinds = new TreeMap<>();
    for (String line : diagnosed("Thread.print")) {
      if (line.startsWith("\"")) {
        String kind = line.substring(1, line.indexOf('"', 1)).replaceAll("[0-9]+", "N");
        kinds.merge(kind, 1, Integer::sum);
      }
    }
    return kinds;
  }

  /** The bytes of its heap that are in use after everything that can go has gone. */
  long heapInUse() throws Exception {
    diagnosed("GC.run");
    return (long) metric("jvm_memory_used_bytes{area=\"heap\"");
  }

  private List<String> diagnosed(String what) throws Exception {
    Process asked =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                what)
            .redirectErrorStream(true)
            .start();
    List<String> lines = asked.inputReader().lines().toList();
    if (asked.waitFor() != 0) {
      throw new AssertionError(what + ": " + lines);
    }
    return lines;
  }

  /** Lets it end in order; fails if it does not. */
  void stop() throws Exception {
    process.destroy();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("the service did not end: " + log());
    }
  }
}
