package health.carryover.deploy.fault;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** An {@link IngestHost} in a process of its own, which can be killed. */
final class HostProcess {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Process process;
  private boolean ready;

  private HostProcess(Process process) {
    this.process = process;
  }

  /**
   * @param clockSeed of the jumps of its clock
   */
  static HostProcess start(Path stores, int brokerPort, Timeline time, long clockSeed)
      throws IOException {
    return new HostProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                IngestHost.class.getName(),
                stores.toString(),
                Integer.toString(brokerPort),
                Long.toString(time.offset().toMillis()),
                Long.toString(clockSeed))
            .redirectError(
                ProcessBuilder.Redirect.appendTo(stores.resolveSibling("service.log").toFile()))
            .start());
  }

  /** Waits until it is linked to the broker. */
  void awaitReady() throws IOException {
    if (ready) {
      return;
    }
    StringBuilder said = new StringBuilder();
    for (String line = process.inputReader().readLine();
        !"READY".equals(line);
        line = process.inputReader().readLine()) {
      if (line == null) {
        throw new AssertionError(
            this + " in its start, with " + process.onExit().join().exitValue() + ": " + said);
      }
      said.append(line).append('\n');
    }
    ready = true;
  }

  /** Its id at the operating system, and whether it lives. */
  @Override
  public String toString() {
    return "service " + process.pid() + (process.isAlive() ? " lives" : " is dead");
  }

  /** Ends it without a chance to write anything: SIGKILL. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Lets it end in order; fails if it does not. */
  void stop() throws Exception {
    process.getOutputStream().close();
    int exit = process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS).exitValue();
    if (exit != 0) {
      throw new AssertionError("the service ended with " + exit);
    }
  }
}
