package health.carryover.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.event.PainReport;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.session.HeartRateSeries;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * A snapshot that version 7 wrote: five hours of readings before three sessions of half an hour,
 * each with pain after it and next morning.
 */
class FormerSnapshotTest {
  private static final int READINGS = (300 + 3 * 30) * 60;

  @Test
  void goesOnWhereVersionSevenStopped() throws IOException {
    byte[] former = former();
    assertThat(former[0]).isEqualTo((byte) 7);
    PatientMonitor monitor = PatientMonitor.restore(former, MonitorSettings.DEFAULTS);
    assertThat(monitor.tracked.keySet()).containsExactly("s0", "s1", "s2");
    assertThat(monitor.facts.readings.values().stream().mapToInt(HeartRateSeries::size).sum())
        .isEqualTo(READINGS);
    assertThat(monitor.ledger.published()).containsOnlyKeys("data-missing s0");

    byte[] newer = monitor.snapshot();
    assertThat(newer[0]).isGreaterThan((byte) 7);
    assertThat(PatientMonitor.restore(newer, MonitorSettings.DEFAULTS).snapshot()).isEqualTo(newer);

    // Told once more what it knows, it looks at the third session again and finds nothing new.
    PainReport morning =
        new PainReport(Instant.parse("2026-03-05T07:00:00Z"), 4.0, null, null, null, null);
    assertThat(
            monitor.accept(
                new ReceivedEvent(
                    morning, "watch", Instant.parse("2026-03-05T07:02:00Z"), null, null, null)))
        .isEmpty();
    assertThat(monitor.tracked.values()).extracting(session -> session.revision).containsOnly(4);
  }

  private static byte[] former() throws IOException {
    try (InputStream in = FormerSnapshotTest.class.getResourceAsStream("/snapshot/monitor-7.bin")) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }
}
