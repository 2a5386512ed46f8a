package health.carryover.deploy.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.deploy.packaging.Shipped.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution does on another machine what docs/operations.md says. */
class DistributionIT {
  @TempDir Path folder;

  @Test
  void everyJarIsInTheListOfPartsAndEveryForeignOneInTheNotices() throws Exception {
    Path home = Shipped.unpack(folder);
    Set<String> jars = new TreeSet<>();
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      files.map(file -> file.getFileName().toString()).forEach(jars::add);
    }
    assertThat(jars).hasSizeGreaterThan(50).contains("carryover.jar");
    JsonNode parts =
        new ObjectMapper().readTree(home.resolve("carryover.cdx.json").toFile()).get("components");
    String notices = Files.readString(home.resolve("THIRD-PARTY.txt"));
    Set<String> listed = new TreeSet<>(Set.of("carryover.jar"));
    for (JsonNode part : parts) {
      String coordinates =
          part.get("group").asText()
              + ":"
              + part.get("name").asText()
              + ":"
              + part.get("version").asText();
      if (!part.get("group").asText().equals("health.carryover")) {
        assertThat(notices).contains(coordinates + " ");
      }
      String classifier =
          part.get("purl").asText().replaceFirst(".*[?&]classifier=([^&]*).*", "$1");
      listed.add(
          part.get("name").asText()
              + "-"
              + part.get("version").asText()
              + (classifier.startsWith("pkg:") ? "" : "-" + classifier)
              + ".jar");
    }
    assertThat(listed).isEqualTo(jars);
  }

  @Test
  void holdsNothingThatOthersMayWriteAndOneProgram() throws Exception {
    Path home = Shipped.unpack(folder);
    assertThat(home.resolve("LICENSE")).isRegularFile();
    assertThat(home.resolve("conf/carryover.properties.example")).isRegularFile();
    try (Stream<Path> files = Files.walk(home)) {
      Map<String, List<String>> byMode =
          files
              .filter(Files::isRegularFile)
              .collect(
                  Collectors.groupingBy(
                      DistributionIT::mode,
                      Collectors.mapping(
                          file -> home.relativize(file).toString(), Collectors.toList())));
      assertThat(byMode).containsOnlyKeys("rw-r--r--", "rwxr-xr-x");
      assertThat(byMode.get("rwxr-xr-x"))
          .contains("bin/carryover")
          .allMatch(file -> file.equals("bin/carryover") || file.endsWith(".sh"));
    }
    assertThat(Shipped.must(home, Map.of(), "bin/carryover", "--version"))
        .startsWith("carryover " + Shipped.VERSION + ", Java ");
    assertThat(Shipped.run(home, Map.of("JAVA_HOME", "/nowhere"), List.of("bin/carryover")))
        .extracting(Run::exit)
        .isEqualTo(1);
  }

  /** As an operator checks what was fetched, with a key made for it. */
  @Test
  void checksumsHoldAndAreSigned() throws Exception {
    Path copy = Files.createDirectories(folder.resolve("fetched"));
    for (String line : Files.readAllLines(Shipped.FOLDER.resolve("SHA256SUMS"))) {
      String file = line.substring(line.indexOf('*') + 1);
      Files.copy(Shipped.FOLDER.resolve(file), copy.resolve(file));
    }
    Files.copy(Shipped.FOLDER.resolve("SHA256SUMS"), copy.resolve("SHA256SUMS"));
    Path keys = Files.createDirectory(folder.resolve("keys"));
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rwx------"));
    Map<String, String> withKeys = Map.of("GNUPGHOME", keys.toString());
    String key = "releases@example.org";
    Shipped.must(
        copy, withKeys, "gpg", "--batch", "--passphrase", "", "--quick-gen-key", key, "ed25519");
    Shipped.must(
        copy, withKeys, "gpg", "--local-user", key, "--armor", "--detach-sign", "SHA256SUMS");
    Shipped.must(copy, withKeys, "gpg", "--verify", "SHA256SUMS.asc", "SHA256SUMS");
    assertThat(Shipped.must(copy, Map.of(), "sha256sum", "--check", "SHA256SUMS"))
        .contains(".zip: OK", "-image.tar: OK", "carryover.cdx.json: OK", "THIRD-PARTY.txt: OK");

    Files.writeString(copy.resolve("THIRD-PARTY.txt"), "something else");
    assertThat(
            Shipped.run(copy, Map.of(), List.of("sha256sum", "--check", "--quiet", "SHA256SUMS")))
        .satisfies(
            run -> {
              assertThat(run.exit()).isNotZero();
              assertThat(run.output()).contains("THIRD-PARTY.txt: FAILED");
            });
    Shipped.run(copy, withKeys, List.of("gpgconf", "--kill", "all"));
  }

  /** Times are printed beside each other; that classes come from the archive is what is held. */
  @Test
  void startsFromAnArchive() throws Exception {
    Path home = Shipped.unpack(folder);
    long first = startMillis(home, "first");
    long plain = startMillis(home, "plain");
    assertThat(shared(home)).isFalse();
    String archive = Shipped.must(home, Map.of(), "bin/carryover", "archive").strip();
    assertThat(Path.of(archive)).isEqualTo(home.resolve("lib/carryover.jsa").toRealPath());
    assertThat(shared(home)).isTrue();
    long archived = startMillis(home, "archived");
    System.out.printf(
        "START from the program's start to ready: %d ms at first, %d ms without, %d ms with the"
            + " archive%n",
        first, plain, archived);

    // Of another build, it is left alone without a word.
    Files.write(
        home.resolve("lib/carryover.jar"), Files.readAllBytes(home.resolve("lib/carryover.jar")));
    Run run = Shipped.run(home, Map.of(), List.of("bin/carryover", "--version"));
    assertThat(run.exit()).isZero();
    assertThat(run.output().lines()).hasSize(1);
    try (Stream<Path> left = Files.list(home.resolve("lib"))) {
      assertThat(left.filter(file -> file.getFileName().toString().startsWith("."))).isEmpty();
    }
  }

  private static boolean shared(Path home) throws Exception {
    return Shipped.must(
            home,
            Map.of("CARRYOVER_JAVA_OPTS", "-Xlog:class+load:stdout"),
            "bin/carryover",
            "--version")
        .contains("shared objects file (top)");
  }

  private long startMillis(Path home, String name) throws Exception {
    Path output = folder.resolve(name);
    ProcessBuilder builder =
        new ProcessBuilder("bin/carryover", "serve")
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Map<String, String> settings = new HashMap<>();
    settings.put("CARRYOVER_DATA_FOLDER", folder.resolve("data").toString());
    for (String port : List.of("DASHBOARD", "MANAGEMENT", "BROKER")) {
      settings.put("CARRYOVER_" + port + "_PORT", "0");
    }
    builder.environment().putAll(settings);
    long begin = System.nanoTime();
    Process process = builder.start();
    try {
      Shipped.until(
          "the service to be ready",
          () -> {
            assertThat(process.isAlive()).isTrue();
            return ready(output);
          });
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    } finally {
      process.destroy();
      assertThat(process.waitFor(Shipped.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  private static boolean ready(Path output) {
    try (Stream<String> lines = Files.lines(output)) {
      return lines
          .filter(line -> line.startsWith("Management "))
          .map(line -> line.substring(line.indexOf("http")))
          .anyMatch(address -> !Shipped.read(address + "/health/ready").isEmpty());
    } catch (IOException notYet) {
      return false;
    }
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException gone) {
      throw new java.io.UncheckedIOException(gone);
    }
  }
}
