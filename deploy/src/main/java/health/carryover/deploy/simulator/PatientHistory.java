package health.carryover.deploy.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The weeks of one patient before the clinic is looked at: a session about every second day, a
 * little more after each that went well, a quarter less after a flare, and now and then far more
 * than was planned.
 */
final class PatientHistory {
  private static final int SHORTEST_MINUTES = 10;
  private static final int LONGEST_MINUTES = 75;
  private static final double FIRST_AMOUNT = 0.85;
  private static final double MORE = 1.06;
  private static final double LESS = 0.75;
  private static final double LEAST_AMOUNT = 0.5;
  private static final double MOST_AMOUNT = 2.0;
  private static final double OVERDONE = 1.4;
  private static final double OVERDOING = 0.15;
  private static final double SKIPPING = 0.12;

  /** How much heart rate a message holds unless it is said. */
  static final Duration HEART_RATE_BATCH = Duration.ofSeconds(60);

  private final SimulatedPatient patient;
  private final Random random;
  private final Duration batch;
  private final List<DeviceMessage> messages = new ArrayList<>();
  private double amount = FIRST_AMOUNT;

  PatientHistory(SimulatedPatient patient, Random random) {
    this(patient, random, HEART_RATE_BATCH);
  }

  /**
   * @param batch how much heart rate one message holds
   */
  PatientHistory(SimulatedPatient patient, Random random, Duration batch) {
    this.patient = patient;
    this.random = random;
    this.batch = batch;
  }

  /** Lives through the days, with sessions on some of them. */
  void live(LocalDate fromInclusive, LocalDate toExclusive) {
    boolean rested = true;
    for (LocalDate day = fromInclusive; day.isBefore(toExclusive); day = day.plusDays(1)) {
      night(day);
      boolean trains = rested && random.nextDouble() >= SKIPPING;
      if (trains) {
        boolean overdone = random.nextDouble() < OVERDOING;
        session(day, amount * (overdone ? OVERDONE : 1));
      }
      rested = !trains;
    }
  }

  /**
   * One day with a session of {@code relativeAmount} after which pain rebounds by {@code points}.
   */
  void overdo(LocalDate day, double relativeAmount, int points) {
    night(day);
    SimulatedSession session = drawSession(day, relativeAmount);
    add(session, Aftermath.withRebound(session, points, Aftermath.Onset.OVERNIGHT, random));
  }

  /** Everything its devices send, in no particular order. */
  List<DeviceMessage> messages() {
    return List.copyOf(messages);
  }

  private void night(LocalDate day) {
    Instant up =
        day.atTime(6, 40).atZone(patient.zone()).plusSeconds(random.nextInt(1800)).toInstant();
    messages.addAll(
        new Reporting(patient).sent(new Reporting(patient).recovery(up, random), random));
  }

  private void session(LocalDate day, double relativeAmount) {
    SimulatedSession session = drawSession(day, relativeAmount);
    Aftermath aftermath = Aftermath.draw(session, random);
    amount = aftermath.flare() ? amount * LESS : amount * MORE;
    amount = Math.max(LEAST_AMOUNT, Math.min(MOST_AMOUNT, amount));
    add(session, aftermath);
  }

  private SimulatedSession drawSession(LocalDate day, double relativeAmount) {
    LocalTime start = LocalTime.of(9 + random.nextInt(7), random.nextInt(60));
    long minutes = Math.round(patient.sessionMinutes() * relativeAmount);
    int bounded = (int) Math.max(SHORTEST_MINUTES, Math.min(LONGEST_MINUTES, minutes));
    double effort = patient.effort() * (1 + 0.04 * random.nextGaussian());
    return SimulatedSession.draw(
        patient, day.atTime(start).atZone(patient.zone()).toInstant(), bounded, effort, random);
  }

  private void add(SimulatedSession session, Aftermath aftermath) {
    SessionMessages told = new SessionMessages(session);
    Reporting reporting = new Reporting(patient);
    messages.addAll(reporting.sent(aftermath.before(random), random));
    messages.add(told.started());
    messages.addAll(told.heartRate(session.startAt(), session.endAt(), batch));
    messages.add(told.ended());
    for (DeviceMessage report : aftermath.after(random)) {
      messages.addAll(reporting.sent(report, random));
    }
  }
}
