package health.carryover.deploy.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The clinic in real time: about three patients at a time are in a session, and everybody answers
 * later what is asked about it. Whoever owns it calls {@link #next} with the time; confined to one
 * thread.
 */
public final class LivingClinic {
  private static final int RUNNING_AT_A_TIME = 3;
  private static final Duration BATCH = Duration.ofSeconds(5);
  private static final Duration CATCH_UP_BATCH = Duration.ofSeconds(60);
  private static final int EARLIEST_HOUR = 7;
  private static final int LATEST_HOUR = 20;

  private final SimulatedClinic clinic;
  private final List<SimulatedPatient> patients;
  private final Random random;
  private final List<Running> running = new ArrayList<>();
  private final List<DeviceMessage> due;
  private final Map<String, Instant> lastSession = new HashMap<>();

  /**
   * @param startedAt when this part of its life begins; with the clinic's seed it decides on all
   *     that follows
   * @param due what was still to be sent, in any order
   */
  public LivingClinic(SimulatedClinic clinic, Instant startedAt, List<DeviceMessage> due) {
    this.clinic = clinic;
    this.patients = clinic.patients();
    this.random = Chance.of(clinic.seed(), startedAt.getEpochSecond());
    this.due = new ArrayList<>(due);
  }

  /** Lets a session that began before go on; its readings so far are among what is sent next. */
  public void join(SimulatedSession session) {
    SessionMessages told = new SessionMessages(session);
    Aftermath aftermath = Aftermath.draw(session, random);
    Reporting reporting = new Reporting(session.patient());
    due.addAll(reporting.sent(aftermath.before(random), random));
    due.add(told.started());
    due.add(told.ended());
    for (DeviceMessage report : aftermath.after(random)) {
      due.addAll(reporting.sent(report, random));
    }
    Instant morning = aftermath.nextMorning(random);
    due.addAll(reporting.sent(reporting.recovery(morning, random), random));
    running.add(new Running(session, session.startAt()));
    lastSession.put(session.patient().id(), session.startAt());
  }

  /** What the devices send up to {@code now}, in order of sending. */
  public List<DeviceMessage> next(Instant now) {
    List<DeviceMessage> messages = new ArrayList<>();
    while (running.size() < RUNNING_AT_A_TIME && begin(now)) {
      // One after the other, each with the patient who has waited longest.
    }
    for (Iterator<Running> each = running.iterator(); each.hasNext(); ) {
      Running one = each.next();
      messages.addAll(one.readingsUpTo(now));
      if (one.over()) {
        each.remove();
      }
    }
    due.stream().filter(message -> !message.sendAt().isAfter(now)).forEach(messages::add);
    due.removeIf(message -> !message.sendAt().isAfter(now));
    messages.sort(Comparator.comparing(DeviceMessage::sendAt));
    return messages;
  }

  /** Which clinic it is. */
  public SimulatedClinic clinic() {
    return clinic;
  }

  /** What is still to be sent, apart from heart rate: enough to go on after a restart. */
  public List<DeviceMessage> due() {
    return List.copyOf(due);
  }

  /** How many sessions are running. */
  public int runningSessions() {
    return running.size();
  }

  private boolean begin(Instant now) {
    return patients.stream()
        .filter(patient -> running.stream().noneMatch(one -> one.of(patient)))
        .min(
            Comparator.comparing((SimulatedPatient patient) -> !awake(patient, now))
                .thenComparing(patient -> lastSession.getOrDefault(patient.id(), Instant.MIN))
                .thenComparing(SimulatedPatient::id))
        .map(patient -> begin(patient, now))
        .isPresent();
  }

  private SimulatedSession begin(SimulatedPatient patient, Instant now) {
    // Readings lie on whole seconds, and two sessions that begin at once differ in the first batch.
    Instant startAt = Instant.ofEpochSecond(now.getEpochSecond() + random.nextInt(5));
    double effort = patient.effort() * (1 + 0.04 * random.nextGaussian());
    int minutes = (int) Math.round(patient.sessionMinutes() * (0.8 + 0.4 * random.nextDouble()));
    SimulatedSession session = SimulatedSession.draw(patient, startAt, minutes, effort, random);
    join(session);
    return session;
  }

  private static boolean awake(SimulatedPatient patient, Instant now) {
    int hour = now.atZone(patient.zone()).getHour();
    return hour >= EARLIEST_HOUR && hour < LATEST_HOUR;
  }

  /** A session under way and how far its readings have been sent. */
  private static final class Running {
    private final SimulatedSession session;
    private Instant sentUpTo;

    Running(SimulatedSession session, Instant sentUpTo) {
      this.session = session;
      this.sentUpTo = sentUpTo;
    }

    boolean of(SimulatedPatient patient) {
      return session.patient().id().equals(patient.id());
    }

    boolean over() {
      return !sentUpTo.isBefore(session.endAt());
    }

    List<DeviceMessage> readingsUpTo(Instant now) {
      boolean ending = !now.isBefore(session.endAt());
      long seconds = Duration.between(sentUpTo, ending ? session.endAt() : now).toSeconds();
      long complete = ending ? seconds : seconds - Math.floorMod(seconds, BATCH.toSeconds());
      if (complete <= 0) {
        return List.of();
      }
      Instant from = sentUpTo;
      sentUpTo = sentUpTo.plusSeconds(complete);
      Duration batch = complete > 2 * BATCH.toSeconds() ? CATCH_UP_BATCH : BATCH;
      return new SessionMessages(session).heartRate(from, sentUpTo, batch);
    }
  }
}
