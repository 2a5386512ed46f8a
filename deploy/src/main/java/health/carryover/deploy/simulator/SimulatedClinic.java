package health.carryover.deploy.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * A clinic of invented patients. Everything about it is a function of its seed and of the moment it
 * was made.
 *
 * @param seed of its chance
 * @param createdAt when it was made; its history lies before
 */
public record SimulatedClinic(long seed, Instant createdAt) {
  /** How many days of history there are before {@link #createdAt}. */
  public static final int HISTORY_DAYS = 21;

  private static final int NEAR_LIMIT = 0;
  private static final int REBOUNDING = 1;
  private static final double FAR_TOO_MUCH = 1.9;
  private static final int CLEAR_REBOUND = 3;
  private static final int OPENING = 100;
  private static final Duration SINCE_YESTERDAY = Duration.ofHours(26);

  /** The patients, always the same people in the same order. */
  public List<SimulatedPatient> patients() {
    return Roster.patients(createdAt);
  }

  /** The patient whose running session passes the tolerated load soon after the start. */
  public SimulatedPatient patientNearLimit() {
    return patients().get(NEAR_LIMIT);
  }

  /** The patient who did far too much yesterday and has not answered yet this morning. */
  public SimulatedPatient patientRebounding() {
    return patients().get(REBOUNDING);
  }

  /**
   * Everything the devices send about the days before {@link #createdAt}, by the time it is sent,
   * but for {@link #morningAnswer}. What is sent after {@code createdAt} belongs to the life that
   * follows.
   */
  public List<DeviceMessage> history() {
    List<SimulatedPatient> patients = patients();
    List<DeviceMessage> messages = new ArrayList<>();
    for (int i = 0; i < patients.size(); i++) {
      messages.addAll(historyOf(i, patients.get(i)));
    }
    messages.sort(Comparator.comparing(DeviceMessage::sendAt));
    return List.copyOf(messages);
  }

  private List<DeviceMessage> historyOf(int index, SimulatedPatient patient) {
    if (index == REBOUNDING) {
      return rebounding().messages().stream().filter(message -> !awaited(message)).toList();
    }
    PatientHistory history = new PatientHistory(patient, Chance.of(seed, index));
    LocalDate today = LocalDate.ofInstant(createdAt, patient.zone());
    // Two days of rest: nothing but the running session itself is to decide about it.
    history.live(today.minusDays(HISTORY_DAYS), index == NEAR_LIMIT ? today.minusDays(2) : today);
    return history.messages();
  }

  /**
   * The answer of {@link #patientRebounding} that says that yesterday was far too much.
   *
   * @param at when it is given; it is morning there, since the roster put this patient where it is
   */
  public DeviceMessage morningAnswer(Instant at) {
    PatientHistory history = rebounding();
    return history.messages().stream()
        .filter(message -> awaited(message))
        .findFirst()
        .orElseThrow()
        .at(at);
  }

  private boolean awaited(DeviceMessage message) {
    return "next-morning".equals(message.payload().get("slot"))
        && message.sendAt().isAfter(createdAt.minus(SINCE_YESTERDAY));
  }

  private PatientHistory rebounding() {
    PatientHistory history = new PatientHistory(patientRebounding(), Chance.of(seed, REBOUNDING));
    LocalDate today = LocalDate.ofInstant(createdAt, patientRebounding().zone());
    history.live(today.minusDays(HISTORY_DAYS), today.minusDays(3));
    history.overdo(today.minusDays(1), FAR_TOO_MUCH, CLEAR_REBOUND);
    return history;
  }

  /**
   * Sessions that are under way at {@code at}: the first passes {@code target} within the first
   * minute, the others are ordinary ones.
   *
   * @param target tolerated load of {@link #patientNearLimit}, training impulse
   */
  public List<SimulatedSession> opening(Instant at, double target) {
    Duration before = Duration.ofMinutes(22);
    return List.of(
        SimulatedSession.reaching(
            patientNearLimit(),
            at.minus(before),
            before.plusMinutes(6),
            target,
            before.plusSeconds(30),
            Chance.mixed(seed)),
        ordinary(2, at.minus(Duration.ofMinutes(12))),
        ordinary(3, at.minus(Duration.ofMinutes(5))));
  }

  private SimulatedSession ordinary(int index, Instant startAt) {
    SimulatedPatient patient = patients().get(index);
    Random random = Chance.of(seed, OPENING + index);
    return SimulatedSession.draw(
        patient, startAt, patient.sessionMinutes(), patient.effort(), random);
  }
}
