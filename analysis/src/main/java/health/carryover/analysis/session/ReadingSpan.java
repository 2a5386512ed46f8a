package health.carryover.analysis.session;

/** Readings in a row, of which no more is known than when they were taken. */
interface ReadingSpan {
  /** Epoch millisecond of the first reading. */
  long firstMillis();

  /** Epoch millisecond of the last reading. */
  long lastMillis();

  /** The longest time between two readings in a row, in milliseconds; 0 of a single one. */
  long longestGapMillis();
}
