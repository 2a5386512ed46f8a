package health.carryover.analysis.port;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.DeviceCredentials.DeviceCredential;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link DeviceCredentials} does. */
public abstract class DeviceCredentialsContract {
  private static final Instant T = Instant.parse("2026-03-02T08:00:00.001Z");

  private DeviceCredentials credentials;

  /** A new, empty store. */
  protected abstract DeviceCredentials create() throws Exception;

  /** The same store after it was closed and opened again. */
  protected abstract DeviceCredentials reopen() throws Exception;

  @BeforeEach
  final void createCredentials() throws Exception {
    credentials = create();
  }

  @Test
  void thereIsNothingAtFirst() {
    assertThat(credentials.find("d-1")).isEmpty();
    assertThat(credentials.ofClinic("c")).isEmpty();
    credentials.revoke("c", "d-1", T);
    assertThat(credentials.find("d-1")).isEmpty();
  }

  @Test
  void credentialsComeBackAsTheyWereByDevice() throws Exception {
    DeviceCredential second = credential("d-2", "c", "hash 2");
    DeviceCredential first = credential("d-1", "c", "hash 1");
    assertThat(credentials.put(second)).isTrue();
    assertThat(credentials.put(first)).isTrue();
    assertThat(credentials.put(credential("d-3", "other", "hash 3"))).isTrue();
    credentials = reopen();
    assertThat(credentials.find("d-1")).contains(first);
    assertThat(credentials.ofClinic("c")).containsExactly(first, second);
  }

  @Test
  void aNewCredentialReplacesTheOldOneAndEndsItsRevocation() {
    credentials.put(credential("d-1", "c", "old"));
    credentials.revoke("c", "d-1", T.plusSeconds(1));
    DeviceCredential renewed = credential("d-1", "c", "new");
    assertThat(credentials.put(renewed)).isTrue();
    assertThat(credentials.find("d-1")).contains(renewed);
  }

  @Test
  void theIdOfAnotherClinicIsLeftAlone() {
    DeviceCredential theirs = credential("d-1", "theirs", "hash");
    credentials.put(theirs);
    assertThat(credentials.put(credential("d-1", "ours", "other"))).isFalse();
    credentials.revoke("ours", "d-1", T);
    assertThat(credentials.find("d-1")).contains(theirs);
  }

  @Test
  void theFirstRevocationCounts() throws Exception {
    credentials.put(credential("d-1", "c", "hash"));
    credentials.revoke("c", "d-1", T.plusSeconds(1));
    credentials.revoke("c", "d-1", T.plusSeconds(2));
    credentials = reopen();
    DeviceCredential revoked = credentials.find("d-1").orElseThrow();
    assertThat(revoked.revokedAt()).isEqualTo(T.plusSeconds(1));
    assertThat(revoked.counts()).isFalse();
  }

  private static DeviceCredential credential(String device, String clinic, String hash) {
    return new DeviceCredential(device, clinic, hash, T, null);
  }
}
