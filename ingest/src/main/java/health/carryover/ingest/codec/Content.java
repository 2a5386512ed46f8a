package health.carryover.ingest.codec;

import health.carryover.analysis.event.PatientEvent;
import health.carryover.analysis.event.Rejection;
import java.util.List;

/** What a payload says, whoever sent it. */
record Content(
    List<PatientEvent> events, List<Rejection> rejections, Counts counts, Timing timing) {
  /** Well-formed, but nothing happened to a patient. */
  static final Content NOTHING = new Content(List.of(), List.of(), Counts.NONE, Timing.OF_SENDER);

  static Content of(PatientEvent event) {
    return new Content(List.of(event), List.of(), Counts.ONE, Timing.OF_SENDER);
  }

  /** The same, with times that come from the receipt. */
  Content timedByReceipt() {
    return new Content(events, rejections, counts, Timing.OF_RECEIPT);
  }
}
