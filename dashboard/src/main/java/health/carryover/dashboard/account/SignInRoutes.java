package health.carryover.dashboard.account;

import health.carryover.dashboard.http.Actor;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BodyFields;
import health.carryover.dashboard.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.Map;

/** Signing in with a password, joining by an invitation, and setting a second factor up. */
final class SignInRoutes {
  private final AccountSignIn signIn;
  private final SecondFactors factors;

  SignInRoutes(AccountSignIn signIn, SecondFactors factors) {
    this.signIn = signIn;
    this.factors = factors;
  }

  /** Adds the calls that come before the gate. */
  void addOpen(ApiRouter api) {
    api.add(HttpMethod.POST, AccountCalls.SIGN_IN, this::signIn);
    api.add(HttpMethod.POST, AccountCalls.JOIN, this::join);
  }

  /** Adds the calls behind the gate. */
  void add(ApiRouter api) {
    api.add(HttpMethod.POST, "/api/v1/second-factor", this::offer);
    api.add(HttpMethod.POST, "/api/v1/second-factor/confirm", this::confirm);
  }

  private Future<Reply> signIn(ApiRequest request) {
    BodyFields body = request.body();
    String login = body.text("login");
    String password = body.text("password");
    String code = body.text("code");
    body.require("login");
    body.require("password");
    body.finish();
    return signIn
        .signIn(request.context(), AccountSignIn.login(given(login)), given(password), digits(code))
        .map(SignInRoutes::signedIn);
  }

  private static String given(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }

  /** A code as it was typed, in groups or not. */
  private static String digits(@org.jspecify.annotations.Nullable String code) {
    return given(code).replace(" ", "");
  }

  private static Reply signedIn(Actor actor) {
    return Reply.ok(
        Map.of(
            "person",
            actor.name(),
            "secondFactorMissing",
            actor.standing() == Actor.Standing.SECOND_FACTOR_MISSING));
  }

  private Future<Reply> join(ApiRequest request) {
    BodyFields body = request.body();
    String token = body.text("token");
    String password = body.text("password");
    body.require("token");
    body.require("password");
    body.finish();
    return signIn
        .join(request.context(), given(token), given(password))
        .map(account -> Reply.ok(Map.of("person", account.name(), "login", account.login())));
  }

  private Future<Reply> offer(ApiRequest request) {
    return factors
        .offer(request.actor())
        .map(
            offer -> {
              Map<String, Object> answer = new LinkedHashMap<>();
              answer.put("secret", offer.secret());
              answer.put("uri", offer.uri());
              answer.put("qr", Map.of("size", offer.qr().size(), "path", offer.qr().path()));
              return Reply.ok(answer);
            });
  }

  private Future<Reply> confirm(ApiRequest request) {
    BodyFields body = request.body();
    String code = body.text("code");
    body.require("code");
    body.finish();
    return factors
        .confirm(request.context(), request.actor(), digits(code))
        .map(recovery -> Reply.ok(Map.of("recoveryCodes", recovery)));
  }
}
