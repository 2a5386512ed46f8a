package health.carryover.ingest.mqtt;

import java.time.Duration;

/**
 * How a publisher behaves.
 *
 * @param window how many messages may be under way unconfirmed, 1 to 65535; the broker's receive
 *     maximum lowers it
 * @param capacity how many messages may wait for a place in the window, at least 1
 * @param keepAlive whole seconds, at least one
 * @param connectTimeout for each of: reaching the broker and its greeting
 * @param closeGrace how long closing waits for confirmations; zero for not at all
 * @param backoff the waits between attempts to connect
 */
public record MqttPublisherSettings(
    int window,
    int capacity,
    Duration keepAlive,
    Duration connectTimeout,
    Duration closeGrace,
    Backoff backoff) {

  private static final int MOST_IN_FLIGHT = 65_535;

  public MqttPublisherSettings {
    if (window < 1 || window > MOST_IN_FLIGHT || capacity < 1) {
      throw new IllegalArgumentException("window " + window + ", capacity " + capacity);
    }
    if (keepAlive.toSeconds() < 1 || connectTimeout.toSeconds() < 1 || closeGrace.isNegative()) {
      throw new IllegalArgumentException("keep-alive and connect timeout are at least 1 s");
    }
  }

  /** Window 500, capacity 1000, keep-alive 30 s, connect timeout 10 s, close grace 5 s. */
  public static MqttPublisherSettings standard() {
    return new MqttPublisherSettings(
        500,
        1_000,
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        Duration.ofSeconds(5),
        Backoff.standard());
  }

  public MqttPublisherSettings withWindow(int messages) {
    return new MqttPublisherSettings(
        messages, capacity, keepAlive, connectTimeout, closeGrace, backoff);
  }

  public MqttPublisherSettings withCapacity(int messages) {
    return new MqttPublisherSettings(
        window, messages, keepAlive, connectTimeout, closeGrace, backoff);
  }

  public MqttPublisherSettings withCloseGrace(Duration grace) {
    return new MqttPublisherSettings(window, capacity, keepAlive, connectTimeout, grace, backoff);
  }

  public MqttPublisherSettings withBackoff(Backoff waits) {
    return new MqttPublisherSettings(
        window, capacity, keepAlive, connectTimeout, closeGrace, waits);
  }
}
