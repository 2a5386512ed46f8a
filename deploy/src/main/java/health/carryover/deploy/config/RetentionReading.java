package health.carryover.deploy.config;

import health.carryover.store.sql.RetainedStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** Puts the keys of retention together. Used once, by one thread. */
final class RetentionReading {
  /** Corrections, late uploads and the backup of the records before the journal's come within. */
  private static final Duration SHORTEST = Duration.ofDays(30);

  private static final Map<RetainedStream, Key<Duration>> KEYS =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(RetainedStream.HEART_RATE, Keys.KEEP_HEART_RATE),
              Map.entry(RetainedStream.SESSION, Keys.KEEP_SESSION),
              Map.entry(RetainedStream.PAIN, Keys.KEEP_PAIN),
              Map.entry(RetainedStream.RECOVERY, Keys.KEEP_RECOVERY),
              Map.entry(RetainedStream.SAFETY, Keys.KEEP_SAFETY),
              Map.entry(RetainedStream.OPEN_WEARABLES, Keys.KEEP_OPEN_WEARABLES),
              Map.entry(RetainedStream.STATUS, Keys.KEEP_STATUS),
              Map.entry(RetainedStream.QUARANTINE, Keys.KEEP_QUARANTINE),
              Map.entry(RetainedStream.ALERTS, Keys.KEEP_ALERTS),
              Map.entry(RetainedStream.NOTIFICATIONS, Keys.KEEP_NOTIFICATIONS),
              Map.entry(RetainedStream.ACCESS_LOG, Keys.KEEP_ACCESS_LOG)));

  private final NotificationReading.Values values;
  private final Consumer<String> problems;

  RetentionReading(NotificationReading.Values values, Consumer<String> problems) {
    this.values = values;
    this.problems = problems;
  }

  /** How long each stream is kept that is not kept for ever. */
  Map<RetainedStream, Duration> settings() {
    Map<RetainedStream, Duration> settings = new EnumMap<>(RetainedStream.class);
    KEYS.forEach(
        (stream, key) -> {
          Duration keep = values.of(key);
          if (keep.isZero()) {
            return;
          }
          if (keep.compareTo(SHORTEST) < 0
              || keep.compareTo(values.of(Keys.ALLOWED_LATENESS)) <= 0) {
            problems.accept(
                key.name()
                    + ": is 0s, for ever, or at least 30d and more than "
                    + Keys.ALLOWED_LATENESS.name());
          }
          settings.put(stream, keep);
        });
    return settings;
  }
}
