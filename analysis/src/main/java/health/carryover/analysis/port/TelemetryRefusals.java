package health.carryover.analysis.port;

import java.util.List;

/**
 * Readings that a telemetry store refused for good. The journal still has their messages. Any
 * thread; every method may throw {@link StoreUnavailableException}.
 */
public interface TelemetryRefusals {

  /** Notes refusals; of one message the last call counts. */
  void note(List<Refusal> refusals);

  /** The refusals of the newest {@code limit} messages, newest message first. */
  List<Refusal> newest(int limit);

  /** How many readings were refused. */
  long readings();

  /**
   * What was refused of one message.
   *
   * @param sequence of the message in the journal
   * @param readings how many of its readings, at least 1
   * @param code why, for machines
   */
  record Refusal(long sequence, int readings, String code) {}
}
