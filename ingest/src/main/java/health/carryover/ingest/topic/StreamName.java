package health.carryover.ingest.topic;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of payload there are. */
public enum StreamName {
  HEART_RATE("heart-rate"),
  HEART_RATE_BLE("heart-rate-ble"),
  SESSION("session"),
  PAIN("pain"),
  RECOVERY("recovery"),
  SAFETY("safety"),
  /** Comes from files and from the service itself, never from a device. */
  PROFILE("profile"),
  /** Presence of a device; has a topic of its own beside the streams. */
  STATUS("status");

  private final String code;

  StreamName(String code) {
    this.code = code;
  }

  /** The name used in topics and event lines. */
  public String code() {
    return code;
  }

  /** The stream of that name, or empty. */
  public static Optional<StreamName> ofCode(String code) {
    return Arrays.stream(values()).filter(stream -> stream.code.equals(code)).findFirst();
  }

  /** Whether a device may publish it under its {@code up/} topics. */
  public boolean comesFromDevices() {
    return this != PROFILE && this != STATUS;
  }

  /** Whether the same id with other content is a new revision of the report. */
  public boolean revisable() {
    return this == SESSION || this == PAIN;
  }
}
