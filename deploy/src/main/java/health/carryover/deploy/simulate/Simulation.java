package health.carryover.deploy.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import health.carryover.deploy.simulate.Sending.Use;
import health.carryover.deploy.simulate.SimulatedTraffic.Part;
import health.carryover.deploy.simulator.Chance;
import health.carryover.deploy.simulator.DeviceMessage;
import health.carryover.deploy.simulator.SimulatedClinic;
import health.carryover.deploy.simulator.SimulatedPatient;
import health.carryover.ingest.mqtt.MqttAddress;
import health.carryover.ingest.mqtt.MqttCredentials;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * The invented clinic joins an installation, sends what it has to say badly on purpose, and looks
 * what became of it. Its patients stay there. Confined to one thread.
 */
public final class Simulation {
  private static final Duration PROFILE_BEFORE = Duration.ofDays(2);
  private static final Duration JOINING_PATIENCE = Duration.ofMinutes(3);
  private static final Duration JOIN_AGAIN = Duration.ofSeconds(2);
  private static final int CUT_EVERY = 4;

  private final Installation installation;
  private final SimulationPlan plan;
  private final Instant now;
  private final Consumer<String> progress;
  private final List<Person> people = new ArrayList<>();
  private final List<SimulatedDevice> devices = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();
  private String clinic = "";

  /**
   * @param now the past of the patients lies before it
   * @param progress hears what is done next
   */
  public Simulation(
      Installation installation, SimulationPlan plan, Instant now, Consumer<String> progress) {
    this.installation = installation;
    this.plan = plan;
    this.now = now;
    this.progress = progress;
  }

  /** A patient, and what the core says of all of it in order. */
  private record Person(SimulatedPatient patient, InOrder expected) {}

  /**
   * Does all of it.
   *
   * @throws IOException with one line for the operator if the installation cannot be used at all
   */
  public SimulationResult run() throws IOException, InterruptedException {
    progress.accept("joining");
    join();
    progress.accept("sending the first half");
    long firstHalf = firstHalf();
    progress.accept("sending the second half");
    secondHalf(firstHalf);
    progress.accept("comparing what was said");
    countings();
    assessments();
    progress.accept("waiting for an alert");
    checks.add(
        new AlertOnTheStream(installation, devices.get(1), people.get(0).patient().id())
            .check(now, plan.patience()));
    if (plan.clocks() == SimulationPlan.Clocks.TRIED) {
      progress.accept("letting a clock go wrong");
      checks.add(
          new SkewedClock(installation, devices.get(0), people.get(0).patient().watch())
              .check(plan.patience()));
    }
    return result();
  }

  private void join() throws IOException, InterruptedException {
    List<SimulatedPatient> roster = new SimulatedClinic(plan.seed(), now).patients();
    for (int i = 0; i < plan.patients(); i++) {
      String id = "sim-" + plan.run() + "-" + i;
      SimulatedPatient patient =
          roster.get(i % roster.size()).known(id, id + "-watch", id + "-phone");
      installation.post(
          "/api/v1/patients", Map.of("id", id, "displayName", "Simulated " + (i + 1)));
      long chance = Chance.mixed(plan.seed() + i);
      LocalDate today = LocalDate.ofInstant(now, patient.zone());
      Map<String, Object> profile = profile(patient, today);
      installation.put("/api/v1/patients/" + id + "/profile", profile);
      List<DeviceMessage> past =
          patient.past(chance, today.minusDays(plan.days()), today).stream()
              .filter(message -> !message.sendAt().isAfter(now))
              .toList();
      people.add(new Person(patient, new InOrder(id, profile, past)));
      joinDevice(id, patient.watch(), past, chance, Part.WATCH);
      joinDevice(id, patient.phone(), past, chance, Part.PHONE);
    }
    check(
        "joined",
        "a code and a secret for every device",
        devices.size() == 2 * plan.patients(),
        devices.size() + " devices");
  }

  private Map<String, Object> profile(SimulatedPatient patient, LocalDate today) {
    Map<String, Object> profile = new LinkedHashMap<>();
    profile.put(
        "at",
        today
            .minusDays(plan.days())
            .atStartOfDay(patient.zone())
            .toInstant()
            .minus(PROFILE_BEFORE)
            .toString());
    profile.put("zone", patient.zone().getId());
    profile.put("sex", patient.sex().name().toLowerCase(Locale.ROOT));
    profile.put("birthYear", patient.birthYear());
    profile.put("hrRest", patient.restBpm());
    profile.put("hrMax", patient.maxBpm());
    profile.put("condition", patient.condition().code());
    profile.put("currency", "banister-trimp");
    profile.put("referenceLoad", patient.referenceLoad());
    return profile;
  }

  private void joinDevice(
      String patient, String device, List<DeviceMessage> past, long chance, Part part)
      throws IOException, InterruptedException {
    JsonNode code = inTime("/api/v1/enrolments/codes", Map.of("patient", patient));
    JsonNode granted =
        inTime(
            "/api/v1/enrolments/claim",
            Map.of("code", code.path("code").asText(), "device", device));
    installation.post(
        "/api/v1/enrolments",
        Map.of("device", device, "patient", patient, "from", Instant.EPOCH.toString()));
    clinic = granted.path("clinic").asText();
    MqttAddress broker =
        installation
            .broker(URI.create(granted.path("broker").asText()), device)
            .with(new MqttCredentials(device, granted.path("secret").asText()));
    SimulatedTraffic traffic =
        SimulatedTraffic.of(
            past.stream().filter(message -> message.device().equals(device)).toList(),
            now,
            chance,
            part);
    devices.add(new SimulatedDevice(clinic, device, broker, traffic, plan.patience()));
  }

  /** Joining is limited to a few devices a minute from one place. */
  private JsonNode inTime(String path, Map<String, ?> body)
      throws IOException, InterruptedException {
    long giveUpAt = System.nanoTime() + JOINING_PATIENCE.toNanos();
    while (true) {
      try {
        return installation.post(path, body);
      } catch (Installation.LaterException later) {
        if (giveUpAt - System.nanoTime() < 0) {
          throw later;
        }
        TimeUnit.MILLISECONDS.sleep(JOIN_AGAIN.toMillis());
      }
    }
  }

  /** How many numbers are stored afterwards. */
  private long firstHalf() throws IOException, InterruptedException {
    long stored = 0;
    for (SimulatedDevice device : devices) {
      device.send(device.traffic().first());
    }
    for (SimulatedDevice device : devices) {
      long different =
          device.traffic().first().stream()
              .filter(message -> message.number() > 0)
              .distinct()
              .count();
      device.hear(cursor -> cursor.numbersStored() >= different);
      stored += device.cursor().numbersStored();
    }
    return stored;
  }

  private void secondHalf(long before) throws IOException, InterruptedException {
    for (int i = 0; i < devices.size(); i++) {
      SimulatedDevice device = devices.get(i);
      if (i % CUT_EVERY == 0) {
        device.sendAndBreakOff(device.traffic().second());
      }
      device.send(device.traffic().second());
    }
    int complete = 0;
    for (SimulatedDevice device : devices) {
      complete += device.hear(device::complete) ? 1 : 0;
    }
    long after = devices.stream().mapToLong(device -> device.cursor().numbersStored()).sum();
    check(
        "acknowledged-stays",
        "what the broker acknowledged is stored",
        lost() == 0 && complete == devices.size(),
        lost() + " lost, " + complete + " of " + devices.size() + " devices complete");
    check(
        "cursor-advances",
        "the cursor follows what is stored",
        before > 0 && after > before,
        before + " numbers after the first half, " + after + " in the end");
    int retained = 0;
    for (SimulatedDevice device : devices) {
      // Nothing is sent, so that only a kept message can come.
      device.begin();
      retained += device.hear(device::complete) ? 1 : 0;
    }
    check(
        "cursor-retained",
        "a device that comes back hears at once what is stored",
        retained == devices.size(),
        retained + " of " + devices.size() + " devices");
  }

  private void countings() {
    long copies = 0;
    long told = 0;
    for (SimulatedDevice device : devices) {
      if (!device.wasCut()) {
        copies += device.traffic().copies();
        told += device.cursor().duplicates();
      }
    }
    check(
        "duplicate-counted-once",
        "a message sent twice counts once",
        copies == told && accepted() == meant(Use.ACCEPTED),
        "%d copies sent, %d recognised; %d messages accepted of %d"
            .formatted(copies, told, accepted(), meant(Use.ACCEPTED)));
    Map<String, Long> expected = new TreeMap<>();
    Map<String, Long> found = new TreeMap<>();
    for (SimulatedDevice device : devices) {
      device
          .traffic()
          .distinct()
          .forEach(message -> message.codes().forEach(code -> expected.merge(code, 1L, Long::sum)));
      device.cursor().reasons().forEach((code, count) -> found.merge(code, count, Long::sum));
    }
    check(
        "malformed-quarantined",
        "what cannot be used is kept under its code, and nothing else is",
        expected.equals(found) && quarantined() == meant(Use.QUARANTINED),
        found.toString());
  }

  private void assessments() throws IOException, InterruptedException {
    int sessions = 0;
    int same = 0;
    int revised = 0;
    for (Person person : people) {
      sessions += person.expected().sessions();
      JsonNode timeline = settled(person);
      same += person.expected().foundIn(timeline);
      for (JsonNode session : timeline.path("sessions")) {
        revised += session.path("revision").asInt() > 1 ? 1 : 0;
      }
    }
    check(
        "same-as-in-order",
        "late, twice and swapped data lead to the same assessments as data in order",
        sessions > 0 && same == sessions,
        same + " of " + sessions + " sessions");
    check(
        "late-data-revises",
        "late data make a new revision",
        revised > 0,
        revised + " of " + sessions + " sessions revised");
  }

  /** The timeline once it says what it is to say, or when patience ends. */
  private JsonNode settled(Person person) throws IOException, InterruptedException {
    String path =
        "/api/v1/patients/%s/timeline?from=%s"
            .formatted(
                person.patient().id(),
                URLEncoder.encode(
                    now.minus(Duration.ofDays(plan.days() + 2L)).toString(),
                    StandardCharsets.UTF_8));
    long giveUpAt = System.nanoTime() + plan.patience().toNanos();
    JsonNode timeline = installation.get(path);
    while (person.expected().foundIn(timeline) < person.expected().sessions()
        && giveUpAt - System.nanoTime() > 0) {
      TimeUnit.MILLISECONDS.sleep(200);
      timeline = installation.get(path);
    }
    return timeline;
  }

  private SimulationResult result() {
    return new SimulationResult(
        plan,
        sum(SimulatedDevice::sent),
        sum(SimulatedDevice::distinct),
        accepted() + quarantined(),
        sum(device -> device.cursor().duplicates()),
        quarantined(),
        lost(),
        checks);
  }

  private long lost() {
    return sum(
        device ->
            Math.max(0, device.numbered() - device.cursor().numbersStored())
                + Math.max(
                    0,
                    device.distinct()
                        - device.numbered()
                        - (device.cursor().accepted()
                            + device.cursor().quarantined()
                            - device.cursor().numbersStored())));
  }

  private long accepted() {
    return sum(device -> device.cursor().accepted());
  }

  private long quarantined() {
    return sum(device -> device.cursor().quarantined());
  }

  private long meant(Use use) {
    return sum(device -> device.meant(use));
  }

  private long sum(ToLongFunction<SimulatedDevice> count) {
    return devices.stream().mapToLong(count).sum();
  }

  private void check(String name, String promise, boolean kept, String found) {
    checks.add(new Check(name, promise, kept, found));
  }
}
