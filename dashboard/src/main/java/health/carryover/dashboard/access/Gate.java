package health.carryover.dashboard.access;

import health.carryover.analysis.port.Role;
import health.carryover.dashboard.http.Actor;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.ApiRequest;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests in: with the administration token, or from a screen that is signed in. Requests
 * that change something from a screen must also show that they come from our own pages: the header
 * {@value #OWN_PAGE_HEADER}, which another site cannot send, and our own {@code Origin}. Confined
 * to the event loop.
 */
public final class Gate {
  /** The header that our own pages send with everything that changes something. */
  public static final String OWN_PAGE_HEADER = "X-Carryover-Request";

  private static final String COOKIE = "carryover_screen";
  private static final String LINK = "link";
  private static final String BEARER = "Bearer ";

  private final String clinic;
  private final SignInLinks links;
  private final ScreenSessions screens;
  private final @Nullable String administrationDigest;
  private final @Nullable URI publicOrigin;

  /**
   * @param clinic of whoever comes with the administration token or by a link
   * @param administrationToken null: nobody can come in with a token
   * @param publicOrigin scheme, host and port under which browsers reach the pages; null: the
   *     request's own Host
   */
  public Gate(
      String clinic,
      SignInLinks links,
      InstantSource clock,
      Duration idleTimeout,
      @Nullable String administrationToken,
      @Nullable URI publicOrigin) {
    this.clinic = clinic;
    this.links = links;
    this.screens = new ScreenSessions(clock, idleTimeout);
    this.administrationDigest =
        administrationToken == null ? null : Tokens.digest(administrationToken);
    this.publicOrigin = publicOrigin;
  }

  /** Passes a request to the API on, or ends it with 401 or 403. */
  public void admit(RoutingContext context) {
    Actor actor =
        actor(context)
            .orElseThrow(
                () ->
                    new ApiFailure(
                        401, "sign-in.required", "Sign in, or send a token.", List.of()));
    HttpMethod method = context.request().method();
    boolean changes = !method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD);
    if (changes && actor.means() == Actor.Means.SCREEN) {
      requireOwnPage(context.request(), Strictness.ORIGIN_REQUIRED);
    }
    ApiRequest.admit(context, actor);
    context.next();
  }

  /** Who is signed in at the screen that makes the request, with all that their role opens. */
  public Optional<Actor> atScreen(RoutingContext context) {
    return actor(context)
        .filter(actor -> actor.means() == Actor.Means.SCREEN)
        .filter(actor -> actor.standing() == Actor.Standing.COMPLETE);
  }

  /** Whether whoever made this request is still let in; asking counts as use. */
  public BooleanSupplier stillAdmits(RoutingContext context) {
    Cookie cookie = context.request().getCookie(COOKIE);
    if (ApiRequest.actorOf(context).means() != Actor.Means.SCREEN || cookie == null) {
      return () -> true;
    }
    String secret = cookie.getValue();
    return () -> screens.use(secret).isPresent();
  }

  /**
   * Uses a one-time token up and signs the screen in.
   *
   * @throws ApiFailure 401 if the token does not count any more
   */
  String signIn(RoutingContext context, String token) {
    requireOwnPage(context.request(), Strictness.ORIGIN_IF_SENT);
    String person =
        links
            .redeem(token)
            .orElseThrow(
                () ->
                    new ApiFailure(
                        401,
                        "sign-in.expired",
                        "This link was used before or is too old. Ask for a new one.",
                        List.of()));
    String secret =
        screens
            .open(session -> byLink(person, session))
            .orElseThrow(
                () ->
                    new ApiFailure(
                        503, "sign-in.full", "Too many screens are signed in.", List.of()));
    context.response().addCookie(cookie(context.request(), secret));
    return person;
  }

  /** Whoever was given a one-time link by this machine, and so could have read its token too. */
  private Actor byLink(String person, String session) {
    return new Actor(
        LINK,
        person,
        Role.ADMIN,
        clinic,
        Actor.Means.SCREEN,
        Set.of(),
        Actor.Standing.COMPLETE,
        session);
  }

  /** Signs the screen out that made the request. */
  void signOut(RoutingContext context) {
    Cookie cookie = context.request().getCookie(COOKIE);
    if (cookie != null) {
      screens.close(cookie.getValue());
    }
    context.response().addCookie(cookie(context.request(), "").setMaxAge(0));
  }

  private Cookie cookie(HttpServerRequest request, String value) {
    boolean secure =
        request.isSSL()
            || (publicOrigin != null && "https".equalsIgnoreCase(publicOrigin.getScheme()));
    return Cookie.cookie(COOKIE, value)
        .setPath("/")
        .setHttpOnly(true)
        .setSameSite(CookieSameSite.STRICT)
        .setSecure(secure);
  }

  private Optional<Actor> actor(RoutingContext context) {
    HttpServerRequest request = context.request();
    String authorization = request.getHeader("Authorization");
    if (authorization != null) {
      return authorization.startsWith(BEARER)
              && isAdministration(authorization.substring(BEARER.length()))
          ? Optional.of(Actor.administration(clinic))
          : Optional.empty();
    }
    Cookie cookie = request.getCookie(COOKIE);
    return cookie == null ? Optional.empty() : screens.use(cookie.getValue());
  }

  private boolean isAdministration(String token) {
    return administrationDigest != null
        && MessageDigest.isEqual(
            administrationDigest.getBytes(StandardCharsets.US_ASCII),
            Tokens.digest(token).getBytes(StandardCharsets.US_ASCII));
  }

  private enum Strictness {
    ORIGIN_REQUIRED,
    ORIGIN_IF_SENT
  }

  private void requireOwnPage(HttpServerRequest request, Strictness strictness) {
    String origin = request.getHeader("Origin");
    boolean origins =
        origin == null ? strictness == Strictness.ORIGIN_IF_SENT : isOwn(origin, request);
    if (!origins || request.getHeader(OWN_PAGE_HEADER) == null) {
      throw new ApiFailure(
          403,
          "request.foreign",
          "Requests that change something must come from our own pages.",
          List.of());
    }
  }

  private boolean isOwn(String origin, HttpServerRequest request) {
    if (publicOrigin != null) {
      return origin.equalsIgnoreCase(publicOrigin.toString());
    }
    String host = request.getHeader("Host");
    String scheme = request.isSSL() ? "https://" : "http://";
    return host != null && origin.equalsIgnoreCase(scheme + host);
  }
}
