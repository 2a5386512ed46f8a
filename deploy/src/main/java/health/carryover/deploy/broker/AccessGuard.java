package health.carryover.deploy.broker;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.NoCacheLoginException;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.apache.activemq.artemis.utils.CertificateUtil;
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
    if (connection != null && clientId != null && !access.answers(clientId)) {
      connection.getTransportConnection().close();
      throw new NoCacheLoginException("not now");
    }
    String name =
        connection == null || clientId == null
            ? null
            : access.admit(
                new BrokerAccess.Login(
                    user, password, clientId, certificateName(connection), address(connection)));
    if (name == null) {
      throw new NoCacheLoginException("not admitted");
    }
    if (connection != null
        && connection.getTransportConnection() instanceof NettyConnection netty) {
      netty.getChannel().attr(DirectDelivery.RIGHTS).set(access.rights(name));
    }
    Subject subject = new Subject();
    subject.getPrincipals().add(new UserPrincipal(name));
    return subject;
  }

  /** The innermost common name of the certificate's subject, or null if it has none. */
  private static @Nullable String certificateName(RemotingConnection connection) {
    X509Certificate[] shown = CertificateUtil.getCertsFromConnection(connection);
    if (shown == null || shown.length == 0) {
      return null;
    }
    try {
      List<Rdn> names = new LdapName(shown[0].getSubjectX500Principal().getName()).getRdns();
      for (int i = names.size() - 1; i >= 0; i--) {
        if (names.get(i).getType().equalsIgnoreCase("CN")
            && names.get(i).getValue() instanceof String name) {
          return name;
        }
      }
      return null;
    } catch (InvalidNameException unreadable) {
      return null;
    }
  }

  private static String address(RemotingConnection connection) {
    String withPort = connection.getRemoteAddress();
    int colon = withPort == null ? -1 : withPort.lastIndexOf(':');
    return withPort == null || colon < 0 ? "" : withPort.substring(0, colon);
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
