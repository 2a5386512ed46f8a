package health.carryover.analysis.port;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.Integrations.Integration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Integrations} does. */
public abstract class IntegrationsContract {
  private static final Instant T = Instant.parse("2026-03-02T08:00:00.001Z");

  private Integrations integrations;

  /** A new, empty store. */
  protected abstract Integrations create() throws Exception;

  /** The same store after it was closed and opened again. */
  protected abstract Integrations reopen() throws Exception;

  @BeforeEach
  final void createIntegrations() throws Exception {
    integrations = create();
  }

  @Test
  void theyComeBackAsTheyWereOldestFirst() throws Exception {
    Integration second = integration("i-2", "c", "h-2", T.plusSeconds(1));
    Integration first = integration("i-1", "c", "h-1", T);
    integrations.add(second);
    integrations.add(first);
    integrations.add(integration("i-3", "other", "h-3", T));
    integrations = reopen();
    assertThat(integrations.ofClinic("c")).containsExactly(first, second);
    assertThat(integrations.bySecret("h-2")).contains(second);
    assertThat(integrations.bySecret("h-4")).isEmpty();
  }

  @Test
  void theFirstRevocationCountsAndAnotherClinicHasNone() throws Exception {
    integrations.add(integration("i-1", "c", "h-1", T));
    assertThat(integrations.revoke("other", "i-1", T)).isFalse();
    assertThat(integrations.revoke("c", "i-2", T)).isFalse();
    assertThat(integrations.bySecret("h-1").orElseThrow().counts(T)).isTrue();
    assertThat(integrations.revoke("c", "i-1", T.plusSeconds(1))).isTrue();
    assertThat(integrations.revoke("c", "i-1", T.plusSeconds(2))).isTrue();
    integrations = reopen();
    Integration revoked = integrations.bySecret("h-1").orElseThrow();
    assertThat(revoked.revokedAt()).isEqualTo(T.plusSeconds(1));
    assertThat(revoked.counts(T)).isFalse();
  }

  @Test
  void theNewestUseIsKept() {
    integrations.add(integration("i-1", "c", "h-1", T));
    integrations.used("i-1", T.plusSeconds(9));
    integrations.used("i-1", T.plusSeconds(3));
    integrations.used("i-2", T);
    assertThat(integrations.bySecret("h-1").orElseThrow().lastUsedAt()).isEqualTo(T.plusSeconds(9));
  }

  @Test
  void itCountsUntilItsEndAndDoesNotPrintItsHash() {
    Integration one = integration("i-1", "c", "h-1", T);
    assertThat(one.counts(one.endsAt().minusMillis(1))).isTrue();
    assertThat(one.counts(one.endsAt())).isFalse();
    assertThat(one.toString()).doesNotContain("h-1");
  }

  private static Integration integration(String id, String clinic, String hash, Instant at) {
    return new Integration(
        id,
        clinic,
        "Practice software",
        hash,
        Set.of(Scope.PATIENTS_READ, Scope.ALERTS_WRITE),
        "a-1",
        at,
        at.plusSeconds(3600),
        null,
        null);
  }
}
