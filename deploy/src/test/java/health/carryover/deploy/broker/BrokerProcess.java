package health.carryover.deploy.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A broker in a process of its own, which can be killed. */
public final class BrokerProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;

  private BrokerProcess(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Runs in the other process: prints READY or the reason why not, then serves until killed. */
  public static void main(String[] arguments) throws Exception {
    try {
      EmbeddedBroker broker = Clients.broker(Integer.parseInt(arguments[0]), Path.of(arguments[1]));
      System.out.println("READY " + broker.port());
    } catch (BrokerStartException e) {
      System.out.println(e.getMessage());
      return;
    }
    Thread.currentThread().join();
  }

  public static BrokerProcess start(int port, Path folder) throws IOException {
    return new BrokerProcess(
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")),
                    BrokerProcess.class.getName(),
                    Integer.toString(port),
                    folder.toString()))
            .redirectError(
                ProcessBuilder.Redirect.appendTo(folder.resolveSibling("broker.log").toFile()))
            .start());
  }

  /** The first line that is not a log line: READY and the port, or the reason. */
  public String answer() throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("READY") || line.startsWith("The broker")) {
        return line;
      }
    }
    return "(no answer)";
  }

  /** Ends it without a chance to write anything: SIGKILL. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
