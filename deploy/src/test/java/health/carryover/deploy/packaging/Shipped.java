package health.carryover.deploy.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What was made by {@code -Pship}, and how tests look at it. */
final class Shipped {
  static final Path FOLDER = Path.of(System.getProperty("carryover.ship", "target/ship"));
  static final String VERSION = System.getProperty("carryover.version", "");
  static final Duration PATIENCE = Duration.ofSeconds(120);

  /** One for all that is asked: each client keeps its connection, and Prometheus takes 512. */
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** What a program said, and how it ended. */
  record Run(int exit, String output) {}

  private Shipped() {}

  /** Unpacks the distribution with its modes; gives its folder. */
  static Path unpack(Path into) throws IOException {
    Path zip = FOLDER.resolve("carryover-" + VERSION + ".zip");
    try (FileSystem files =
            FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", "true"));
        Stream<Path> found = Files.walk(files.getPath("/"))) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        Path copy = into.resolve(file.toString().substring(1));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
        Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(file));
      }
    }
    return into.resolve("carryover-" + VERSION);
  }

  /** Runs {@code command} in {@code folder} to its end. */
  static Run run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), output);
  }

  /** As the other method; it must go well. */
  static String must(Path folder, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Run run = run(folder, environment, List.of(command));
    assertThat(run.exit()).as("%s%n%s", String.join(" ", command), run.output()).isZero();
    return run.output();
  }

  /** What is at {@code address}; empty: nothing answers, or not with 200. */
  static String read(String address) {
    try {
      HttpResponse<String> answer =
          HTTP.send(
              HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(30)).build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? answer.body() : "";
    } catch (IOException notYet) {
      return "";
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  static void until(String what, BooleanSupplier condition) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting for %s", what).isLessThan(giveUpAt);
      LockSupport.parkNanos(20_000_000);
    }
  }
}
