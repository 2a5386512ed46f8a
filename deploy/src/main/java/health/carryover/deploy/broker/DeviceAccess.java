package health.carryover.deploy.broker;

import health.carryover.analysis.port.StoreUnavailableException;
import health.carryover.ingest.device.DeviceDoor;
import health.carryover.ingest.device.DeviceTopics;
import health.carryover.ingest.topic.TopicFilters;
import health.carryover.ingest.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Devices come in with their secrets, or with a certificate that names them, and keep to their own
 * topics; the service comes in with secrets of its own, reads what devices send and writes to them.
 * Fails closed: while credentials cannot be read, nobody new comes in.
 */
public final class DeviceAccess implements BrokerAccess {
  /** No device can have this name. */
  private static final String LOCAL = "*local*";

  /** What becomes of clients without a credential. */
  public enum Unknown {
    /** They are turned away. */
    REFUSED,
    /**
     * They may do everything, unless they use the name of a device that has a credential. The
     * broker refuses to start with it on any but a loopback address.
     */
    ADMITTED_ON_THIS_MACHINE
  }

  private final DeviceDoor door;
  private final Map<String, String> serviceSecrets;
  private final Unknown unknown;
  private final RefusedLogins refused;

  /**
   * @param serviceSecrets the secrets of the service's own clients, by client id
   * @param refused hears of every client that is turned away
   */
  public DeviceAccess(
      DeviceDoor door, Map<String, String> serviceSecrets, Unknown unknown, RefusedLogins refused) {
    this.door = door;
    this.serviceSecrets = Map.copyOf(serviceSecrets);
    this.unknown = unknown;
    this.refused = refused;
  }

  @Override
  public Reach reach() {
    return switch (unknown) {
      case REFUSED -> Reach.ANY_ADDRESS;
      case ADMITTED_ON_THIS_MACHINE -> Reach.LOOPBACK_ALONE;
    };
  }

  @Override
  public @Nullable String admit(Login login) {
    try {
      String name = known(login);
      if (name == null) {
        refused.count(RefusedLogins.Reason.UNKNOWN);
      }
      return name;
    } catch (StoreUnavailableException away) {
      refused.count(RefusedLogins.Reason.RECORDS_AWAY);
      return null;
    }
  }

  private @Nullable String known(Login login) {
    String clientId = login.clientId();
    String username = login.username();
    String secret = login.secret();
    String certified = login.certificateName();
    if (username != null && !username.equals(clientId)) {
      return null;
    }
    String expected = serviceSecrets.get(clientId);
    if (expected != null) {
      return username != null && secret != null && same(expected, secret) ? clientId : null;
    }
    if (unknown == Unknown.ADMITTED_ON_THIS_MACHINE && !door.knows(clientId)) {
      return LOCAL;
    }
    if (certified != null && !certified.equals(clientId)) {
      return null;
    }
    if (secret != null) {
      return username != null && isRight(clientId, secret, login.address()) ? clientId : null;
    }
    // The certificate stands in place of the secret, and ends with it.
    return certified != null && door.clinicOf(clientId).isPresent() ? clientId : null;
  }

  private boolean isRight(String device, String secret, String address) {
    return switch (door.ask(device, secret, address)) {
      case ADMITTED -> true;
      case REFUSED -> false;
      case TOO_MANY -> {
        refused.count(RefusedLogins.Reason.TOO_MANY);
        yield false;
      }
    };
  }

  private static boolean same(String expected, String secret) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean permits(String name, Operation operation, String topic) {
    if (name.equals(LOCAL)) {
      return unknown == Unknown.ADMITTED_ON_THIS_MACHINE;
    }
    if (serviceSecrets.containsKey(name)) {
      return permitsService(operation, topic);
    }
    try {
      return door.clinicOf(name)
          .map(clinic -> permitsDevice(clinic, name, operation, topic))
          .orElse(false);
    } catch (StoreUnavailableException away) {
      return false;
    }
  }

  @Override
  public BiPredicate<Operation, String> rights(String name) {
    if (name.equals(LOCAL) || serviceSecrets.containsKey(name)) {
      return BrokerAccess.super.rights(name);
    }
    try {
      return door.clinicOf(name)
          .<BiPredicate<Operation, String>>map(
              clinic -> (operation, topic) -> permitsDevice(clinic, name, operation, topic))
          .orElse((operation, topic) -> false);
    } catch (StoreUnavailableException away) {
      return (operation, topic) -> false;
    }
  }

  private static boolean permitsDevice(
      String clinic, String device, Operation operation, String topic) {
    return switch (operation) {
      case PUBLISH -> DeviceTopics.mayWrite(clinic, device, topic);
      case READ -> DeviceTopics.mayRead(clinic, device, topic);
    };
  }

  private static boolean permitsService(Operation operation, String topic) {
    return switch (operation) {
      case READ -> TopicFilters.ofTheService().contains(topic);
      case PUBLISH ->
          TopicName.parse(topic)
              .filter(
                  parsed ->
                      parsed instanceof TopicName.Down
                          || parsed instanceof TopicName.ClinicAlerts
                          // To clear what is kept of a device that was erased.
                          || parsed instanceof TopicName.Status)
              .isPresent();
    };
  }
}
