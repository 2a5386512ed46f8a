package health.carryover.deploy.broker;

import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.NoCacheLoginException;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.apache.activemq.artemis.utils.CompositeAddress;
import org.jspecify.annotations.Nullable;

/**
 * Puts {@link BrokerAccess} in the broker's terms: subjects with its own kind of principal, and
 * addresses in place of topics. What the broker may ask for beyond publishing and reading, such as
 * managing it over messages, is refused. Thread-safe.
 */
final class AccessGuard implements ActiveMQSecurityManager5 {

  private final BrokerAccess access;
  private final WildcardConfiguration wildcards;

  AccessGuard(BrokerAccess access, WildcardConfiguration wildcards) {
    this.access = access;
    this.wildcards = wildcards;
  }

  @Override
  public @Nullable Subject authenticate(
      @Nullable String user,
      @Nullable String password,
      @Nullable RemotingConnection connection,
      @Nullable String securityDomain)
      throws NoCacheLoginException {
    String clientId = connection == null ? null : connection.getClientID();
    String name = clientId == null ? null : access.admit(user, password, clientId);
    if (name == null) {
      throw new NoCacheLoginException("not admitted");
    }
    Subject subject = new Subject();
    subject.getPrincipals().add(new UserPrincipal(name));
    return subject;
  }

  @Override
  public boolean authorize(
      @Nullable Subject subject, Set<Role> roles, CheckType checkType, String address) {
    Optional<String> name =
        subject == null
            ? Optional.empty()
            : subject.getPrincipals(UserPrincipal.class).stream()
                .findFirst()
                .map(UserPrincipal::getName);
    return name.isPresent() && permits(name.get(), checkType, topicOf(address));
  }

  private boolean permits(String name, CheckType checkType, String topic) {
    return switch (checkType) {
      case SEND -> access.permits(name, BrokerAccess.Operation.PUBLISH, topic);
      case CONSUME,
          BROWSE,
          CREATE_DURABLE_QUEUE,
          DELETE_DURABLE_QUEUE,
          CREATE_NON_DURABLE_QUEUE,
          DELETE_NON_DURABLE_QUEUE ->
          access.permits(name, BrokerAccess.Operation.READ, topic);
      // Both the first publish to a topic and the first subscription to a filter come with one.
      case CREATE_ADDRESS, DELETE_ADDRESS ->
          access.permits(name, BrokerAccess.Operation.PUBLISH, topic)
              || access.permits(name, BrokerAccess.Operation.READ, topic);
      case MANAGE, VIEW, EDIT -> false;
    };
  }

  private String topicOf(String address) {
    String bare = CompositeAddress.extractAddressName(SimpleString.of(address)).toString();
    return MQTTUtil.getMqttTopicFromCoreAddress(bare, wildcards);
  }

  @Override
  public boolean validateUser(@Nullable String user, @Nullable String password) {
    return false;
  }

  @Override
  public boolean validateUserAndRole(
      @Nullable String user, @Nullable String password, Set<Role> roles, CheckType checkType) {
    return false;
  }
}
