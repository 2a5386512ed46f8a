package health.carryover.deploy.bench.stores;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.deploy.command.CommandRun;
import health.carryover.store.influx.InfluxServer;
import health.carryover.store.postgres.PostgresAddress;
import health.carryover.store.postgres.PostgresStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That it measures beside its limit and harms nobody's data; never how fast this machine is. */
class StoreBenchTest {
  @TempDir Path folder;

  @Test
  void everyStoreOfTheSettingsIsMeasuredBesideItsLimit() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        InfluxServer influx = InfluxServer.start(Files.createDirectory(folder.resolve("influx")))) {
      Path config =
          Files.write(
              folder.resolve("carryover.properties"),
              List.of(
                  "store.kind=postgresql",
                  "store.url=jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres",
                  "store.user=postgres",
                  "telemetry.kind=influxdb",
                  "telemetry.api=v1",
                  "telemetry.url=" + influx.url()));
      CommandRun run = measure(config);
      assertThat(run.exit()).as(run.err()).isZero();
      List<String> names = new ArrayList<>();
      for (JsonNode row : new ObjectMapper().readTree(run.out()).get("rows")) {
        String name = row.get("name").asText();
        names.add(name);
        assertThat(row.get("min").asDouble()).as(name).isPositive();
        assertThat(row.get("shareOfLimit").isNull()).as(name).isEqualTo(name.endsWith("-bare"));
      }
      assertThat(names)
          .contains("sqlite-journal-50", "postgresql-journal-1", "postgresql-heart-rate")
          .endsWith("influxdb-heart-rate-bare", "influxdb-heart-rate")
          .hasSize(18);

      CommandRun again = measure(config);
      assertThat(again.exit()).isEqualTo(1);
      assertThat(again.err()).contains("the InfluxDB database holds heart rate");
      PostgresStore.open(
              new PostgresAddress(
                  "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres", "postgres", ""))
          .close();
      assertThat(measure(config).err()).contains("the database holds data of a service");
    }
    try (var left = Files.list(folder)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .containsExactly("carryover.properties");
    }
  }

  private CommandRun measure(Path config) {
    return CommandRun.of(
        List.of(
            "bench",
            "stores",
            "--rounds=1",
            "--round-ms=1",
            "--json",
            "--config=" + config,
            "--folder=" + folder));
  }
}
