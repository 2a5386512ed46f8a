package health.carryover.deploy.bench.dashboard;

import health.carryover.deploy.service.CarryoverService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Signs a screen in, as the page behind the link does. */
final class ScreenCookie {
  private ScreenCookie() {}

  /** What the screen sends as {@code Cookie} from then on. */
  static String of(CarryoverService service) throws IOException, InterruptedException {
    String token = service.signInLink().getFragment();
    HttpResponse<Void> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(service.dashboardAddress() + "/api/v1/sign-in"))
                    .header("X-Carryover-Request", "1")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"token\":\"" + token + "\"}"))
                    .build(),
                HttpResponse.BodyHandlers.discarding());
    return answer
        .headers()
        .firstValue("Set-Cookie")
        .map(cookie -> cookie.split(";", 2)[0])
        .orElseThrow(() -> new IOException("signing in is answered with " + answer.statusCode()));
  }
}
