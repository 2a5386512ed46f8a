package health.carryover.analysis.port;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.TelemetryRefusals.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link TelemetryRefusals} does. */
public abstract class TelemetryRefusalsContract {

  /** A new, empty store. */
  protected abstract TelemetryRefusals create() throws Exception;

  /** The same store after it was closed and opened again. */
  protected abstract TelemetryRefusals reopen() throws Exception;

  @Test
  void ofOneMessageTheLastCallCounts() throws Exception {
    TelemetryRefusals refusals = create();
    assertThat(refusals.readings()).isZero();
    assertThat(refusals.newest(10)).isEmpty();
    refusals.note(List.of());
    refusals.note(List.of(new Refusal(4, 2, "one"), new Refusal(9, 60, "one")));
    refusals.note(List.of(new Refusal(4, 3, "two")));
    refusals = reopen();
    assertThat(refusals.readings()).isEqualTo(63);
    assertThat(refusals.newest(10))
        .containsExactly(new Refusal(9, 60, "one"), new Refusal(4, 3, "two"));
    assertThat(refusals.newest(1)).containsExactly(new Refusal(9, 60, "one"));
  }
}
