package health.carryover.deploy.simulator;

import health.carryover.ingest.topic.TopicName;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a device sends up.
 *
 * @param sendAt when it leaves the device, which may be long after what it speaks of
 * @param device the device's id
 * @param stream the last part of its topic
 * @param payload as it becomes JSON: text, numbers, booleans, lists and maps
 */
public record DeviceMessage(
    Instant sendAt, String device, String stream, Map<String, @Nullable Object> payload) {

  /** The same message, sent at another time. */
  public DeviceMessage sentAt(Instant at) {
    return new DeviceMessage(at, device, stream, payload);
  }

  /** The same answer, given and sent at another time. */
  DeviceMessage at(Instant at) {
    Map<String, @Nullable Object> moved = new LinkedHashMap<>(payload);
    moved.put("at", at.toString());
    return new DeviceMessage(at, device, stream, moved);
  }

  /** The topic within {@code clinic}. */
  public String topic(String clinic) {
    return new TopicName.Up(clinic, device, stream).text();
  }
}
