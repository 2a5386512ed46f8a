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
  private static final Duration MORNING_ANSWER_AFTER = Duration.ofSeconds(35);

  /** The patients, always the same people in the same order. */
  public List<SimulatedPatient> patients() {
    return Roster.patients(createdAt);
  }

  /** The patient whose running session passes the tolerated load soon after the start. */
  public SimulatedPatient patientNearLimit() {
    return patients().get(NEAR_LIMIT);
  }

  /**
   * The patient who did far too much yesterday and whose answer of this morning, soon after the
   * start, says that it was.
   */
  public SimulatedPatient patientRebounding() {
    return patients().get(REBOUNDING);
  }

  /**
   * Everything the devices send about the days before {@link #createdAt}, by the time it is sent.
   * What is sent after {@code createdAt} belongs to the life that follows.
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
    PatientHistory history = new PatientHistory(patient, Chance.of(seed, index));
    LocalDate today = LocalDate.ofInstant(createdAt, patient.zone());
    LocalDate first = today.minusDays(HISTORY_DAYS);
    switch (index) {
      // Two days of rest: nothing but the session itself is to decide about it.
      case NEAR_LIMIT -> history.live(first, today.minusDays(2));
      case REBOUNDING -> {
        history.live(first, today.minusDays(3));
        history.overdo(today.minusDays(1), FAR_TOO_MUCH, CLEAR_REBOUND);
      }
      default -> history.live(first, today);
    }
    return index == REBOUNDING ? answeringThisMorning(history.messages()) : history.messages();
  }

  /**
   * Moves the answer about yesterday's session to right after the start. It is morning there: the
   * roster put this patient where it is.
   */
  private List<DeviceMessage> answeringThisMorning(List<DeviceMessage> messages) {
    Instant yesterday = createdAt.minus(Duration.ofHours(26));
    Instant at = createdAt.plus(MORNING_ANSWER_AFTER);
    return messages.stream()
        .map(
            message ->
                "next-morning".equals(message.payload().get("slot"))
                        && message.sendAt().isAfter(yesterday)
                    ? message.at(at)
                    : message)
        .toList();
  }

  /**
   * The sessions that are running at {@link #createdAt}: the first reaches {@code target} within
   * the first minute, the others are ordinary ones.
   *
   * @param target tolerated load of {@link #patientNearLimit}, training impulse
   */
  public List<SimulatedSession> opening(double target) {
    List<SimulatedPatient> patients = patients();
    List<SimulatedSession> sessions = new ArrayList<>();
    Duration before = Duration.ofMinutes(22);
    sessions.add(
        SimulatedSession.reaching(
            patientNearLimit(),
            createdAt.minus(before),
            before.plusMinutes(6),
            target,
            before.plusSeconds(30),
            Chance.mixed(seed)));
    for (int i = 2; i < 4; i++) {
      SimulatedPatient patient = patients.get(i);
      Random random = Chance.of(seed, 100 + i);
      sessions.add(
          SimulatedSession.draw(
              patient,
              createdAt.minus(Duration.ofMinutes(i == 2 ? 12 : 5)),
              patient.sessionMinutes(),
              patient.effort(),
              random));
    }
    return List.copyOf(sessions);
  }
}
