package health.carryover.ingest.codec;

import java.time.Duration;
import java.time.Instant;

/**
 * How much the codec puts up with.
 *
 * @param payloadBytes largest payload that is looked into
 * @param depth deepest nesting of objects and arrays
 * @param earliest no device recorded anything before this instant
 * @param futureTolerance how far after its receipt an event may claim to lie
 * @param listedRejections how many rejected elements of one message are listed one by one; further
 *     ones are counted only
 */
public record CodecSettings(
    int payloadBytes, int depth, Instant earliest, Duration futureTolerance, int listedRejections) {

  /** 256 KiB, 32 levels, the year 2000, 24 hours, 1,000 elements. */
  public static final CodecSettings DEFAULTS =
      new CodecSettings(
          256 * 1024, 32, Instant.parse("2000-01-01T00:00:00Z"), Duration.ofHours(24), 1_000);

  public CodecSettings {
    if (payloadBytes < 1 || depth < 1 || listedRejections < 1 || futureTolerance.isNegative()) {
      throw new IllegalArgumentException("codec settings must be positive");
    }
  }
}
