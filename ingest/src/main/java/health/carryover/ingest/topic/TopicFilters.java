package health.carryover.ingest.topic;

import java.util.List;

/** The subscriptions with wildcards. */
public final class TopicFilters {
  /** Data of every device of every clinic. */
  public static final String ALL_UP = TopicName.PREFIX + "+/+/up/+";

  /** Presence of every device of every clinic. */
  public static final String ALL_STATUS = TopicName.PREFIX + "+/+/status";

  private TopicFilters() {}

  /** What the service subscribes to. */
  public static List<String> ofTheService() {
    return List.of(ALL_UP, ALL_STATUS);
  }

  /** What each of several services subscribes to that share the messages among them. */
  public static List<String> ofTheServices(String group) {
    Ids.requirePseudonym(group);
    return ofTheService().stream().map(filter -> "$share/" + group + "/" + filter).toList();
  }

  /** What one device subscribes to. */
  public static String down(String clinic, String device) {
    Ids.requirePseudonym(clinic);
    Ids.requireDevice(device);
    return TopicName.PREFIX + clinic + "/" + device + "/down/+";
  }
}
