package health.carryover.ingest.codec;

import health.carryover.ingest.topic.StreamName;

/** Gives a payload to the reader of its stream. */
final class PayloadCodec {
  private final CodecSettings settings;

  PayloadCodec(CodecSettings settings) {
    this.settings = settings;
  }

  Content content(StreamName stream, Fields fields, Selection wanted) throws Unusable {
    try {
      return switch (stream) {
        case HEART_RATE -> new HeartRatePayload(fields, settings, wanted).content();
        case HEART_RATE_BLE -> throw new Unusable(RejectionCode.STREAM_UNKNOWN);
        case SESSION -> new SessionPayload(fields).content();
        case PAIN -> new ReportPayload(fields).pain();
        case RECOVERY -> new ReportPayload(fields).recovery();
        case SAFETY -> new ReportPayload(fields).safety();
        case PROFILE -> new ProfilePayload(fields).content();
        case STATUS -> new ReportPayload(fields).status();
      };
    } catch (IllegalArgumentException e) {
      // An event guards its own bounds; whatever it refuses beyond the checks here is out of range.
      throw new Unusable(RejectionCode.FIELD_RANGE);
    }
  }
}
