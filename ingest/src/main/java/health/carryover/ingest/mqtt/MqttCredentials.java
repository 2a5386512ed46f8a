package health.carryover.ingest.mqtt;

/**
 * User name and secret for a broker. The text form shows neither the secret nor its length.
 *
 * @param username not empty
 * @param secret may be empty
 */
public record MqttCredentials(String username, String secret) {

  public MqttCredentials {
    if (username.isEmpty()) {
      throw new IllegalArgumentException("the user name is empty");
    }
  }

  @Override
  public String toString() {
    return "MqttCredentials[username=" + username + ", secret=***]";
  }
}
