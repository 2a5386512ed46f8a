package health.carryover.analysis.port;

/**
 * Answers an external broker that asks who a client is and what it may do. Any thread; every method
 * but {@link #trusts} may throw {@link StoreUnavailableException}.
 */
public interface BrokerDoor {

  /** Whether {@code token} is the one with which the broker may ask; takes as long either way. */
  boolean trusts(String token);

  /**
   * Whether the client may connect.
   *
   * @param from where it comes from, or empty
   */
  Verdict admits(String clientId, String username, String secret, String from);

  /** Whether the client may do this with {@code topic}, which is a filter for a subscription. */
  Verdict permits(String clientId, String username, Operation operation, String topic);

  /** What a client wants to do. */
  enum Operation {
    PUBLISH,
    SUBSCRIBE,
    RECEIVE
  }

  /** The answer. */
  enum Verdict {
    ALLOWED,
    DENIED,
    /** It was not looked at: this client asked too often. */
    TOO_MANY
  }

  /** Trusts nobody. */
  static BrokerDoor closed() {
    return new BrokerDoor() {
      @Override
      public boolean trusts(String token) {
        return false;
      }

      @Override
      public Verdict admits(String clientId, String username, String secret, String from) {
        return Verdict.DENIED;
      }

      @Override
      public Verdict permits(String clientId, String username, Operation operation, String topic) {
        return Verdict.DENIED;
      }
    };
  }
}
