package health.carryover.analysis.port;

/**
 * How far each consumer of a stored stream has come, by a name of its own. Any thread; every method
 * may throw {@link StoreUnavailableException}.
 */
public interface Offsets {

  /** The place up to which {@code consumer} has everything, 0 at first. */
  long of(String consumer);

  /** Moves {@code consumer} on to {@code place}; never back. */
  void advance(String consumer, long place);
}
