package health.carryover.deploy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two scripts in a checkout of their own, with a Java that only says how it was called. */
class LauncherTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final String LISTS_ITS_ARGUMENTS =
      "if [ \"$1\" = -version ]; then echo 'openjdk version \"17.0.1\"' >&2; exit; fi\n"
          + "for a in \"$@\"; do echo \"[$a]\"; done\n";

  @TempDir Path folder;
  private Path checkout;
  private Path jdk;

  @BeforeEach
  void copyTheScripts() throws IOException {
    checkout = folder.resolve("a checkout with spaces");
    for (String file :
        List.of(
            "deploy/carryover",
            "mvnw",
            ".mvn/wrapper/jdk.sh",
            ".mvn/wrapper/maven-wrapper.properties")) {
      Path copy = checkout.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(ROOT.resolve(file), copy);
    }
    jdk = folder.resolve("jdk");
    for (String tool : List.of("java", "javac", "jar")) {
      script(jdk.resolve("bin").resolve(tool), LISTS_ITS_ARGUMENTS);
    }
  }

  @Test
  void aMissingJdkIsOneLine() throws Exception {
    for (String script : List.of("deploy/carryover", "mvnw")) {
      Run run = run(script, Map.of("JAVA_HOME", "/nowhere"), "demo");

      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.lines()).singleElement().asString().contains("no Java", "JDK 17 or later");
    }
  }

  @Test
  void anOldJavaIsOneLine() throws Exception {
    for (String version : List.of("11.0.2", "1.8.0_402", "16")) {
      script(
          jdk.resolve("bin/java"), "echo 'openjdk version \"" + version + "\" 2020-01-01' >&2\n");
      Run run = run("deploy/carryover", Map.of(), "demo");

      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.lines()).singleElement().asString().contains("older than 17");
    }
  }

  @Test
  void aRuntimeWithoutCompilerIsOneLine() throws Exception {
    Files.delete(jdk.resolve("bin/javac"));

    Run run = run("mvnw", Map.of(), "-version");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.lines()).singleElement().asString().contains("without compiler");
  }

  @Test
  void aFolderThatCannotBeWrittenIsOneLine() throws Exception {
    // A file in its place stops even those who may write everywhere.
    Files.createFile(checkout.resolve("deploy/target"));

    Run run = run("deploy/carryover", Map.of(), "demo");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.lines())
        .singleElement()
        .asString()
        .contains("cannot write to " + checkout.resolve("deploy/target"));
  }

  @Test
  void buildsWhatIsMissingAndPassesEveryArgumentOn() throws Exception {
    script(
        checkout.resolve("mvnw"),
        "echo '[INFO] Building Carryover store 0.1.0-SNAPSHOT                [4/6]'\n"
            + "sleep 2\nmkdir -p deploy/target/carryover/lib\n"
            + "touch deploy/target/carryover/lib/carryover.jar\n");

    Run run = run("deploy/carryover", Map.of(), "publish", "a file.csv", "--name", "");

    assertThat(run.lines()).contains("  building store (4 of 6)");
    assertThat(run.lines()).endsWith("[publish]", "[a file.csv]", "[--name]", "[]");
    assertThat(run.exit()).isZero();
    assertThat(run("deploy/carryover", Map.of(), "doctor").lines())
        .noneMatch(line -> line.contains("building"));
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    Path jar = checkout.resolve("deploy/target/carryover/lib/carryover.jar");
    Files.createDirectories(jar.getParent());
    Files.createFile(jar);
    Path source = checkout.resolve("store/src/main/java/A.java");
    Files.createDirectories(source.getParent());
    Files.createFile(source);
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
    script(checkout.resolve("mvnw"), "echo built >&2\n");

    assertThat(run("deploy/carryover", Map.of(), "doctor").lines())
        .anyMatch(line -> line.contains("building"));
    assertThat(run("deploy/carryover", Map.of("CARRYOVER_NO_BUILD", "1"), "doctor").lines())
        .noneMatch(line -> line.contains("building"));
  }

  @Test
  void aBuildThatFailsSaysWhyAndWhereTheRestIs() throws Exception {
    script(
        checkout.resolve("mvnw"),
        "for i in $(seq 100); do echo noise; done\necho '[ERROR] no such class'\nexit 1\n");

    Run run = run("deploy/carryover", Map.of(), "demo");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.lines()).contains("[ERROR] no such class").doesNotContain("noise");
    assertThat(run.lines().get(run.lines().size() - 1))
        .contains(checkout.resolve("deploy/target/build.log").toString());
  }

  @Test
  void aMavenThatIsNotTheExpectedOneIsNotRun() throws Exception {
    HttpServer registry =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    List<String> asked = new ArrayList<>();
    registry.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          byte[] body = "something else".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    registry.start();
    try {
      String address = "http://127.0.0.1:" + registry.getAddress().getPort() + "/mirror/";
      Path home = folder.resolve("home");

      Run run =
          run("mvnw", Map.of("MVNW_REPOURL", address, "MAVEN_USER_HOME", home.toString()), "-v");

      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.lines()).last().asString().contains("SHA-512 differs");
      assertThat(asked).singleElement().asString().startsWith("/mirror/org/apache/maven/");
      try (var left = Files.find(home, 9, (path, attributes) -> attributes.isRegularFile())) {
        assertThat(left).isEmpty();
      }
    } finally {
      registry.stop(0);
    }
  }

  private Run run(String script, Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", checkout.resolve(script).toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("CARRYOVER_"));
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), lines);
  }

  private static void script(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Run(int exit, List<String> lines) {}
}
