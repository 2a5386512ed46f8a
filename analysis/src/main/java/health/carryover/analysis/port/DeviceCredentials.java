package health.carryover.analysis.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How devices prove who they are. A device id is a user name at the broker and so belongs to one
 * clinic alone. Any thread; every method may throw {@link StoreUnavailableException}.
 */
public interface DeviceCredentials {

  /**
   * Stores a credential, in place of one the same clinic gave to that device before.
   *
   * @return false, and nothing is stored, if the id belongs to another clinic
   */
  boolean put(DeviceCredential credential);

  /** Ends the clinic's credential of {@code device}; the first call counts. */
  void revoke(String clinic, String device, Instant at);

  /** The credential of {@code device}, revoked or not, or empty. */
  Optional<DeviceCredential> find(String device);

  /** All credentials of a clinic by device id. */
  List<DeviceCredential> ofClinic(String clinic);

  /**
   * @param secretHash the secret's hash with salt and method; the secret itself is nowhere
   * @param issuedAt to the millisecond
   * @param revokedAt null while it counts
   */
  record DeviceCredential(
      String device,
      String clinic,
      String secretHash,
      Instant issuedAt,
      @Nullable Instant revokedAt) {

    /** Whether the device may come in. */
    public boolean counts() {
      return revokedAt == null;
    }

    /** Everything but the hash. */
    @Override
    public String toString() {
      return "DeviceCredential[issuedAt=" + issuedAt + ", revokedAt=" + revokedAt + "]";
    }
  }
}
