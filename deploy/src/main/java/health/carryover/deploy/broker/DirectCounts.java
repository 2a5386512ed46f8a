package health.carryover.deploy.broker;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What became of messages that needed no queue of the broker. Thread-safe. */
final class DirectCounts {

  /** What became of a message. */
  enum Fate {
    /** It was taken. */
    RECEIVED,
    /** It was durable and its sender, if it asked for it, told so. */
    ACKNOWLEDGED,
    /** It could not be made durable, and went to the broker's own queue. */
    PASSED,
    /** It was durable when its connection was gone; its sender will send it again. */
    STALE;

    String tag() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Fate, LongAdder> counts =
      Stream.of(Fate.values()).collect(Collectors.toUnmodifiableMap(f -> f, f -> new LongAdder()));

  void count(Fate fate) {
    counter(fate).increment();
  }

  long of(Fate fate) {
    return counter(fate).sum();
  }

  private LongAdder counter(Fate fate) {
    return Objects.requireNonNull(counts.get(fate));
  }
}
