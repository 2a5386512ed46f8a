package health.carryover.ingest.codec;

/**
 * How many elements of a message went which way.
 *
 * @param accepted readings, or 1 for a report that was taken
 * @param gaps readings the device says it does not have
 * @param implausible heart rates that are no readings
 * @param rejected elements that cannot be used, the implausible ones included
 */
public record Counts(int accepted, int gaps, int implausible, int rejected) {
  static final Counts NONE = new Counts(0, 0, 0, 0);
  static final Counts ONE = new Counts(1, 0, 0, 0);
}
