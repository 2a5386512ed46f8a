package health.carryover.deploy.analyze;

import health.carryover.analysis.MonitorSettings;
import health.carryover.analysis.PatientMonitor;
import health.carryover.analysis.document.OutcomeDocument;
import health.carryover.analysis.event.ReceivedEvent;
import health.carryover.analysis.outcome.NumberedOutcome;
import health.carryover.analysis.outcome.SessionProgress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Assessments and alerts, as they follow. */
final class MonitoredLines implements PatientLines {
  private final PatientMonitor monitor;

  MonitoredLines(String patient, MonitorSettings settings) {
    this.monitor = PatientMonitor.start(patient, settings);
  }

  @Override
  public List<Map<String, @Nullable Object>> accept(ReceivedEvent event) {
    return documents(monitor.accept(event));
  }

  @Override
  public List<Map<String, @Nullable Object>> finish() {
    return documents(monitor.finish());
  }

  private static List<Map<String, @Nullable Object>> documents(List<NumberedOutcome> outcomes) {
    // Progress is for screens that watch a running session; it decides nothing.
    return outcomes.stream()
        .filter(numbered -> !(numbered.outcome() instanceof SessionProgress))
        .map(numbered -> OutcomeDocument.of(numbered.outcome()))
        .toList();
  }
}
