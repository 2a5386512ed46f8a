package health.carryover.deploy.analyze;

import health.carryover.analysis.MonitorSettings;
import health.carryover.analysis.WhatIfReplay;
import health.carryover.analysis.document.WhatIfDocument;
import health.carryover.analysis.event.ReceivedEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One document at the end: what other settings would have said. Time passes for the allowed
 * lateness after the last line, as if nothing more came.
 */
final class TriedLines implements PatientLines {
  private final String patient;
  private final MonitorSettings inUse;
  private final WhatIfReplay replay;
  private Instant newest = Instant.EPOCH;

  TriedLines(String patient, MonitorSettings inUse, MonitorSettings other) {
    this.patient = patient;
    this.inUse = inUse;
    this.replay = new WhatIfReplay(patient, inUse, other);
  }

  @Override
  public List<Map<String, @Nullable Object>> accept(ReceivedEvent event) {
    if (event.receivedAt().isAfter(newest)) {
      newest = event.receivedAt();
    }
    replay.take(event);
    return List.of();
  }

  @Override
  public List<Map<String, @Nullable Object>> finish() {
    return List.of(
        WhatIfDocument.of(patient, replay.compare(newest.plus(inUse.allowedLateness()))));
  }
}
