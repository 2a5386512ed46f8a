package health.carryover.ingest.mqtt;

/** What a link is doing. A link starts {@link #STOPPED} and ends so. */
public enum MqttState {
  /** Not connected, and trying or waiting to try again. */
  CONNECTING,
  /** Connected, and for a receiving link also subscribed. */
  CONNECTED,
  /** Not yet started, or stopped for good. */
  STOPPED
}
