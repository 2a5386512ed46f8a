package health.carryover.deploy.demo;

import health.carryover.analysis.careplan.CarePlan;
import health.carryover.analysis.port.CarePlans.Draft;
import health.carryover.analysis.port.CarePlans.Taken;
import health.carryover.analysis.port.PatientDirectory;
import health.carryover.dashboard.careplan.CarePlanDesk;
import health.carryover.deploy.service.CarryoverService;
import health.carryover.deploy.simulator.DeviceMessage;
import health.carryover.deploy.simulator.LivingClinic;
import health.carryover.deploy.simulator.SimulatedClinic;
import health.carryover.deploy.simulator.SimulatedPatient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A service with the clinic of invented patients. Their past comes in over MQTT as late data, then
 * they live in real time. Confined to one thread.
 */
public final class Demo implements AutoCloseable {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration MORNING_ANSWER_AFTER = Duration.ofSeconds(35);
  private static final Duration SETTLE_PATIENCE = Duration.ofMinutes(5);
  private static final Duration ENROLLED_BEFORE =
      Duration.ofDays(SimulatedClinic.HISTORY_DAYS + 2L);

  private final CarryoverService service;
  private final String clinicId;
  private final Path folder;
  private final InstantSource clock;
  private final DeviceFleet fleet;

  /**
   * @param service a running service
   * @param clinicId the clinic it shows
   * @param folder where the demo remembers what is to come
   */
  public Demo(CarryoverService service, String clinicId, Path folder, InstantSource clock) {
    this.service = service;
    this.clinicId = clinicId;
    this.folder = folder;
    this.clock = clock;
    this.fleet = new DeviceFleet(clinicId, service::brokerWithNewSecret);
  }

  /** Hears how far the history is. */
  public interface Watcher {
    /** {@code done} of {@code all} days are in. */
    void daysIn(int done, int all);
  }

  /**
   * Gets the clinic ready: remembers the one that lives here, or makes a new one with its history.
   *
   * @param seed of a new clinic
   */
  public LivingClinic prepare(long seed, Watcher watcher)
      throws IOException, InterruptedException, TimeoutException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Optional<DemoMemory> remembered = DemoMemory.read(folder);
    if (remembered.isPresent()) {
      return new LivingClinic(remembered.get().clinic(), now, remembered.get().due());
    }
    SimulatedClinic clinic = new SimulatedClinic(seed, now);
    introduce(clinic);
    List<DeviceMessage> later = new ArrayList<>(tellHistory(clinic, watcher));
    // Telling took a while; life goes on from here.
    Instant opening = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    later.add(clinic.morningAnswer(opening.plus(MORNING_ANSWER_AFTER)));
    LivingClinic living = new LivingClinic(clinic, opening, later);
    double tolerated = toleratedLoad(clinic.patientNearLimit());
    clinic.opening(opening, tolerated).forEach(living::join);
    new DemoMemory(clinic, living.due()).write(folder);
    return living;
  }

  /** Lives until it is told to stop. */
  public void live(LivingClinic living, BooleanSupplier stop)
      throws IOException, InterruptedException {
    while (!stop.getAsBoolean()) {
      tick(living, clock.instant());
      TimeUnit.NANOSECONDS.sleep(TICK.toNanos());
    }
  }

  /** Sends what devices have to say by {@code now}, and remembers what they will say later. */
  void tick(LivingClinic living, Instant now) throws IOException, InterruptedException {
    List<DeviceMessage> before = living.due();
    fleet.publish(living.next(now));
    if (!living.due().equals(before)) {
      new DemoMemory(living.clinic(), living.due()).write(folder);
    }
  }

  @Override
  public void close() {
    fleet.close();
  }

  private void introduce(SimulatedClinic clinic) {
    Instant from = clinic.createdAt().minus(ENROLLED_BEFORE);
    for (SimulatedPatient patient : clinic.patients()) {
      service
          .directory()
          .put(new PatientDirectory.Patient(patient.id(), clinicId, patient.name(), from));
      service.enrolments().enrol(clinicId, patient.watch(), patient.id(), from);
      service.enrolments().enrol(clinicId, patient.phone(), patient.id(), from);
      plan(patient, from);
    }
  }

  /** The care plan with which a patient of the demo begins. */
  private void plan(SimulatedPatient patient, Instant from) {
    Draft draft =
        new Draft("Carryover demo", from, from, CarePlan.saying(patient.profile(from)), null);
    CarePlanDesk desk = service.carePlans();
    if (desk.save(patient.id(), draft).orElseThrow() instanceof Taken taken) {
      desk.send(clinicId, patient.id(), taken.version()).toCompletableFuture().join();
    }
  }

  /** Publishes what lies before now, day by day; gives back what is to come. */
  private List<DeviceMessage> tellHistory(SimulatedClinic clinic, Watcher watcher)
      throws InterruptedException, TimeoutException {
    List<DeviceMessage> history = clinic.history();
    Map<Long, List<DeviceMessage>> byDay =
        history.stream()
            .filter(message -> !message.sendAt().isAfter(clinic.createdAt()))
            .collect(
                Collectors.groupingBy(
                    message -> message.sendAt().getEpochSecond() / Duration.ofDays(1).toSeconds(),
                    TreeMap::new,
                    Collectors.toList()));
    long before = service.journalled();
    Set<String> told = new HashSet<>();
    int done = 0;
    for (List<DeviceMessage> day : byDay.values()) {
      // Watch and phone have connections of their own: without a stop after each day the one
      // could be weeks ahead of the other.
      fleet.publishAndWait(day);
      day.forEach(message -> told.add(message.topic(clinicId) + message.payload().get("id")));
      settle(before + told.size());
      done++;
      watcher.daysIn(done, byDay.size());
    }
    return history.stream()
        .filter(message -> message.sendAt().isAfter(clinic.createdAt()))
        .toList();
  }

  /** Waits until the journal holds {@code messages} and the service has used them. */
  private void settle(long messages) throws InterruptedException, TimeoutException {
    Instant giveUpAt = clock.instant().plus(SETTLE_PATIENCE);
    while (service.journalled() < messages || service.waiting() > 0) {
      if (clock.instant().isAfter(giveUpAt)) {
        throw new TimeoutException("the service does not keep up with its history");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /**
   * What the service believes the patient tolerates; the true reference load if it does not say.
   */
  private double toleratedLoad(SimulatedPatient patient) {
    Map<String, @Nullable Object> newest = service.records().newestAssessments().get(patient.id());
    if (newest != null
        && newest.get("tolerance") instanceof Map<?, ?> tolerance
        && tolerance.get("toleratedLoad") instanceof Number load) {
      return load.doubleValue();
    }
    return patient.referenceLoad();
  }
}
