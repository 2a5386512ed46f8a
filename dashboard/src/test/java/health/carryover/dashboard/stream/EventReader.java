package health.carryover.dashboard.stream;

import health.carryover.dashboard.RunningDashboard;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** Reads a stream as a browser does. Confined to one thread. */
final class EventReader implements AutoCloseable {
  private final InputStream stream;
  private final BufferedReader lines;

  private EventReader(HttpResponse<InputStream> response) {
    stream = response.body();
    lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  /** One event; {@code id} is empty if it has none. */
  record Event(String id, String name, String data) {}

  /** Opens a stream after {@code lastEventId}, or from now on if that is empty. */
  static EventReader open(RunningDashboard dashboard, String lastEventId) {
    HttpRequest.Builder request = dashboard.administration("/api/v1/alerts/stream").GET();
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    return open(request);
  }

  static EventReader open(HttpRequest.Builder request) {
    try {
      HttpResponse<InputStream> response =
          HttpClient.newHttpClient()
              .send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        throw new AssertionError("status " + response.statusCode());
      }
      return new EventReader(response);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The next event but signs of life, or null at the end. */
  Event next() {
    return next(event -> !event.name().equals("alive"));
  }

  /** The next event that is {@code right}, or null at the end. */
  Event next(Predicate<Event> right) {
    String id = "";
    String name = "";
    StringBuilder data = new StringBuilder();
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          Event event = new Event(id, name, data.toString());
          if (!data.isEmpty() && right.test(event)) {
            return event;
          }
          id = "";
          name = "";
          data.setLength(0);
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data.append(line.substring(6));
        }
      }
    } catch (IOException e) {
      // The other side cut the connection: the stream is over.
    }
    return null;
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
