package health.carryover.dashboard;

import health.carryover.analysis.port.BrokerDoor;
import health.carryover.analysis.port.StoreUnavailableException;

/** Lets one device in, permits it one topic for each operation, and fails for another. */
final class SampleBrokerDoor implements BrokerDoor {
  static final String TOKEN = "the broker's token";

  @Override
  public boolean trusts(String token) {
    return token.equals(TOKEN);
  }

  @Override
  public Verdict admits(String clientId, String username, String secret, String from) {
    if (clientId.equals("broken")) {
      throw new StoreUnavailableException("away", new IllegalStateException());
    }
    if (clientId.equals("eager")) {
      return Verdict.TOO_MANY;
    }
    return clientId.equals("d1") && username.equals("d1") && secret.equals("right")
        ? Verdict.ALLOWED
        : Verdict.DENIED;
  }

  @Override
  public Verdict permits(String clientId, String username, Operation operation, String topic) {
    return topic.equals(clientId + " " + operation) ? Verdict.ALLOWED : Verdict.DENIED;
  }
}
