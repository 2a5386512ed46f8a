package health.carryover.deploy.command;

import com.fasterxml.jackson.databind.JsonNode;
import health.carryover.deploy.simulate.Installation;
import health.carryover.ingest.mqtt.MqttAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An installation that is reached as its operator reaches it.
 *
 * @param tls for a broker that is reached over TLS; null: as Java trusts
 * @param given the broker in place of the one devices are told, or null
 */
record HttpInstallation(ServiceCalls service, @Nullable SSLContext tls, @Nullable URI given)
    implements Installation {
  private static final int MQTT_PORT = 1883;
  private static final int MQTTS_PORT = 8883;

  @Override
  public JsonNode get(String path) throws IOException, InterruptedException {
    try {
      return service.get(path);
    } catch (CommandFailure said) {
      throw new IOException(said.getMessage(), said);
    }
  }

  @Override
  public JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
    try {
      return service.post(path, body);
    } catch (CommandFailure.Later later) {
      throw new LaterException(String.valueOf(later.getMessage()));
    } catch (CommandFailure said) {
      throw new IOException(said.getMessage(), said);
    }
  }

  @Override
  public JsonNode put(String path, Map<String, ?> body) throws IOException, InterruptedException {
    try {
      return service.put(path, body);
    } catch (CommandFailure said) {
      throw new IOException(said.getMessage(), said);
    }
  }

  @Override
  public void lines(String path, Predicate<String> goOn) throws IOException, InterruptedException {
    try {
      service.download(
          path,
          body -> {
            BufferedReader lines =
                new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            String line = lines.readLine();
            while (line != null && goOn.test(line)) {
              line = lines.readLine();
            }
          });
    } catch (CommandFailure said) {
      throw new IOException(said.getMessage(), said);
    }
  }

  @Override
  public MqttAddress broker(URI told, String device) {
    URI broker = given == null ? told : given;
    boolean encrypted = "mqtts".equals(broker.getScheme());
    int usual = encrypted ? MQTTS_PORT : MQTT_PORT;
    MqttAddress plain =
        MqttAddress.of(broker.getHost(), broker.getPort() < 0 ? usual : broker.getPort(), device);
    return encrypted && tls != null ? plain.over(tls) : plain;
  }
}
