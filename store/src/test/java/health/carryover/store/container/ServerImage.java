package health.carryover.store.container;

import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The servers that tests start in containers: the official images by default, others by the system
 * property {@code carryover.image.NAME}.
 */
public enum ServerImage {
  POSTGRES("postgres", "postgres:16-alpine"),
  INFLUXDB("influxdb", "influxdb:1.8"),
  MOSQUITTO("mosquitto", "eclipse-mosquitto:2");

  private final String code;
  private final String official;

  ServerImage(String code, String official) {
    this.code = code;
    this.official = official;
  }

  /** Whether containers can be started here. */
  public static boolean containersStart() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  /**
   * A container of it that is not started. Where there is no Docker, the test is left out with one
   * visible line, or fails if it must not be.
   */
  public GenericContainer<?> container() {
    if (!containersStart()) {
      String line = "There is no Docker: nothing is tested against " + code + " in a container";
      if (Boolean.getBoolean("carryover.providers.required")) {
        throw new AssertionError(line);
      }
      System.out.println(line);
      Assumptions.abort(line);
    }
    String name = System.getProperty("carryover.image." + code, official);
    System.out.println(code + " runs in a container of " + name);
    return new GenericContainer<>(
        DockerImageName.parse(name).asCompatibleSubstituteFor(official.split(":")[0]));
  }
}
