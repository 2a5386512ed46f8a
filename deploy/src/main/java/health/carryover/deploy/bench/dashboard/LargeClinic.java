package health.carryover.deploy.bench.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.analysis.port.PatientDirectory.Patient;
import health.carryover.deploy.bench.fairness.DeviceConnection.Message;
import health.carryover.deploy.service.CarryoverService;
import health.carryover.deploy.simulator.Chance;
import health.carryover.deploy.simulator.DeviceMessage;
import health.carryover.deploy.simulator.SimulatedClinic;
import health.carryover.deploy.simulator.SimulatedPatient;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The roster of the invented clinic, again and again under new ids, each with a past of its own.
 */
final class LargeClinic {
  private static final long SEED = 2_000;
  private static final Duration HEART_RATE_BATCH = Duration.ofMinutes(10);
  private static final Duration ENROLLED_BEFORE = Duration.ofDays(2);

  private final String clinic;
  private final DashboardPlan plan;
  private final Instant now;
  private final List<SimulatedPatient> patients = new ArrayList<>();

  /**
   * @param now the past lies before it
   */
  LargeClinic(String clinic, DashboardPlan plan, Instant now) {
    this.clinic = clinic;
    this.plan = plan;
    this.now = now;
    List<SimulatedPatient> roster = new SimulatedClinic(SEED, now).patients();
    for (int i = 0; i < plan.patients(); i++) {
      // One device each: a topic is what costs a broker.
      patients.add(roster.get(i % roster.size()).known("p-" + i, device(i), device(i)));
    }
  }

  private static String device(int number) {
    return "device-" + number;
  }

  List<SimulatedPatient> patients() {
    return patients;
  }

  /** Adds everybody with device and profile. */
  void enrol(CarryoverService service) {
    Instant from = now.minus(Duration.ofDays(plan.days())).minus(ENROLLED_BEFORE);
    for (int i = 0; i < patients.size(); i++) {
      SimulatedPatient patient = patients.get(i);
      service
          .directory()
          .put(new Patient(patient.id(), clinic, patient.name() + " " + (i + 1), from));
      service.enrolments().enrol(clinic, patient.watch(), patient.id(), from);
    }
    List<CompletableFuture<?>> durable = new ArrayList<>();
    for (SimulatedPatient patient : patients) {
      durable.add(
          service
              .intake()
              .profile(clinic, patient.id(), patient.profile(from))
              .toCompletableFuture());
    }
    durable.forEach(CompletableFuture::join);
  }

  /** What the devices {@code place}, {@code place + of}, ... have to tell of the past. */
  Past past(int place, int of) {
    return new Past(place, of);
  }

  /** Patient after patient, each in order. Drawn as it is asked for, by one thread. */
  final class Past implements Supplier<@Nullable Message> {
    private final Queue<Message> drawn = new ArrayDeque<>();
    private final ObjectMapper json = new ObjectMapper();
    private final int step;
    private final AtomicLong told = new AtomicLong();
    private int next;
    private volatile boolean over;

    private Past(int place, int of) {
      this.next = place;
      this.step = of;
    }

    @Override
    public @Nullable Message get() {
      while (drawn.isEmpty() && next < patients.size()) {
        past(next, json, drawn);
        next += step;
      }
      Message message = drawn.poll();
      if (message == null) {
        over = true;
      } else {
        told.incrementAndGet();
      }
      return message;
    }

    /** How many messages there are, or empty while that is not known yet. Any thread. */
    OptionalLong all() {
      return over ? OptionalLong.of(told.get()) : OptionalLong.empty();
    }
  }

  private void past(int number, ObjectMapper json, Queue<Message> told) {
    SimulatedPatient patient = patients.get(number);
    LocalDate today = LocalDate.ofInstant(now, patient.zone());
    for (DeviceMessage message :
        patient.past(
            Chance.mixed(SEED + number), today.minusDays(plan.days()), today, HEART_RATE_BATCH)) {
      if (!message.sendAt().isAfter(now)) {
        told.add(message(message, json));
      }
    }
  }

  private Message message(DeviceMessage message, ObjectMapper json) {
    try {
      return new Message(message.topic(clinic), json.writeValueAsBytes(message.payload()));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a payload of plain values", impossible);
    }
  }
}
