package health.carryover.deploy.analyze;

import health.carryover.analysis.event.ReceivedEvent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is made of one patient's lines; each answer is a list of documents to write. */
interface PatientLines {
  /** Takes the next event. */
  List<Map<String, @Nullable Object>> accept(ReceivedEvent event);

  /** After the last line. */
  List<Map<String, @Nullable Object>> finish();
}
