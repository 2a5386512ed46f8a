package health.carryover.dashboard.view;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/** In which language whoever asks reads: as chosen, as chosen before, as the browser says. */
final class AskedLanguage {
  private static final String COOKIE = "carryover_language";
  private static final long A_YEAR_SECONDS = Duration.ofDays(365).toSeconds();

  private AskedLanguage() {}

  /** A language asked for in the address is remembered. */
  static Language of(RoutingContext context) {
    HttpServerRequest request = context.request();
    String asked = request.getParam("lang");
    Optional<Language> chosen = asked == null ? Optional.empty() : Language.ofCode(asked);
    chosen.ifPresent(language -> remember(context, language));
    return chosen
        .or(
            () ->
                Optional.ofNullable(request.getCookie(COOKIE))
                    .flatMap(cookie -> Language.ofCode(cookie.getValue())))
        .orElseGet(
            () -> {
              String accepted = request.getHeader("Accept-Language");
              return accepted == null ? Language.ENGLISH : Language.accepted(accepted);
            });
  }

  private static void remember(RoutingContext context, Language language) {
    context
        .response()
        .addCookie(
            Cookie.cookie(COOKIE, language.code())
                .setPath("/")
                .setMaxAge(A_YEAR_SECONDS)
                .setSameSite(CookieSameSite.STRICT));
  }
}
