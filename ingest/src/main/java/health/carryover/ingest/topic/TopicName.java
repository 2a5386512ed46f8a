package health.carryover.ingest.topic;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A channel on which messages travel. {@link #text()} and {@link #parse} are inverse to each other.
 */
public sealed interface TopicName {
  /** What every topic of this version begins with. */
  String PREFIX = "carryover/v1/";

  /** The topic as it is written. */
  String text();

  /** The clinic it belongs to. */
  String clinic();

  /**
   * Reads a topic or a service channel.
   *
   * @return empty if it is none of this version or an id in it is malformed
   */
  static Optional<TopicName> parse(String topic) {
    if (topic.startsWith(ServiceProfile.PREFIX)) {
      return parseServiceProfile(topic.substring(ServiceProfile.PREFIX.length()));
    }
    if (topic.startsWith(OpenWearablesEvent.PREFIX)) {
      return OpenWearablesEvent.parseRest(topic.substring(OpenWearablesEvent.PREFIX.length()));
    }
    if (topic.startsWith(ServiceReplay.PREFIX)) {
      return ServiceReplay.parseRest(topic.substring(ServiceReplay.PREFIX.length()));
    }
    if (!topic.startsWith(PREFIX) || topic.length() > LONGEST) {
      return Optional.empty();
    }
    String[] part = topic.substring(PREFIX.length()).split("/", -1);
    if (!Ids.isPseudonym(part[0])) {
      return Optional.empty();
    }
    if (part.length == 2 && part[1].equals("alerts")) {
      return Optional.of(new ClinicAlerts(part[0]));
    }
    if (part.length < 3 || !Ids.isDevice(part[1])) {
      return Optional.empty();
    }
    if (part.length == 3 && part[2].equals("status")) {
      return Optional.of(new Status(part[0], part[1]));
    }
    if (part.length != 4 || !Ids.isDevice(part[3])) {
      return Optional.empty();
    }
    return switch (part[2]) {
      case "up" -> Optional.of(new Up(part[0], part[1], part[3]));
      case "down" -> Optional.of(new Down(part[0], part[1], part[3]));
      default -> Optional.empty();
    };
  }

  /** Longer than any topic of well-formed ids. */
  int LONGEST = 512;

  private static Optional<TopicName> parseServiceProfile(String rest) {
    String[] part = rest.split("/", -1);
    return part.length == 2 && Ids.isPseudonym(part[0]) && Ids.isPseudonym(part[1])
        ? Optional.of(new ServiceProfile(part[0], part[1]))
        : Optional.empty();
  }

  /**
   * Data from a device.
   *
   * @param streamCode as it was written; see {@link #stream()}
   */
  record Up(String clinic, String device, String streamCode) implements TopicName {
    public Up {
      Ids.requirePseudonym(clinic);
      Ids.requireDevice(device);
      Ids.requireDevice(streamCode);
    }

    /** The topic of {@code stream}. */
    public Up(String clinic, String device, StreamName stream) {
      this(clinic, device, stream.code());
    }

    /** The stream, or empty if it is one nobody knows or devices do not send. */
    public Optional<StreamName> stream() {
      return StreamName.ofCode(streamCode).filter(StreamName::comesFromDevices);
    }

    @Override
    public String text() {
      return PREFIX + clinic + "/" + device + "/up/" + streamCode;
    }
  }

  /** Presence of a device. */
  record Status(String clinic, String device) implements TopicName {
    public Status {
      Ids.requirePseudonym(clinic);
      Ids.requireDevice(device);
    }

    @Override
    public String text() {
      return PREFIX + clinic + "/" + device + "/status";
    }
  }

  /**
   * What the service tells a device.
   *
   * @param leaf {@code sync} or {@code feedback}
   */
  record Down(String clinic, String device, String leaf) implements TopicName {
    public Down {
      Ids.requirePseudonym(clinic);
      Ids.requireDevice(device);
      Ids.requireDevice(leaf);
    }

    @Override
    public String text() {
      return PREFIX + clinic + "/" + device + "/down/" + leaf;
    }
  }

  /** Alert changes of a clinic, for integrators. */
  record ClinicAlerts(String clinic) implements TopicName {
    public ClinicAlerts {
      Ids.requirePseudonym(clinic);
    }

    @Override
    public String text() {
      return PREFIX + clinic + "/alerts";
    }
  }

  /** The service's own channel for a change of one patient's profile; never on the broker. */
  record ServiceProfile(String clinic, String patient) implements TopicName {
    static final String PREFIX = "service/profile/";

    public ServiceProfile {
      Ids.requirePseudonym(clinic);
      Ids.requirePseudonym(patient);
    }

    @Override
    public String text() {
      return PREFIX + clinic + "/" + patient;
    }
  }

  /**
   * The service's own channel for an event that Open Wearables sent by HTTP; never on the broker.
   *
   * @param device the pseudo device that stands for the user there
   * @param event the sender's id of the event, or {@code -}
   */
  record OpenWearablesEvent(String clinic, String device, String event) implements TopicName {
    static final String PREFIX = "service/open-wearables/";

    /** Stands for an event without an id. */
    public static final String NO_ID = "-";

    private static final Pattern EVENT = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    public OpenWearablesEvent {
      Ids.requirePseudonym(clinic);
      Ids.requireDevice(device);
      if (!isEvent(event)) {
        throw new IllegalArgumentException("an event has 1 to 128 letters, digits, _, . or -");
      }
    }

    /** Whether {@code text} can name an event. */
    public static boolean isEvent(String text) {
      return EVENT.matcher(text).matches();
    }

    private static Optional<TopicName> parseRest(String rest) {
      String[] part = rest.split("/", -1);
      return part.length == 3
              && Ids.isPseudonym(part[0])
              && Ids.isDevice(part[1])
              && isEvent(part[2])
          ? Optional.of(new OpenWearablesEvent(part[0], part[1], part[2]))
          : Optional.empty();
    }

    @Override
    public String text() {
      return PREFIX + clinic + "/" + device + "/" + event;
    }
  }

  /**
   * The service's own channel for a message that goes through the journal again; never on the
   * broker.
   *
   * @param sequence the entry it comes from
   */
  record ServiceReplay(String clinic, String device, long sequence) implements TopicName {
    static final String PREFIX = "service/replay/";

    public ServiceReplay {
      Ids.requirePseudonym(clinic);
      Ids.requireDevice(device);
      if (sequence < 1) {
        throw new IllegalArgumentException("an entry has a sequence above 0");
      }
    }

    private static Optional<TopicName> parseRest(String rest) {
      String[] part = rest.split("/", -1);
      return part.length == 3
              && Ids.isPseudonym(part[0])
              && Ids.isDevice(part[1])
              && part[2].matches("[1-9]\\d{0,17}")
          ? Optional.of(new ServiceReplay(part[0], part[1], Long.parseLong(part[2])))
          : Optional.empty();
    }

    @Override
    public String text() {
      return PREFIX + clinic + "/" + device + "/" + sequence;
    }
  }
}
