package health.carryover.ingest.codec;

import health.carryover.analysis.event.Rejection;
import java.util.Arrays;
import java.util.Optional;

/** Every reason for which input is refused. Codes are stable; sentences may be improved. */
public enum RejectionCode {
  JSON_MALFORMED("json.malformed", "The payload is not one JSON text."),
  JSON_ENCODING("json.encoding", "The payload is not UTF-8."),
  JSON_NOT_OBJECT("json.not-object", "The payload is JSON but not an object."),
  JSON_TOO_DEEP("json.too-deep", "The payload is nested too deeply."),
  JSON_TOO_LARGE("json.too-large", "The payload is larger than the service takes."),
  JSON_DUPLICATE_KEY("json.duplicate-key", "The same name appears twice in one object."),
  FIELD_MISSING("field.missing", "A required field is absent."),
  FIELD_TYPE("field.type", "A field holds a value of the wrong type."),
  FIELD_RANGE("field.range", "A field holds a value outside its range."),
  FIELD_TEXT("field.text", "A text is too long or holds characters that are not text."),
  FIELD_UNKNOWN_VALUE("field.unknown-value", "A field holds a name that is not known."),
  TIME_NO_OFFSET("time.no-offset", "A time must carry an offset or Z."),
  TIME_MALFORMED("time.malformed", "A time must be written as RFC 3339 says."),
  TIME_ABSURD("time.absurd", "A time lies far before or after the moment of receipt."),
  HEART_RATE_IMPLAUSIBLE("heart-rate.implausible", "A heart rate outside 25 to 250 is no reading."),
  SESSION_UNKNOWN_EVENT(
      "session.unknown-event",
      "A session event is one of started, paused, resumed, ended, summary."),
  SESSION_NO_TIME(
      "session.no-time", "A session event needs its time, a summary two of start, end, durationS."),
  EVENT_UNKNOWN("event.unknown", "Events of this type are not used."),
  STREAM_UNKNOWN("stream.unknown", "The stream is not known."),
  DEVICE_UNKNOWN("device.unknown", "The device was not enrolled at that time."),
  IDENTITY_CONFLICT(Rejection.IDENTITY_CONFLICT.code(), Rejection.IDENTITY_CONFLICT.reason()),
  TOPIC_MALFORMED("topic.malformed", "The topic is none of the published ones."),
  ID_MALFORMED("id.malformed", "An identifier holds characters it may not hold or is too long."),
  BLE_MALFORMED("ble.malformed", "The bytes are no heart-rate measurement of Bluetooth."),
  SENML_NO_HEART_RATE("senml.no-heart-rate", "No record of the pack is named hr."),
  SENML_UNSUPPORTED(
      "senml.unsupported", "The pack needs a version or an extension that is not known."),
  UNIT_UNKNOWN("unit.unknown", "A heart rate must be given in beats per minute.");

  private final String code;
  private final String sentence;

  RejectionCode(String code, String sentence) {
    this.code = code;
    this.sentence = sentence;
  }

  /** {@code family.reason}, for machines. */
  public String code() {
    return code;
  }

  /** One sentence for people, without health data. */
  public String sentence() {
    return sentence;
  }

  /** The code of that name, or empty. */
  public static Optional<RejectionCode> ofCode(String code) {
    return Arrays.stream(values()).filter(known -> known.code.equals(code)).findFirst();
  }

  /** Nothing of the message can be used. */
  public Rejection ofWholeMessage() {
    return new Rejection(code, Rejection.WHOLE_MESSAGE, sentence);
  }

  /** One element of the message cannot be used. */
  public Rejection ofElement(int index) {
    return new Rejection(code, index, sentence);
  }

  /**
   * Nothing of the message can be used because of one field.
   *
   * @param field its name as the contract spells it, never text from the message
   */
  Rejection ofField(String field) {
    return new Rejection(code, Rejection.WHOLE_MESSAGE, sentence + " Field: " + field + ".");
  }
}
