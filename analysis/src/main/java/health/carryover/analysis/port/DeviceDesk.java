package health.carryover.analysis.port;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where devices are given to patients: a clinician asks for a code, the device exchanges it for a
 * secret of its own. Any thread; every method may throw {@link StoreUnavailableException}.
 */
public interface DeviceDesk {

  /** A new one-time code for a device of {@code patient}; empty if too many wait to be used. */
  Optional<Code> code(String clinic, String patient);

  /**
   * Uses a code up: the device then speaks for the code's patient.
   *
   * @param code as it was shown; case and hyphens do not matter
   * @param device the id the device would like to have
   * @param from where the attempt comes from, for the limit on attempts
   */
  Claim claim(String code, String device, String from);

  /** The devices of a clinic that have, or had, a secret, by id. */
  List<Device> devices(String clinic);

  /**
   * Ends the secret of a device and its connection.
   *
   * @return whether the clinic has such a device
   */
  boolean revoke(String clinic, String device);

  /** Where devices reach the broker. */
  BrokerPlace broker();

  /**
   * @param text upper-case letters and digits that cannot be mistaken for each other
   * @param endsAt from then on it does not count any more
   */
  record Code(String text, Instant endsAt) {
    /** Without the code. */
    @Override
    public String toString() {
      return "Code[endsAt=" + endsAt + "]";
    }
  }

  /**
   * @param patient for whom it speaks now, or null
   * @param revokedAt null while its secret counts
   * @param clockShift what is added to the times it sends now because its clock was proven wrong;
   *     zero where they count as they are
   */
  record Device(
      String id,
      @Nullable String patient,
      Instant issuedAt,
      @Nullable Instant revokedAt,
      Duration clockShift) {}

  /** Host and port of the broker, and whether it speaks TLS. */
  record BrokerPlace(String host, int port, Encryption encryption) {}

  /** How the broker is spoken to. */
  enum Encryption {
    NONE,
    TLS
  }

  /** What became of a claim. */
  sealed interface Claim {
    /** The device's id, its clinic and its secret, which cannot be had a second time. */
    record Granted(String clinic, String device, String secret) implements Claim {
      /** Without the secret. */
      @Override
      public String toString() {
        return "Granted[]";
      }
    }

    /** Nothing changed; the code, if there is one, still counts. */
    record Refused(Reason reason) implements Claim {}
  }

  /** Why a claim was refused. */
  enum Reason {
    /** It never was one, was used before, or is too old; which of these is not told. */
    CODE_UNKNOWN,
    /** The id is in use: revoke its secret first, or take another id. */
    DEVICE_TAKEN,
    /** Too many attempts; later ones may succeed. */
    TOO_MANY
  }
}
