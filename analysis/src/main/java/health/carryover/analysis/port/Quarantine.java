package health.carryover.analysis.port;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What arrived and could not be used, read from the journal. Any thread. */
public interface Quarantine {

  /**
   * The newest {@code limit} rejected elements: newest message first, within a message in the order
   * in which they were rejected.
   */
  List<Item> newest(int limit);

  /** How many elements were rejected, by code. */
  Map<String, Long> countsByCode();

  /**
   * One rejected element.
   *
   * @param sequence of its message in the journal
   * @param element index within the message, -1 for all of it
   * @param reason one sentence without health data
   */
  record Item(
      long sequence, Instant receivedAt, String channel, String code, int element, String reason) {}
}
