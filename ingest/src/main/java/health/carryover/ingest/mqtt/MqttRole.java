package health.carryover.ingest.mqtt;

import java.util.Locale;

/** What a link is for: the closed set of values of the metric tag {@code role}. */
public enum MqttRole {
  /** Receives from the wearable side. */
  INTAKE,
  /** Publishes to the wearable side and to integrators. */
  DOWN,
  /** Feeds recordings or simulated devices to a broker. */
  FEED;

  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
