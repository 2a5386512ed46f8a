package health.carryover.analysis.port;

import java.util.concurrent.CompletionStage;

/** The way in for what a device sends by another way than MQTT. Any thread, never waits. */
public interface DeviceIntake {

  /**
   * Journals a message as if it had come on the device's topic.
   *
   * @param stream the last level of that topic: lower-case letters, digits and hyphens
   * @param payload its bytes; never changed by either side
   * @return completes when it is durable; fails with {@link StoreUnavailableException} if it cannot
   *     be
   */
  CompletionStage<EventIntake.Taken> fromDevice(
      String clinic, String device, String stream, byte[] payload);
}
