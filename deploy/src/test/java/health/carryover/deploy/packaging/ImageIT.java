package health.carryover.deploy.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import health.carryover.store.container.ServerImage;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The image runs as nobody in particular, on a file system it cannot write, and does its work. */
class ImageIT {
  private static final String PROGRAM = "/opt/carryover/bin/carryover";

  @Test
  void takesAMessageWithoutWritingBesideItsVolume() throws Exception {
    if (!ServerImage.containersStart()) {
      String line = "NOT RUN: there is no Docker, so the image is not started";
      assertThat(Boolean.getBoolean("carryover.providers.required")).as(line).isFalse();
      System.out.println(line);
      Assumptions.abort(line);
    }
    DockerClient docker = DockerClientFactory.lazyClient();
    try (InputStream image =
        Files.newInputStream(
            Shipped.FOLDER.resolve("carryover-" + Shipped.VERSION + "-image.tar"))) {
      docker.loadImageCmd(image).exec();
    }
    try (GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse("carryover:" + Shipped.VERSION))) {
      container
          .withCreateContainerCmdModifier(
              command ->
                  command
                      .getHostConfig()
                      .withReadonlyRootfs(true)
                      .withCapDrop(com.github.dockerjava.api.model.Capability.ALL)
                      .withTmpFs(Map.of("/tmp", "rw,exec,nosuid,mode=1777")))
          .withEnv(
              Map.of(
                  "CARRYOVER_MANAGEMENT_HOST", "0.0.0.0",
                  "CARRYOVER_INSECURE_LISTEN", "everybody-on-the-network-may-read-health-data"))
          .withExposedPorts(8081)
          .waitingFor(
              Wait.forHttp("/health/ready")
                  .forPort(8081)
                  .withStartupTimeout(Duration.ofSeconds(120)))
          .start();
      InspectContainerResponse running = container.getContainerInfo();
      assertThat(running.getConfig().getUser()).isEqualTo("10001:10001");
      assertThat(running.getHostConfig().getReadonlyRootfs()).isTrue();
      assertThat(container.execInContainer("sh", "-c", "echo x >/opt/carryover/x").getExitCode())
          .isNotZero();

      does(container, PROGRAM, "enrol", "--patient", "p1", "--name", "A", "--device", "watch-1");
      does(
          container,
          "sh",
          "-c",
          "echo 't_ms,hr\n1770000000000,92\n1770000001000,93' >/tmp/ride.csv; "
              + PROGRAM
              + " publish --device watch-1 /tmp/ride.csv");
      String metrics =
          "http://" + container.getHost() + ":" + container.getMappedPort(8081) + "/metrics";
      Shipped.until(
          "the message to be stored",
          () ->
              Shipped.read(metrics)
                  .lines()
                  .anyMatch(
                      line ->
                          line.startsWith("carryover_ingest_messages_total{fate=\"accepted\"} ")
                              && !line.endsWith(" 0.0")));

      assertThat(does(container, PROGRAM, "archive").strip())
          .isEqualTo("/var/lib/carryover/carryover.jsa");
      assertThat(
              does(
                  container,
                  "sh",
                  "-c",
                  "CARRYOVER_JAVA_OPTS=-Xlog:class+load:stdout " + PROGRAM + " --version"))
          .contains("shared objects file (top)");

      docker.stopContainerCmd(container.getContainerId()).withTimeout(60).exec();
      assertThat(container.getLogs()).contains("CO-1004");
    }
  }

  private static String does(GenericContainer<?> container, String... command) throws Exception {
    ExecResult result = container.execInContainer(command);
    assertThat(result.getExitCode())
        .as("%s%n%s%s", String.join(" ", command), result.getStdout(), result.getStderr())
        .isZero();
    return result.getStdout();
  }
}
