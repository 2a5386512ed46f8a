package health.carryover.deploy.broker;

import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect, and what each may do. Called on the broker's threads, on every connection and
 * (results are kept for ten seconds) on every publish and subscription; must be thread-safe and
 * quick.
 *
 * <p>The broker knows a client by a {@code Subject} that holds its own kind of {@code
 * UserPrincipal}; any other principal counts as nobody. That is made from the name returned here,
 * so an implementation deals in names alone. The broker also asks with addresses in place of
 * topics, levels parted by dots; they are turned back into topics before they come here.
 */
public interface BrokerAccess {

  /** What a client wants to do with a topic or, for {@link #READ}, a topic filter. */
  enum Operation {
    PUBLISH,
    READ
  }

  /**
   * What a client comes with.
   *
   * @param username null when the client sent none
   * @param secret null when the client sent none
   * @param clientId the id the client chose
   * @param certificateName the common name in the certificate it showed, vouched for by an
   *     authority for devices; null when it showed none
   * @param address where it comes from, without the port
   */
  record Login(
      @Nullable String username,
      @Nullable String secret,
      String clientId,
      @Nullable String certificateName,
      String address) {
    /** Nothing of it. */
    @Override
    public String toString() {
      return "Login[]";
    }
  }

  /**
   * Whether a client is heard now. The connection of one that is not is cut without a word, so that
   * it comes again; a refusal may end its attempts.
   */
  default boolean answers(String clientId) {
    return true;
  }

  /**
   * Decides on a connection.
   *
   * @return the name the client is known by from now on; null to turn it away
   */
  @Nullable String admit(Login login);

  /**
   * Decides on an operation.
   *
   * @param name as {@link #admit} returned it
   * @param topic a topic or topic filter, with {@code /}, {@code +} and {@code #}
   */
  boolean permits(String name, Operation operation, String topic);

  /**
   * What a client may do while its connection lasts: asked for once, when it was admitted. Whoever
   * takes a right away ends the connection.
   *
   * @param name as {@link #admit} returned it
   */
  default BiPredicate<Operation, String> rights(String name) {
    return (operation, topic) -> permits(name, operation, topic);
  }

  /** Where a broker with this access may listen. */
  enum Reach {
    /** Everybody is known by a secret. */
    ANY_ADDRESS,
    /** Somebody comes in without: nobody but this machine may be able to connect. */
    LOOPBACK_ALONE
  }

  /** Where a broker with this access may listen. */
  default Reach reach() {
    return Reach.ANY_ADDRESS;
  }

  /** Everyone may do everything; accepted only where nobody but this machine can connect. */
  static BrokerAccess anyoneOnThisMachine() {
    return AnyoneOnThisMachine.INSTANCE;
  }
}
