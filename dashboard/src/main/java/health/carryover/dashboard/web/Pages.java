package health.carryover.dashboard.web;

import health.carryover.dashboard.http.Compressed;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** The files of the pages: nothing that would need a sign-in. */
public final class Pages {
  private static final String PICO =
      "META-INF/resources/webjars/picocss__pico/2.1.1/css/pico.min.css";
  private static final List<String> STYLES = List.of("carryover.css", "phone.css");
  private static final List<String> SCRIPTS =
      List.of(
          "dom.js",
          "api.js",
          "i18n.js",
          "words.js",
          "live.js",
          "plots.js",
          "pain-plot.js",
          "frame.js",
          "triage.js",
          "patient.js",
          "care-plan.js",
          "sign-in.js",
          "join.js",
          "second-factor.js",
          "office.js",
          "phone.js",
          "phone-outbox.js");
  private static final List<String> WORDS = List.of("phone-words-en.json", "phone-words-de.json");

  public void add(Router router) {
    for (String script : SCRIPTS) {
      file(router, "/assets/" + script, WebFile.ofPages(script, "text/javascript; charset=utf-8"));
    }
    for (String style : STYLES) {
      file(router, "/assets/" + style, WebFile.ofPages(style, "text/css; charset=utf-8"));
    }
    for (String words : WORDS) {
      file(router, "/assets/" + words, WebFile.ofPages(words, "application/json"));
    }
    file(router, "/assets/pico.css", WebFile.ofClassPath(PICO, "text/css; charset=utf-8"));
    WebFile icon = WebFile.ofPages("favicon.svg", "image/svg+xml");
    file(router, "/favicon.svg", icon);
    file(router, "/favicon.ico", icon);
    file(router, "/openapi.json", WebFile.ofPages("openapi.json", "application/json"));
    file(router, "/asyncapi.yaml", WebFile.ofPages("asyncapi.yaml", "application/yaml"));
    // At the top, because a worker reaches no further up than where it lies.
    file(
        router,
        "/phone-worker.js",
        WebFile.ofPages("phone-worker.js", "text/javascript; charset=utf-8"));
    file(
        router,
        "/phone.webmanifest",
        WebFile.ofPages("phone.webmanifest", "application/manifest+json"));
    // A patient's phone: no sign-in, because it shows nothing before it has a secret of its own.
    file(router, "/phone", WebFile.ofPages("phone.html", "text/html; charset=utf-8"));
  }

  private static void file(Router router, String path, WebFile file) {
    router
        .get(path)
        .handler(
            context -> {
              // Asked again each time, answered with 304 unless a new version brought new files.
              context
                  .response()
                  .putHeader("Cache-Control", "no-cache")
                  .putHeader("ETag", file.tag());
              if (file.tag().equals(context.request().getHeader("If-None-Match"))) {
                context.response().setStatusCode(304).end();
              } else {
                send(context, file);
              }
            });
  }

  private static void send(RoutingContext context, WebFile file) {
    context.response().putHeader("Content-Type", file.type());
    Compressed.send(context.request(), context.response(), file.content(), file.gzipped());
  }
}
