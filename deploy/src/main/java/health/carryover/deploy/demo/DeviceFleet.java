package health.carryover.deploy.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.deploy.simulator.DeviceMessage;
import health.carryover.ingest.mqtt.MqttAddress;
import health.carryover.ingest.mqtt.MqttPublisher;
import health.carryover.ingest.mqtt.MqttPublisherSettings;
import health.carryover.ingest.mqtt.MqttRole;
import health.carryover.ingest.mqtt.MqttStateListener;
import health.carryover.ingest.mqtt.OutboundMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Devices that publish, each over a connection of its own under its own name, as real ones do.
 * Confined to one thread.
 */
public final class DeviceFleet implements AutoCloseable {
  private static final Duration CONFIRM_PATIENCE = Duration.ofSeconds(60);

  private final String clinic;
  private final Function<String, MqttAddress> addressOfDevice;
  private final Map<String, MqttPublisher> devices = new HashMap<>();
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param clinic in the topics
   * @param addressOfDevice the broker as the device of that name reaches it
   */
  public DeviceFleet(String clinic, Function<String, MqttAddress> addressOfDevice) {
    this.clinic = clinic;
    this.addressOfDevice = addressOfDevice;
  }

  /**
   * Publishes what each device has to say, in order for each device. What the broker does not take
   * now waits at the device, and when too much waits this call does.
   */
  public void publish(List<DeviceMessage> messages) throws InterruptedException {
    confirmations(messages);
  }

  /**
   * Publishes and waits until the broker has confirmed all of it.
   *
   * @throws TimeoutException if it does not within a minute
   */
  public void publishAndWait(List<DeviceMessage> messages)
      throws InterruptedException, TimeoutException {
    try {
      CompletableFuture.allOf(confirmations(messages).toArray(CompletableFuture[]::new))
          .get(CONFIRM_PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException refused) {
      throw new IllegalStateException("the broker refuses what devices say", refused);
    }
  }

  private List<CompletableFuture<Void>> confirmations(List<DeviceMessage> messages)
      throws InterruptedException {
    List<CompletableFuture<Void>> confirmed = new ArrayList<>(messages.size());
    for (DeviceMessage message : messages) {
      confirmed.add(device(message.device()).publish(outbound(message)).toCompletableFuture());
    }
    return confirmed;
  }

  @Override
  public void close() {
    devices.values().parallelStream().forEach(MqttPublisher::close);
  }

  private MqttPublisher device(String name) {
    return devices.computeIfAbsent(
        name,
        id -> {
          MqttPublisher publisher =
              new MqttPublisher(
                  addressOfDevice.apply(id),
                  MqttPublisherSettings.standard().withCloseGrace(Duration.ofSeconds(1)),
                  MqttRole.FEED,
                  MqttStateListener.none(),
                  // Counted by device, and nobody reads it: not for the service's metrics.
                  new SimpleMeterRegistry());
          publisher.start();
          return publisher;
        });
  }

  private OutboundMessage outbound(DeviceMessage message) {
    try {
      return OutboundMessage.of(message.topic(clinic), json.writeValueAsBytes(message.payload()));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a payload of plain values", impossible);
    }
  }
}
