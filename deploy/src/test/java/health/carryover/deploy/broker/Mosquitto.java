package health.carryover.deploy.broker;

import health.carryover.deploy.tls.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/** A real Mosquitto with the configuration that ships, on ports and with files of a test. */
public final class Mosquitto implements AutoCloseable {
  /** The service's own user there. */
  public static final String SERVICE = "carryover";

  private static final Path BINARY = Path.of("/usr/sbin/mosquitto");
  private static final Path SHIPPED = Path.of("packaging/mosquitto/mosquitto.conf");

  private final Path folder;
  private final Path configuration;
  private final int servicePort;
  private final int devicePort;
  private Process process;

  /**
   * @param secrets by user name; the service's own is among them
   * @param moreRights lines for the access control file
   */
  public Mosquitto(
      Path folder, TestCertificates made, Map<String, String> secrets, String... moreRights)
      throws Exception {
    this.folder = Files.createDirectories(folder);
    this.servicePort = freePort();
    this.devicePort = freePort();
    Path passwords = folder.resolve("passwords");
    Files.write(
        passwords,
        secrets.entrySet().stream().map(one -> one.getKey() + ":" + one.getValue()).toList());
    run("mosquitto_passwd", "-U", passwords.toString());
    Path rights = folder.resolve("rights");
    Files.writeString(
        rights, MosquittoRights.file("c", SERVICE) + String.join("\n", List.of(moreRights)) + "\n");
    Map<String, String> here =
        Map.of(
            "persistence_location", folder + "/",
            "password_file", passwords.toString(),
            "acl_file", rights.toString(),
            "listener 1883", "listener " + servicePort + " 127.0.0.1",
            "listener 8883", "listener " + devicePort + " 127.0.0.1",
            "certfile", made.certificate("server").toString(),
            "keyfile", made.key("server").toString());
    this.configuration = folder.resolve("mosquitto.conf");
    Files.writeString(
        configuration,
        Files.readAllLines(SHIPPED).stream()
                .map(line -> changed(line, here))
                .collect(Collectors.joining("\n", "", "\nuser " + System.getProperty("user.name")))
            + "\n");
  }

  private static String changed(String line, Map<String, String> here) {
    for (Map.Entry<String, String> one : here.entrySet()) {
      if (line.startsWith(one.getKey() + " ") || line.equals(one.getKey())) {
        return one.getKey().startsWith("listener ")
            ? one.getValue()
            : one.getKey() + " " + one.getValue();
      }
    }
    return line;
  }

  /** Aborts a test visibly where there is no Mosquitto; fails it where there must be one. */
  public static void require() {
    if (Files.isExecutable(BINARY)) {
      return;
    }
    if (Boolean.getBoolean("carryover.providers.required")) {
      throw new AssertionError(BINARY + " is absent: install the package mosquitto");
    }
    System.out.println("NOT RUN: there is no " + BINARY);
    Assumptions.abort(BINARY + " is absent");
  }

  /** Starts it and waits until it takes connections. */
  public Mosquitto start() throws Exception {
    process =
        new ProcessBuilder(BINARY.toString(), "-c", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    Eventually.await(
        "Mosquitto to listen",
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("Mosquitto ended: " + log());
          }
          return listens(servicePort) && listens(devicePort);
        });
    return this;
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException absent) {
      return "without a word";
    }
  }

  /** Ends it as an operator does; it writes what it keeps. */
  public void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("Mosquitto does not stop");
    }
  }

  /** Loses what it kept, as if its disk were new. */
  public void forget() throws IOException {
    Files.deleteIfExists(folder.resolve("mosquitto.db"));
  }

  /** Without encryption, for the service. */
  public int servicePort() {
    return servicePort;
  }

  /** Over TLS, for devices. */
  public int devicePort() {
    return devicePort;
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String words = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + words);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
