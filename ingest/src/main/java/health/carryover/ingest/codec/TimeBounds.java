package health.carryover.ingest.codec;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Between which instants an event can have happened, both inclusive. */
record TimeBounds(Instant earliest, Instant latest) {

  static TimeBounds of(CodecSettings settings, @Nullable Instant receivedAt) {
    return new TimeBounds(
        settings.earliest(),
        receivedAt == null ? Instant.MAX : receivedAt.plus(settings.futureTolerance()));
  }

  /** The instant a JSON value stands for. */
  Instant instant(@Nullable Object value) throws Unusable {
    if (!(value instanceof String text)) {
      throw new Unusable(RejectionCode.TIME_MALFORMED);
    }
    return within(Rfc3339.parse(text));
  }

  Instant within(Instant instant) throws Unusable {
    if (instant.isBefore(earliest) || instant.isAfter(latest)) {
      throw new Unusable(RejectionCode.TIME_ABSURD);
    }
    return instant;
  }
}
