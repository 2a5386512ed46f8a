package health.carryover.deploy.broker;

import health.carryover.ingest.topic.TopicFilters;
import health.carryover.ingest.topic.TopicName;
import java.util.List;

/** What {@link DeviceAccess} enforces, in the words of Mosquitto's access control file. */
public final class MosquittoRights {
  private MosquittoRights() {}

  /** Whether a service may have this user name: one that stands alone on a line of the file. */
  public static boolean canBeUser(String name) {
    return name.matches("[A-Za-z0-9_.-]{1,64}");
  }

  /**
   * The whole file. Mosquitto puts the client's user name in place of {@code %u}.
   *
   * @param clinic whose devices use the broker
   * @param user the service's own user name
   */
  public static String file(String clinic, String user) {
    if (!canBeUser(user)) {
      throw new IllegalArgumentException("a user name that cannot stand in the file");
    }
    String own = TopicName.PREFIX + clinic + "/%u/";
    return String.join(
            "\n",
            List.of(
                "# Who may do what at a Mosquitto broker, made by carryover acl-file.",
                "# The service reads what devices send, tells them what is stored, and publishes alerts.",
                "user " + user,
                "topic read " + TopicFilters.ALL_UP,
                "topic read " + TopicFilters.ALL_STATUS,
                "topic write " + TopicName.PREFIX + "+/+/down/+",
                "# To clear what is kept of a device that was erased.",
                "topic write " + TopicFilters.ALL_STATUS,
                "topic write " + TopicName.PREFIX + "+/alerts",
                "",
                "# A device writes and reads its own topics alone; %u is its user name.",
                "pattern write " + own + "up/+",
                "pattern write " + own + "status",
                "pattern read " + own + "down/+"))
        + "\n";
  }
}
