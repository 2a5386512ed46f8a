package health.carryover.analysis.port;

import java.util.concurrent.CompletionStage;

/**
 * The way in for a patient's phone that speaks HTTP: the same secret as at the broker, and the same
 * way through the journal. Any thread.
 */
public interface PatientPhone {

  /**
   * Whether {@code secret} lets {@code device} in. May wait for a store, and throw {@link
   * StoreUnavailableException}.
   *
   * @param from where the attempt comes from, for the limit on wrong secrets
   */
  Entry enter(String device, String secret, String from);

  /**
   * Journals a message as if it had come by MQTT on the device's topic of that stream. Never waits.
   *
   * @param stream a name; one that nobody knows is quarantined
   * @param payload its bytes; never changed by either side
   * @return completes when it is durable; fails with {@link StoreUnavailableException} if it cannot
   *     be
   */
  CompletionStage<EventIntake.Taken> send(Admitted phone, String stream, byte[] payload);

  /** What became of an attempt to come in. */
  sealed interface Entry {}

  /**
   * It is a device of the clinic and speaks for a patient.
   *
   * @param patient for whom it speaks now
   */
  record Admitted(String clinic, String device, String patient) implements Entry {}

  /** It is not let in. */
  enum Refused implements Entry {
    /** No such device, its secret ended or is another; which is not told. */
    UNKNOWN,
    /** It was not looked at; a later attempt may succeed. */
    TOO_MANY,
    /** Its secret is right, and it speaks for nobody now. */
    NOT_ENROLLED
  }
}
