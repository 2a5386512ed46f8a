package health.carryover.dashboard.account;

import health.carryover.analysis.port.Accounts;
import health.carryover.analysis.port.Accounts.Account;
import health.carryover.analysis.port.Accounts.Credentials;
import health.carryover.dashboard.http.Actor;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.ApiRequest;
import health.carryover.dashboard.http.ApiRouter;
import health.carryover.dashboard.http.BlockingCalls;
import health.carryover.dashboard.http.BodyFields;
import health.carryover.dashboard.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whoever is signed in chooses another password, by the one they have and a code of their second
 * factor. Guesses count as those of the sign-in do. Every screen of theirs is signed out, the one
 * that asked comes back under a new cookie. Confined to the event loop.
 */
final class OwnPassword {
  private final Accounts accounts;
  private final AccountSignIn signIn;
  private final PasswordWork passwords;
  private final SignInAttempts attempts;
  private final Consumer<String> ended;
  private final BlockingCalls blocking;

  /**
   * @param ended signs every screen of an account out
   */
  OwnPassword(
      Accounts accounts,
      AccountSignIn signIn,
      PasswordWork passwords,
      SignInAttempts attempts,
      Consumer<String> ended,
      BlockingCalls blocking) {
    this.accounts = accounts;
    this.signIn = signIn;
    this.passwords = passwords;
    this.attempts = attempts;
    this.ended = ended;
    this.blocking = blocking;
  }

  void add(ApiRouter api) {
    api.add(HttpMethod.POST, "/api/v1/password", this::change);
  }

  /** What was typed. */
  private record Asked(String current, String code, String next) {}

  private Future<Reply> change(ApiRequest request) {
    BodyFields body = request.body();
    String current = body.text("currentPassword");
    String code = body.text("code");
    String next = body.text("newPassword");
    body.require("currentPassword");
    body.require("newPassword");
    if (next != null && next.equals(current)) {
      body.refuse("newPassword", "must be another one than before");
    }
    body.finish();
    Asked asked =
        new Asked(
            Objects.requireNonNull(current),
            code == null ? "" : code.replace(" ", ""),
            Objects.requireNonNull(next));
    Actor actor = request.actor();
    return blocking
        .run(() -> own(actor))
        .compose(account -> change(request, account, asked))
        .map(changed -> Reply.ok(Map.of("changed", true)));
  }

  /** The account of {@code actor}, if it has a password to change. */
  private Account own(Actor actor) {
    return accounts
        .find(actor.id())
        .filter(held -> held.disabledAt() == null)
        .filter(held -> held.credentials().passwordHash() != null)
        .orElseThrow(
            () ->
                new ApiFailure(
                    409,
                    "password.none",
                    "Whoever is signed in here has no account with a password.",
                    List.of()));
  }

  private Future<Actor> change(ApiRequest request, Account account, Asked asked) {
    if (!PasswordRule.allows(asked.next(), account.login())) {
      throw ApiFailure.invalid("newPassword", PasswordRule.RULE);
    }
    SignInAttempts.Attempt attempt = attempts.begin(request.context(), account.login());
    return passwords
        .matches(asked.current(), account.credentials().passwordHash())
        .map(right -> used(account, asked, right))
        .compose(left -> passwords.create(asked.next()).map(left::withPassword))
        .compose(credentials -> keep(account.with(credentials)))
        .onSuccess(
            changed -> {
              attempts.succeeded(attempt);
              ended.accept(account.id());
            })
        .onFailure(failed -> signIn.unlessGuessed(attempt, failed))
        .compose(changed -> signIn.admit(request.context(), changed));
  }

  private Credentials used(Account account, Asked asked, boolean right) {
    return Optional.of(account)
        .filter(held -> right)
        .flatMap(held -> signIn.used(held, asked.code()))
        .orElseThrow(OwnPassword::wrong);
  }

  /** Of two who use the same code at once, one does. */
  private Future<Account> keep(Account changed) {
    return blocking.run(
        () -> {
          if (!accounts.replace(changed)) {
            throw wrong();
          }
          return changed;
        });
  }

  private static ApiFailure wrong() {
    return new ApiFailure(
        403, "password.wrong", "The password you have or the code are not right.", List.of());
  }
}
