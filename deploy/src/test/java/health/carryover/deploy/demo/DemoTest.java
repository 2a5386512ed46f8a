package health.carryover.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.outcome.AlertChange;
import health.carryover.analysis.port.OutcomeRecords.AlertFilter;
import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import health.carryover.analysis.port.OutcomeRecords.Condition;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.config.SettingsReader;
import health.carryover.deploy.service.CarryoverService;
import health.carryover.deploy.simulator.LivingClinic;
import health.carryover.deploy.simulator.SimulatedPatient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

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
      assertThat(exceeding(service, living.clinic().patientRebounding()).findFirst())
          .hasValueSatisfying(
              alert -> assertThat(alert.newest()).containsEntry("provisional", true));
      SimulatedPatient nearLimit = living.clinic().patientNearLimit();
      SimulatedPatient rebounding = living.clinic().patientRebounding();
      Instant start = Instant.now();
      for (int second = 0; second <= 60; second += 5) {
        demo.tick(living, start.plusSeconds(second));
      }

      awaitThat(
          () ->
              exceeding(service, nearLimit)
                  .anyMatch(alert -> alert.eventAt().isAfter(start.minusSeconds(60))));
      awaitThat(
          () ->
              exceeding(service, rebounding)
                  .limit(1)
                  .anyMatch(alert -> alert.change() == AlertChange.Change.CONFIRMED));
      awaitThat(() -> service.waiting() == 0);
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
      // What the broker still held when the service ended comes in now.
      assertThat(service.journalled()).isGreaterThanOrEqualTo(journalled);
      assertThat(service.directory().patients("clinic")).hasSize(12);
    }
  }

  /** The patient's alerts of a load above the tolerated one that stand, newest event first. */
  private static Stream<AlertStanding> exceeding(
      CarryoverService service, SimulatedPatient patient) {
    return service
        .records()
        .alerts(
            new AlertFilter(patient.id(), AlertChange.Kind.LOAD_EXCEEDS_TOLERANCE, Condition.OPEN),
            50)
        .stream();
  }

  private static void awaitThat(BooleanSupplier condition) {
    long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(giveUpAt);
      Thread.onSpinWait();
    }
  }

  private static Demo demo(CarryoverService service, Settings settings) {
    return new Demo(service, settings.clinic(), settings.dataFolder(), InstantSource.system());
  }
}
