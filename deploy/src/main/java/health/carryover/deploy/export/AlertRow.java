package health.carryover.deploy.export;

import health.carryover.analysis.port.OutcomeRecords.AlertStanding;
import health.carryover.analysis.port.OutcomeRecords.StoredAlertChange;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One change of an alert as a row for people, with whoever saw the alert first. */
final class AlertRow {
  private static final List<String> OF_CHANGE =
      List.of(
          "alert",
          "kind",
          "severity",
          "change",
          "provisional",
          "eventAt",
          "knownAt",
          "session",
          "load",
          "toleratedLoad",
          "probability",
          "reason");

  static final List<String> COLUMNS =
      Stream.concat(OF_CHANGE.stream(), Stream.of("acknowledgedBy", "acknowledgedAt")).toList();

  private AlertRow() {}

  static @Nullable Object[] of(StoredAlertChange change, AlertStanding alert) {
    @Nullable Object[] row = new @Nullable Object[COLUMNS.size()];
    for (int i = 0; i < OF_CHANGE.size(); i++) {
      row[i] = change.document().get(OF_CHANGE.get(i));
    }
    row[OF_CHANGE.size()] = alert.acknowledgedBy();
    row[OF_CHANGE.size() + 1] = alert.acknowledgedAt();
    return row;
  }
}
