package health.carryover.ingest.device;

import health.carryover.analysis.port.BrokerDoor;
import health.carryover.ingest.mqtt.MqttCredentials;
import health.carryover.ingest.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same rights as at the embedded broker, for an external one that asks. The service's own links
 * come in with the user name and password of the settings. Any thread.
 */
public final class ExternalBrokerDoor implements BrokerDoor {
  private static final int ASKED_FOR_ONE_CLIENT = 6_000;
  private static final int ASKED_FOR_ALL = 600_000;
  private static final Duration PER = Duration.ofMinutes(1);

  private final DeviceDoor door;
  private final byte[] tokenDigest;
  private final @Nullable MqttCredentials service;
  private final List<String> serviceFilters;
  private final InstantSource clock;
  private final Attempts asked = new Attempts(ASKED_FOR_ONE_CLIENT, ASKED_FOR_ALL, PER);

  /**
   * @param token with which the broker asks
   * @param service the service's own user there; null: it has none
   * @param serviceFilters what the service subscribes to
   */
  public ExternalBrokerDoor(
      DeviceDoor door,
      String token,
      @Nullable MqttCredentials service,
      List<String> serviceFilters,
      InstantSource clock) {
    this.door = door;
    this.tokenDigest = digest(token);
    this.service = service;
    this.serviceFilters = List.copyOf(serviceFilters);
    this.clock = clock;
  }

  @Override
  public boolean trusts(String token) {
    return MessageDigest.isEqual(tokenDigest, digest(token));
  }

  @Override
  public Verdict admits(String clientId, String username, String secret, String from) {
    if (isService(username)) {
      return verdict(
          MessageDigest.isEqual(digest(service == null ? "" : service.secret()), digest(secret)));
    }
    if (!username.equals(clientId)) {
      return Verdict.DENIED;
    }
    // A broker that does not say where a client comes from: its name has to do.
    return switch (door.ask(username, secret, from.isEmpty() ? "device:" + username : from)) {
      case ADMITTED -> Verdict.ALLOWED;
      case REFUSED -> Verdict.DENIED;
      case TOO_MANY -> Verdict.TOO_MANY;
    };
  }

  @Override
  public Verdict permits(String clientId, String username, Operation operation, String topic) {
    if (isService(username)) {
      return verdict(permitsService(operation, topic));
    }
    if (!username.equals(clientId)) {
      return Verdict.DENIED;
    }
    synchronized (asked) {
      if (!asked.take(username, clock.instant())) {
        return Verdict.TOO_MANY;
      }
    }
    return verdict(
        door.clinicOf(username)
            .map(
                clinic ->
                    switch (operation) {
                      case PUBLISH -> DeviceTopics.mayWrite(clinic, username, topic);
                      case SUBSCRIBE, RECEIVE -> DeviceTopics.mayRead(clinic, username, topic);
                    })
            .orElse(false));
  }

  private boolean isService(String username) {
    return service != null && service.username().equals(username);
  }

  private boolean permitsService(Operation operation, String topic) {
    return switch (operation) {
      case SUBSCRIBE -> serviceFilters.contains(topic);
      case RECEIVE ->
          TopicName.parse(topic)
              .filter(name -> name instanceof TopicName.Up || name instanceof TopicName.Status)
              .isPresent();
      case PUBLISH ->
          TopicName.parse(topic)
              .filter(
                  name -> name instanceof TopicName.Down || name instanceof TopicName.ClinicAlerts)
              .isPresent();
    };
  }

  private static Verdict verdict(boolean allowed) {
    return allowed ? Verdict.ALLOWED : Verdict.DENIED;
  }

  /** Of one length, so that comparing does not tell how long a secret is. */
  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
