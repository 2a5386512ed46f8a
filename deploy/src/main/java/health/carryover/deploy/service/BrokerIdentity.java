package health.carryover.deploy.service;

import health.carryover.deploy.config.Secret;
import health.carryover.deploy.config.Settings;
import health.carryover.ingest.mqtt.MqttAddress;
import health.carryover.ingest.mqtt.MqttCredentials;
import health.carryover.ingest.topic.TopicFilters;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Who one service is at its broker, and what it reads there. Immutable. */
final class BrokerIdentity {
  private final Settings settings;

  /** Of this process alone: the service and its own broker are the same program. */
  private final String secret = AdminToken.random();

  BrokerIdentity(Settings settings) {
    this.settings = settings;
  }

  /** Where a program on this machine reaches what listens at {@code host}. */
  static String reachable(String host) {
    return switch (host) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::" -> "::1";
      default -> host;
    };
  }

  /** The client id that reads: the broker keeps what comes while this service is away under it. */
  String intake() {
    return "carryover-service-" + name();
  }

  /** The client id that writes. */
  String publisher() {
    return "carryover-down-" + name();
  }

  private String name() {
    String instance = settings.broker().instance();
    return instance.isEmpty() ? settings.clinic() : settings.clinic() + "-" + instance;
  }

  /** The secrets of both at the embedded broker. */
  Map<String, String> secrets() {
    return Map.of(intake(), secret, publisher(), secret);
  }

  /** What is subscribed to. */
  List<String> filters() {
    Secret group = settings.broker().sharedGroup();
    return group.isEmpty()
        ? TopicFilters.ofTheService()
        : TopicFilters.ofTheServices(group.reveal());
  }

  /**
   * The broker, as {@code clientId} reaches it.
   *
   * @param tls of a broker that encrypts
   */
  MqttAddress address(String clientId, int port, @Nullable SSLContext tls) {
    Settings.Broker broker = settings.broker();
    MqttAddress plain = MqttAddress.of(reachable(broker.host()), port, clientId);
    MqttAddress address = tls == null ? plain : plain.over(tls);
    return switch (broker.kind()) {
      case EMBEDDED -> address.with(new MqttCredentials(clientId, secret));
      case EXTERNAL ->
          broker.user().isEmpty()
              ? address
              : address.with(new MqttCredentials(broker.user(), broker.password().reveal()));
    };
  }
}
