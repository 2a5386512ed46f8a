package health.carryover.deploy.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.carryover.deploy.config.Settings;
import health.carryover.deploy.service.AdminToken;
import health.carryover.deploy.service.Certificates;
import health.carryover.deploy.tls.UnusableKeyException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** Talks to the service that runs on this machine with the same settings. */
final class ServiceCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int REFUSED = 400;
  private static final int TOO_MANY = 429;

  private final HttpClient client;
  private final ObjectMapper json = new ObjectMapper();
  private final URI address;
  private final String token;

  private ServiceCalls(HttpClient client, URI address, String token) {
    this.client = client;
    this.address = address;
    this.token = token;
  }

  static ServiceCalls of(Settings settings) throws CommandFailure {
    Settings.Listener at = settings.dashboard();
    String host = at.host().equals("0.0.0.0") ? "127.0.0.1" : at.host();
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(PATIENCE);
    try {
      SSLContext tls = Certificates.read(settings, Instant.now()).toThisService();
      if (tls != null) {
        client.sslContext(tls);
      }
      return new ServiceCalls(
          client.build(),
          URI.create((tls == null ? "http://" : "https://") + host + ":" + at.port()),
          AdminToken.ofCommand(settings.dataFolder()));
    } catch (NoSuchFileException never) {
      throw new CommandFailure(
          "no service has run with the data folder "
              + settings.dataFolder()
              + ": start it, or name its settings with --config");
    } catch (UnusableKeyException unusable) {
      throw new CommandFailure(String.valueOf(unusable.getMessage()));
    } catch (IOException unreadable) {
      throw new CommandFailure(
          "the token in " + settings.dataFolder() + " may not be read: run as the service's user");
    }
  }

  /** A service elsewhere. */
  static ServiceCalls at(URI address, String token) {
    return new ServiceCalls(
        HttpClient.newBuilder().connectTimeout(PATIENCE).build(), address, token);
  }

  JsonNode get(String path) throws CommandFailure, InterruptedException {
    return answer(HttpRequest.newBuilder(address.resolve(path)).GET());
  }

  JsonNode post(String path, Map<String, ?> body) throws CommandFailure, InterruptedException {
    return answer(withBody(path).POST(bytes(body)));
  }

  JsonNode put(String path, Map<String, ?> body) throws CommandFailure, InterruptedException {
    return answer(withBody(path).PUT(bytes(body)));
  }

  /**
   * Hands over what the service sends, as it comes. Begins within the usual patience and then takes
   * as long as it takes.
   */
  void download(String path, Download use) throws CommandFailure, InterruptedException {
    try {
      HttpResponse<InputStream> response =
          client.send(
              authorized(HttpRequest.newBuilder(address.resolve(path)).GET()),
              BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() >= REFUSED) {
          throw new CommandFailure(complaint(response.statusCode(), json.readTree(body)));
        }
        use.take(body);
      }
    } catch (ConnectException | HttpTimeoutException unreachable) {
      throw unreachable();
    } catch (IOException broken) {
      throw new CommandFailure("it broke off: " + broken.getMessage());
    }
  }

  /** What is done with a download. */
  interface Download {
    void take(InputStream body) throws IOException;
  }

  private HttpRequest authorized(HttpRequest.Builder request) {
    return request.timeout(PATIENCE).header("Authorization", "Bearer " + token).build();
  }

  private CommandFailure unreachable() {
    return new CommandFailure(
        "no service answers at " + address + ": start it with deploy/carryover serve");
  }

  private HttpRequest.Builder withBody(String path) {
    return HttpRequest.newBuilder(address.resolve(path)).header("Content-Type", "application/json");
  }

  private HttpRequest.BodyPublisher bytes(Map<String, ?> body) throws CommandFailure {
    try {
      return BodyPublishers.ofByteArray(json.writeValueAsBytes(body));
    } catch (IOException impossible) {
      throw new CommandFailure("the request cannot be written");
    }
  }

  private JsonNode answer(HttpRequest.Builder request) throws CommandFailure, InterruptedException {
    try {
      HttpResponse<byte[]> response = client.send(authorized(request), BodyHandlers.ofByteArray());
      JsonNode body = json.readTree(response.body());
      if (response.statusCode() == TOO_MANY) {
        throw new CommandFailure.Later(complaint(TOO_MANY, body));
      }
      if (response.statusCode() >= REFUSED) {
        throw new CommandFailure(complaint(response.statusCode(), body));
      }
      return body;
    } catch (IOException unreachable) {
      throw unreachable();
    }
  }

  private static String complaint(int status, JsonNode body) {
    StringBuilder words =
        new StringBuilder("the service refuses: ")
            .append(body.path("message").asText("HTTP status " + status));
    body.path("violations")
        .forEach(
            one ->
                words
                    .append("; ")
                    .append(one.path("field").asText())
                    .append(' ')
                    .append(one.path("message").asText()));
    return words.toString();
  }
}
