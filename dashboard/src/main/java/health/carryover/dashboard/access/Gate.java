package health.carryover.dashboard.access;

import health.carryover.analysis.port.Integrations;
import health.carryover.analysis.port.Role;
import health.carryover.dashboard.http.Actor;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.BlockingCalls;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests in: with the administration token, with that of a program, or from a screen that is
 * signed in. Requests that change something from a screen must also show that they come from our
 * own pages: the header {@value #OWN_PAGE_HEADER}, which another site cannot send, and our own
 * {@code Origin}. Confined to the event loop.
 */
public final class Gate {
  /** The header that our own pages send with everything that changes something. */
  public static final String OWN_PAGE_HEADER = "X-Carryover-Request";

  private static final String COOKIE = "carryover_screen";
  private static final String LINK = "link";
  private static final String BEARER = "Bearer ";

  /** Enough for a page with all its parts, far below what would be felt. */
  private static final int AT_ONCE = 200;

  private static final int EACH_SECOND = 50;

  /** After which a program has to show again that its token counts. */
  private static final Duration PROGRAM_STREAM = Duration.ofHours(1);

  private final String clinic;
  private final SignInLinks links;
  private final ScreenSessions screens;
  private final ProgramTokens programs;
  private final RequestPaces paces = new RequestPaces(AT_ONCE, EACH_SECOND);
  private final InstantSource clock;
  private final @Nullable String administrationDigest;
  private final @Nullable URI publicOrigin;

  /** How long screens stay signed in: without use, and at all. */
  public record TimeOuts(Duration idle, Duration longest) {}

  /**
   * @param clinic of whoever comes with the administration token or by a link
   * @param administrationToken null: nobody can come in with it
   * @param publicOrigin scheme, host and port under which browsers reach the pages; null: the
   *     request's own Host
   */
  public Gate(
      String clinic,
      SignInLinks links,
      Integrations integrations,
      BlockingCalls blocking,
      InstantSource clock,
      TimeOuts timeOuts,
      @Nullable String administrationToken,
      @Nullable URI publicOrigin) {
    this.clinic = clinic;
    this.links = links;
    this.screens = new ScreenSessions(clock, timeOuts.idle(), timeOuts.longest());
    this.programs = new ProgramTokens(integrations, blocking, clock);
    this.clock = clock;
    this.administrationDigest =
        administrationToken == null ? null : Tokens.digest(administrationToken);
    this.publicOrigin = publicOrigin;
  }

  /** Passes a request to the API on, or ends it with 401, 403 or 429. */
  public void admit(RoutingContext context) {
    String authorization = context.request().getHeader("Authorization");
    if (authorization == null) {
      admit(context, screen(context, streams(context) ? Use.LOOK : Use.COUNTS));
    } else if (!authorization.startsWith(BEARER)) {
      throw notSignedIn();
    } else if (isAdministration(authorization.substring(BEARER.length()))) {
      admit(context, Optional.of(Actor.administration(clinic)));
    } else {
      paces.count(context, addressOf(context), clock.instant());
      // What is still to come of the request waits until it is known who sends it.
      context.request().pause();
      programs
          .actor(authorization.substring(BEARER.length()))
          .onSuccess(
              found -> {
                context.request().resume();
                try {
                  admit(context, found);
                } catch (ApiFailure refused) {
                  context.fail(refused);
                }
              })
          .onFailure(
              failed -> {
                context.request().resume();
                context.fail(failed);
              });
    }
  }

  private void admit(RoutingContext context, Optional<Actor> found) {
    Actor actor = found.orElseThrow(Gate::notSignedIn);
    if (actor.means() != Actor.Means.ADMINISTRATION) {
      paces.count(context, actor.session(), clock.instant());
    }
    HttpMethod method = context.request().method();
    boolean changes = !method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD);
    if (changes && actor.means() == Actor.Means.SCREEN) {
      requireOwnPage(context.request(), Strictness.ORIGIN_REQUIRED);
    }
    ApiRequest.admit(context, actor);
    context.next();
  }

  private static ApiFailure notSignedIn() {
    return new ApiFailure(401, "sign-in.required", "Sign in, or send a token.", List.of());
  }

  private static boolean streams(RoutingContext context) {
    return context.request().path().endsWith("/stream");
  }

  /**
   * Who is signed in at the screen that makes the request, with all that their role opens. Parts of
   * pages that are fetched because something arrived are no use of the screen by a person.
   *
   * @throws ApiFailure 429 if the screen asks for too much
   */
  public Optional<Actor> atScreen(RoutingContext context) {
    boolean part = context.request().path().startsWith("/view/");
    Optional<Actor> actor =
        screen(context, part ? Use.LOOK : Use.COUNTS)
            .filter(present -> present.standing() == Actor.Standing.COMPLETE);
    actor.ifPresent(present -> paces.count(context, present.session(), clock.instant()));
    return actor;
  }

  /** Whether whoever made this request is still let in; a program for an hour. */
  public BooleanSupplier stillAdmits(RoutingContext context) {
    Actor actor = ApiRequest.actorOf(context);
    Cookie cookie = context.request().getCookie(COOKIE);
    return switch (actor.means()) {
      case ADMINISTRATION -> () -> true;
      case INTEGRATION -> {
        int endings = endings(actor.id());
        Instant until = clock.instant().plus(PROGRAM_STREAM);
        yield () -> endings(actor.id()) == endings && clock.instant().isBefore(until);
      }
      case SCREEN -> {
        String secret = cookie == null ? "" : cookie.getValue();
        yield () -> screens.look(secret).isPresent();
      }
    };
  }

  /**
   * Uses a one-time token up and signs the screen in.
   *
   * @throws ApiFailure 401 if the token does not count any more
   */
  Actor signIn(RoutingContext context, String token) {
    requireOwnPage(context);
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
    return open(context, session -> byLink(person, session));
  }

  /**
   * Signs the screen that makes the request in, under a secret that is new, so that one who knew
   * the old one gains nothing.
   *
   * @param actor makes who sits there from the name of the sign-in
   * @throws ApiFailure 503 if too many screens are signed in
   */
  public Actor open(RoutingContext context, Function<String, Actor> actor) {
    Cookie earlier = context.request().getCookie(COOKIE);
    if (earlier != null) {
      screens.close(earlier.getValue());
    }
    String secret =
        screens
            .open(actor)
            .orElseThrow(
                () ->
                    new ApiFailure(
                        503, "sign-in.full", "Too many screens are signed in.", List.of()));
    context.response().addCookie(cookie(context.request(), secret));
    return screens.look(secret).orElseThrow();
  }

  /** Signs every screen of {@code account} out, which may be a program that has none. */
  public void end(String account) {
    screens.end(account);
  }

  /** How often {@link #end} was called for {@code account}. */
  public int endings(String account) {
    return screens.endings(account);
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

  /** From where the request came, as far as the connection tells. */
  public static String addressOf(RoutingContext context) {
    SocketAddress from = context.request().remoteAddress();
    return from == null || from.hostAddress() == null ? "" : from.hostAddress();
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

  private enum Use {
    COUNTS,
    LOOK
  }

  private Optional<Actor> screen(RoutingContext context, Use use) {
    Cookie cookie = context.request().getCookie(COOKIE);
    if (cookie == null) {
      return Optional.empty();
    }
    return switch (use) {
      case COUNTS -> screens.use(cookie.getValue());
      case LOOK -> screens.look(cookie.getValue());
    };
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

  /**
   * Holds a request of somebody who is not signed in yet to come from our own pages, as far as the
   * browser tells.
   *
   * @throws ApiFailure 403 if it does not
   */
  public void requireOwnPage(RoutingContext context) {
    requireOwnPage(context.request(), Strictness.ORIGIN_IF_SENT);
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
