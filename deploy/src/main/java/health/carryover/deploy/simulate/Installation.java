package health.carryover.deploy.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import health.carryover.ingest.mqtt.MqttAddress;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.function.Predicate;

/**
 * An installation as its clients see it. Any thread.
 *
 * <p>Every call throws {@link IOException} with one line for the operator if there is no answer or
 * a refusal.
 */
public interface Installation {

  JsonNode get(String path) throws IOException, InterruptedException;

  /**
   * As the others.
   *
   * @throws LaterException if the installation asks to come again in a while
   */
  JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException;

  /** Nothing is wrong but the moment. */
  final class LaterException extends IOException {
    private static final long serialVersionUID = 1L;

    public LaterException(String message) {
      super(message);
    }
  }

  JsonNode put(String path, Map<String, ?> body) throws IOException, InterruptedException;

  /**
   * Hands over the lines of an endless answer, until one of them is enough.
   *
   * @param goOn hears each line: whether to read on
   */
  void lines(String path, Predicate<String> goOn) throws IOException, InterruptedException;

  /**
   * The broker as a device reaches it.
   *
   * @param told as the device was told when it joined, {@code mqtt://host:port} or {@code mqtts}
   */
  MqttAddress broker(URI told, String device);
}
