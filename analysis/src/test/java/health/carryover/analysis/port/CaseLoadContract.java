package health.carryover.analysis.port;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.CaseLoad.Case;
import health.carryover.analysis.port.CaseLoad.Review;
import health.carryover.analysis.port.PatientDirectory.Patient;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link CaseLoad} does. */
public abstract class CaseLoadContract {
  private static final Instant T = Instant.parse("2026-03-02T08:00:00Z");

  private CaseLoad load;

  /** A new, empty one, and the directory whose patients it speaks of. */
  protected abstract CaseLoad create() throws Exception;

  protected abstract PatientDirectory directory();

  /** The same after it was closed and opened again. */
  protected abstract CaseLoad reopen() throws Exception;

  @BeforeEach
  final void createOne() throws Exception {
    load = create();
    directory().put(new Patient("p-1", "c1", "Ada", T));
    directory().put(new Patient("p-2", "c1", "Ben", T));
  }

  @Test
  void ofPatientsNobodyKnowsNothingIsKept() {
    assertThat(load.tag("p-9", "knee", "Kim", T)).isFalse();
    assertThat(load.untag("p-9", "knee", "Kim", T)).isFalse();
    assertThat(load.take("p-9", "Kim", T)).isFalse();
    assertThat(load.release("p-9", "Kim", T)).isFalse();
    assertThat(load.reviewed("p-9", "Kim", T)).isFalse();
    assertThat(load.cases()).isEmpty();
  }

  @Test
  void whatIsKeptComesBack() throws Exception {
    assertThat(load.tag("p-1", "knee", "Kim", T)).isTrue();
    assertThat(load.tag("p-1", "knee", "Kim", T)).isTrue();
    load.tag("p-1", "Übung", "Kim", T);
    load.take("p-1", "Kim", T);
    load.take("p-1", "Zoë", T);
    load.take("p-2", "Kim", T);
    load.reviewed("p-1", "Kim", T);
    load.reviewed("p-1", "Zoë", T.plusMillis(5));
    load.reviewed("p-1", "Kim", T.plusMillis(4));
    load = reopen();
    assertThat(load.cases()).containsOnlyKeys("p-1", "p-2");
    Case first = load.cases().get("p-1");
    assertThat(first.tags()).isEqualTo(Set.of("knee", "Übung"));
    assertThat(first.people()).isEqualTo(Set.of("Kim", "Zoë"));
    assertThat(first.lastReview()).isEqualTo(new Review("Zoë", T.plusMillis(5)));
    assertThat(load.cases().get("p-2").lastReview()).isNull();

    load.untag("p-1", "knee", "Kim", T);
    load.untag("p-1", "never", "Kim", T);
    load.release("p-2", "Kim", T);
    assertThat(load.cases()).containsOnlyKeys("p-1");
    assertThat(load.cases().get("p-1").tags()).isEqualTo(Set.of("Übung"));
  }
}
