package health.carryover.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.service.CarryoverService;
import health.carryover.deploy.simulator.LivingClinic;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  @TempDir Path folder;

  @Test
  void tellsItsHistoryOnceAndRemembersIt() throws Exception {
    Settings settings =
        SettingsReader.fromEnvironment(
            Map.of(
                "CARRYOVER_DATA_FOLDER", folder.resolve("data").toString(),
                "CARRYOVER_DASHBOARD_PORT", "0",
                "CARRYOVER_MANAGEMENT_PORT", "0",
                "CARRYOVER_BROKER_PORT", "0"));
    long seed = 20260301;
    System.out.println("seed " + seed);
    long journalled;
    List<Integer> days = new ArrayList<>();
    try (CarryoverService service = CarryoverService.start(settings, InstantSource.system());
        Demo demo = demo(service, settings)) {
      LivingClinic living = demo.prepare(seed, (done, all) -> days.add(done));

      assertThat(service.directory().patients("clinic")).hasSize(12);
      assertThat(service.enrolments().enrolments("clinic")).hasSize(24);
      assertThat(days).hasSizeGreaterThan(20);
      assertThat(living.runningSessions()).isEqualTo(3);
      journalled = service.journalled();
      assertThat(journalled).isGreaterThan(3_000);
    }
    try (CarryoverService service = CarryoverService.start(settings, InstantSource.system());
        Demo demo = demo(service, settings)) {
      LivingClinic living =
          demo.prepare(
              1,
              (done, all) -> {
                throw new AssertionError("the history is told a second time");
              });

      assertThat(living.clinic().seed()).isEqualTo(seed);
      assertThat(service.journalled()).isEqualTo(journalled);
      assertThat(service.directory().patients("clinic")).hasSize(12);
    }
  }

  private static Demo demo(CarryoverService service, Settings settings) {
    return new Demo(service, settings.clinic(), settings.dataFolder(), InstantSource.system());
  }
}
