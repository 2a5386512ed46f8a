package health.carryover.ingest.device;

import health.carryover.ingest.topic.TopicName;
import java.util.Optional;

/**
 * What a device may do: write under its own {@code up/} and to its own {@code status}, read its own
 * {@code down/}. Nothing else, whatever wildcards are used.
 */
public final class DeviceTopics {
  private DeviceTopics() {}

  /** Whether the device may publish to {@code topic}. */
  public static boolean mayWrite(String clinic, String device, String topic) {
    Optional<TopicName> name = TopicName.parse(topic);
    if (name.isEmpty()) {
      return false;
    }
    TopicName parsed = name.get();
    return (parsed instanceof TopicName.Up up
            && up.clinic().equals(clinic)
            && up.device().equals(device))
        || (parsed instanceof TopicName.Status status
            && status.clinic().equals(clinic)
            && status.device().equals(device));
  }

  /**
   * Whether the device may subscribe to {@code filter}, or receive from that topic. A filter with
   * wildcards above the last level reaches others' topics and so never passes.
   */
  public static boolean mayRead(String clinic, String device, String filter) {
    String own = TopicName.PREFIX + clinic + "/" + device + "/down/";
    if (!filter.startsWith(own)) {
      return false;
    }
    String leaf = filter.substring(own.length());
    return leaf.equals("+") || leaf.equals("#") || leaf.matches("[a-z0-9-]{1,64}");
  }
}
