package health.carryover.deploy.broker;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;

/**
 * Ends the connection of whoever publishes, or leaves as a will, a message with a text that MQTT
 * lets a receiver take for malformed (version 5, section 1.5.4): control characters, halves of
 * surrogate pairs, characters that are none, and what was no UTF-8. The client library of those who
 * would receive it stops reading at such a text, for good, as often as it is sent again. A
 * backslash in a topic is refused too: the broker writes names with it, and loses messages whose
 * level is one alone. Runs on the broker's threads.
 */
final class CleanTexts implements MQTTInterceptor {
  private static final int REPLACED = 0xFFFD;
  private static final int NO_CHARACTERS_FROM = 0xFDD0;
  private static final int NO_CHARACTERS_TO = 0xFDEF;
  private static final int LAST_TWO_OF_A_PLANE = 0xFFFE;

  @Override
  public boolean intercept(MqttMessage packet, RemotingConnection connection) {
    if (packet instanceof MqttPublishMessage publish) {
      return areIn(publish);
    }
    if (packet instanceof MqttConnectMessage connect) {
      MqttConnectPayload payload = connect.payload();
      return isClean(payload.clientIdentifier())
          && isClean(payload.userName())
          && isTopic(payload.willTopic())
          && areClean(payload.willProperties());
    }
    return true;
  }

  /** Whether the texts of a message are ones a receiver can take. */
  static boolean areIn(MqttPublishMessage publish) {
    return isTopic(publish.variableHeader().topicName())
        && areClean(publish.variableHeader().properties());
  }

  private static boolean isTopic(@Nullable String topic) {
    return topic == null || (topic.indexOf('\\') < 0 && !topic.contains("::") && isClean(topic));
  }

  private static boolean areClean(@Nullable MqttProperties properties) {
    return properties == null || properties.listAll().stream().allMatch(CleanTexts::isProperty);
  }

  private static boolean isProperty(MqttProperties.MqttProperty<?> property) {
    if (property instanceof MqttProperties.UserProperties pairs) {
      return pairs.value().stream().allMatch(pair -> isClean(pair.key) && isClean(pair.value));
    }
    if (property instanceof MqttProperties.UserProperty one) {
      return isClean(one.value().key) && isClean(one.value().value);
    }
    return !(property instanceof MqttProperties.StringProperty text) || isClean(text.value());
  }

  /** Whether every character is one and can be shown. */
  private static boolean isClean(@Nullable String text) {
    return text == null || text.codePoints().allMatch(CleanTexts::isCharacter);
  }

  private static boolean isCharacter(int character) {
    return !Character.isISOControl(character)
        && !(character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE)
        && !(character >= NO_CHARACTERS_FROM && character <= NO_CHARACTERS_TO)
        && (character & LAST_TWO_OF_A_PLANE) != LAST_TWO_OF_A_PLANE
        && character != REPLACED;
  }
}
