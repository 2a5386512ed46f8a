package health.carryover.ingest.mqtt;

import java.time.Duration;
import java.util.List;

/**
 * How a receiving link behaves. The session on the broker belongs to the client id; to stop hearing
 * a filter that was subscribed before, use another client id or end the session at the broker.
 *
 * @param filters topic filters, at least one, all subscribed at QoS 1
 * @param sessionExpiry how long the broker holds messages for an absent link, whole seconds
 * @param receiveMaximum how many messages the broker may have under way unacknowledged, 1 to 65535.
 *     The rate is bounded by this number divided by the time of one commit plus 0.5 ms
 * @param offerTimeout how long a full intake may stall before the connection is dropped; at most
 *     half of {@code keepAlive}, since a stalled link answers no pings
 * @param keepAlive whole seconds, at least one
 * @param connectTimeout for each of: reaching the broker, its greeting, its answer to a
 *     subscription
 * @param maximumPacketBytes the broker discards larger messages instead of sending them; the
 *     broker's own limit should not be above it
 * @param backoff the waits between attempts to connect
 */
public record MqttLinkSettings(
    List<String> filters,
    Duration sessionExpiry,
    int receiveMaximum,
    Duration offerTimeout,
    Duration keepAlive,
    Duration connectTimeout,
    int maximumPacketBytes,
    Backoff backoff) {

  private static final int MOST_IN_FLIGHT = 65_535;

  public MqttLinkSettings {
    filters = List.copyOf(filters);
    if (filters.isEmpty() || filters.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("no topic filter, or an empty one");
    }
    if (receiveMaximum < 1 || receiveMaximum > MOST_IN_FLIGHT) {
      throw new IllegalArgumentException("receive maximum " + receiveMaximum);
    }
    if (sessionExpiry.toSeconds() < 1 || keepAlive.toSeconds() < 1) {
      throw new IllegalArgumentException("session expiry and keep-alive are at least 1 s");
    }
    if (connectTimeout.toSeconds() < 1 || maximumPacketBytes < 1) {
      throw new IllegalArgumentException("connect timeout and packet size are positive");
    }
    if (offerTimeout.isNegative() || offerTimeout.compareTo(keepAlive.dividedBy(2)) > 0) {
      throw new IllegalArgumentException(
          "offer timeout " + offerTimeout + " is above half of the keep-alive " + keepAlive);
    }
  }

  /**
   * The standard settings: session expiry 7 days, receive maximum 1000, offer timeout 10 s,
   * keep-alive 30 s, connect timeout 10 s, packets up to 1 MiB.
   */
  public static MqttLinkSettings subscribingTo(String... filters) {
    return new MqttLinkSettings(
        List.of(filters),
        Duration.ofDays(7),
        1_000,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        1 << 20,
        Backoff.standard());
  }

  public MqttLinkSettings withSessionExpiry(Duration expiry) {
    return new MqttLinkSettings(
        filters,
        expiry,
        receiveMaximum,
        offerTimeout,
        keepAlive,
        connectTimeout,
        maximumPacketBytes,
        backoff);
  }

  public MqttLinkSettings withReceiveMaximum(int maximum) {
    return new MqttLinkSettings(
        filters,
        sessionExpiry,
        maximum,
        offerTimeout,
        keepAlive,
        connectTimeout,
        maximumPacketBytes,
        backoff);
  }

  public MqttLinkSettings withOfferTimeout(Duration timeout) {
    return new MqttLinkSettings(
        filters,
        sessionExpiry,
        receiveMaximum,
        timeout,
        keepAlive,
        connectTimeout,
        maximumPacketBytes,
        backoff);
  }

  public MqttLinkSettings withBackoff(Backoff waits) {
    return new MqttLinkSettings(
        filters,
        sessionExpiry,
        receiveMaximum,
        offerTimeout,
        keepAlive,
        connectTimeout,
        maximumPacketBytes,
        waits);
  }
}
