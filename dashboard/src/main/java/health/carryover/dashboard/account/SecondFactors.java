package health.carryover.dashboard.account;

import health.carryover.analysis.port.Accounts;
import health.carryover.analysis.port.Accounts.Account;
import health.carryover.analysis.port.Accounts.SecondFactor;
import health.carryover.dashboard.http.Actor;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.BlockingCalls;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Sets a second factor up: a secret is offered to a screen whose person has none, and counts once a
 * code of it was shown. What is offered is kept in memory, of the {@value #MOST_OFFERED} screens
 * that asked last. Confined to the event loop.
 */
final class SecondFactors {
  private static final int MOST_OFFERED = 1_000;

  private final Accounts accounts;
  private final AccountSignIn signIn;
  private final SignInAttempts attempts;
  private final BlockingCalls blocking;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, String> offered = new LinkedHashMap<>();

  SecondFactors(
      Accounts accounts,
      AccountSignIn signIn,
      SignInAttempts attempts,
      BlockingCalls blocking,
      InstantSource clock) {
    this.accounts = accounts;
    this.signIn = signIn;
    this.attempts = attempts;
    this.blocking = blocking;
    this.clock = clock;
  }

  /** A secret for an authenticator app. */
  record Offer(String secret, String uri, QrPath qr) {}

  /** Offers the person at the screen a secret; asked again, the same. */
  Future<Offer> offer(Actor actor) {
    return withoutFactor(actor)
        .map(
            account -> {
              String secret =
                  offered.computeIfAbsent(actor.session(), session -> Totp.secret(random));
              if (offered.size() > MOST_OFFERED) {
                offered.remove(offered.keySet().iterator().next());
              }
              String uri = Totp.uri(secret, account.login());
              return new Offer(secret, uri, QrPath.of(uri));
            });
  }

  /**
   * Makes what was offered count and signs the screen in anew.
   *
   * @return the recovery codes, shown once
   */
  Future<List<String>> confirm(RoutingContext context, Actor actor, String code) {
    SignInAttempts.Attempt attempt = attempts.begin(context, actor.id());
    return withoutFactor(actor)
        .compose(
            account -> {
              String secret = offered.get(actor.session());
              OptionalLong step =
                  secret == null
                      ? OptionalLong.empty()
                      : Totp.step(secret, code, clock.instant(), -1);
              if (secret == null || step.isEmpty()) {
                throw new ApiFailure(
                    403, "second-factor.wrong", "This code is not right.", List.of());
              }
              List<String> recovery = RecoveryCodes.create(random);
              return keep(context, actor, account, secret, step.getAsLong(), recovery)
                  .map(kept -> recovery);
            })
        .onSuccess(done -> attempts.succeeded(attempt))
        .onFailure(
            failed -> {
              if (!(failed instanceof ApiFailure refused) || refused.status() != 403) {
                attempts.takeBack(attempt);
              }
            });
  }

  private Future<Actor> keep(
      RoutingContext context,
      Actor actor,
      Account account,
      String secret,
      long step,
      List<String> recovery) {
    SecondFactor factor =
        new SecondFactor(secret, step, recovery.stream().map(RecoveryCodes::hash).toList());
    Account changed = account.with(account.credentials().with(factor));
    return blocking
        .run(() -> accounts.replace(changed))
        .compose(
            replaced -> {
              if (!replaced) {
                throw taken();
              }
              offered.remove(actor.session());
              return signIn.admit(context, changed);
            });
  }

  private Future<Account> withoutFactor(Actor actor) {
    return blocking
        .run(() -> accounts.find(actor.id()))
        .map(
            found ->
                found
                    .filter(account -> account.disabledAt() == null)
                    .filter(account -> account.credentials().secondFactor() == null)
                    .orElseThrow(SecondFactors::taken));
  }

  private static ApiFailure taken() {
    return new ApiFailure(
        409,
        "second-factor.not-now",
        "There is a second factor already, or no account that could have one.",
        List.of());
  }
}
