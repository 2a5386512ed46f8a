package health.carryover.deploy.bench.stores;

import health.carryover.analysis.port.Telemetry.Block;
import health.carryover.deploy.bench.Rounds.Share;
import health.carryover.store.influx.InfluxAddress;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The same points as line protocol, posted by the JDK's HTTP client with nothing around it; making
 * the text is left out of the time. Confined to one thread.
 */
final class BareLines {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int REFUSED = 300;

  private final HttpClient http = HttpClient.newHttpClient();
  private final InfluxAddress address;

  BareLines(InfluxAddress address) {
    this.address = address;
  }

  Share append(List<Block> blocks) {
    StringBuilder text = new StringBuilder();
    long points = 0;
    for (Block block : blocks) {
      for (int i = 0; i < block.atMillis().length; i++) {
        text.append("heart_rate,device=")
            .append(block.device())
            .append(",patient=")
            .append(block.patient())
            .append(" bpm=")
            .append(block.bpm()[i])
            .append(",sequence=")
            .append(block.sequence())
            .append("i ")
            .append(block.atMillis()[i] * NANOS_PER_MILLI + block.sequence() % NANOS_PER_MILLI)
            .append('\n');
        points++;
      }
    }
    HttpRequest request =
        HttpRequest.newBuilder(target())
            .header("Authorization", "Token " + token())
            .POST(BodyPublishers.ofString(text.toString()))
            .build();
    long before = System.nanoTime();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() >= REFUSED) {
        throw new IllegalStateException(
            "InfluxDB refuses with " + answer.statusCode() + ": " + answer.body());
      }
    } catch (IOException failed) {
      throw new IllegalStateException("InfluxDB does not answer", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    }
    return new Share(points, System.nanoTime() - before, points);
  }

  private String token() {
    return switch (address.api()) {
      case V1 -> address.user() + ":" + address.secret();
      case V2 -> address.secret();
    };
  }

  private URI target() {
    return URI.create(
        switch (address.api()) {
          case V1 ->
              "%s/write?precision=ns&db=%s&rp=%s"
                  .formatted(address.url(), encoded(address.database()), encoded(address.policy()));
          case V2 ->
              "%s/api/v2/write?precision=ns&org=%s&bucket=%s"
                  .formatted(
                      address.url(),
                      encoded(address.organisation()),
                      encoded(address.database() + "/" + address.policy()));
        });
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
