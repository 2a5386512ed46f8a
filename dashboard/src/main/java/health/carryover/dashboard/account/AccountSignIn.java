package health.carryover.dashboard.account;

import health.carryover.analysis.port.AccessLog.Outcome;
import health.carryover.analysis.port.Accounts;
import health.carryover.analysis.port.Accounts.Account;
import health.carryover.analysis.port.Accounts.Credentials;
import health.carryover.analysis.port.Accounts.SecondFactor;
import health.carryover.dashboard.access.AccessNotes;
import health.carryover.dashboard.access.Gate;
import health.carryover.dashboard.access.Tokens;
import health.carryover.dashboard.http.Actor;
import health.carryover.dashboard.http.ApiFailure;
import health.carryover.dashboard.http.BlockingCalls;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Signs people in with a password and the code of their second factor, and lets those who were
 * invited choose a password. What is wrong is never told, and takes the same work whether or not
 * there is such an account. Confined to the event loop.
 */
final class AccountSignIn {
  private static final String SIGN_IN = "sign-in";

  private final Accounts accounts;
  private final Gate gate;
  private final AccessNotes notes;
  private final PasswordWork passwords;
  private final SignInAttempts attempts;
  private final BlockingCalls blocking;
  private final InstantSource clock;

  AccountSignIn(
      Accounts accounts,
      Gate gate,
      AccessNotes notes,
      PasswordWork passwords,
      SignInAttempts attempts,
      BlockingCalls blocking,
      InstantSource clock) {
    this.accounts = accounts;
    this.gate = gate;
    this.notes = notes;
    this.passwords = passwords;
    this.attempts = attempts;
    this.blocking = blocking;
    this.clock = clock;
  }

  /** The login that is meant by what was typed. */
  static String login(String typed) {
    return typed.strip().toLowerCase(Locale.ROOT);
  }

  /**
   * Signs the screen in.
   *
   * @param code of the second factor or a recovery code; empty where there is none yet
   */
  Future<Actor> signIn(RoutingContext context, String login, String password, String code) {
    gate.requireOwnPage(context);
    SignInAttempts.Attempt attempt = attempts.begin(context, login);
    return blocking
        .run(() -> accounts.byLogin(login).filter(held -> held.disabledAt() == null))
        .compose(found -> proven(found, password, code))
        .compose(proven -> open(context, proven))
        .onSuccess(actor -> attempts.succeeded(attempt))
        .onFailure(failed -> unlessGuessed(attempt, failed));
  }

  /** Takes {@code attempt} back where what {@code failed} was nobody's guess. */
  void unlessGuessed(SignInAttempts.Attempt attempt, Throwable failed) {
    if (!(failed instanceof ApiFailure refused) || refused.status() >= 500) {
      attempts.takeBack(attempt);
    }
  }

  /** An account of which it was shown that its owner is there, and how often it was ended then. */
  private record Proven(Account account, int endings) {}

  private Future<Proven> proven(Optional<Account> found, String password, String code) {
    int endings = found.map(account -> gate.endings(account.id())).orElse(0);
    String stored = found.map(account -> account.credentials().passwordHash()).orElse(null);
    return passwords
        .matches(password, stored)
        .compose(
            right -> {
              Optional<Credentials> next =
                  found.filter(account -> right).flatMap(account -> used(account, code));
              if (found.isEmpty() || next.isEmpty()) {
                return refused(found);
              }
              Account changed = found.get().with(next.get());
              return blocking
                  .run(() -> accounts.replace(changed))
                  // Somebody else used the same code, or the account is another one by now.
                  .compose(
                      replaced ->
                          replaced
                              ? Future.succeededFuture(new Proven(changed, endings))
                              : refused(found));
            });
  }

  /** The credentials once {@code code} is used up, or empty if it is not right. */
  Optional<Credentials> used(Account account, String code) {
    Credentials held = account.credentials();
    SecondFactor factor = held.secondFactor();
    if (factor == null) {
      return Optional.of(held);
    }
    OptionalLong step = Totp.step(factor.secret(), code, clock.instant(), factor.lastStep());
    if (step.isPresent()) {
      return Optional.of(
          held.with(new SecondFactor(factor.secret(), step.getAsLong(), factor.recoveryHashes())));
    }
    List<String> left = new ArrayList<>(factor.recoveryHashes());
    return left.remove(RecoveryCodes.hash(code))
        ? Optional.of(held.with(new SecondFactor(factor.secret(), factor.lastStep(), left)))
        : Optional.empty();
  }

  private <T> Future<T> refused(Optional<Account> found) {
    ApiFailure refusal =
        new ApiFailure(401, "sign-in.refused", "Login, password or code are not right.", List.of());
    if (found.isEmpty()) {
      return Future.failedFuture(refusal);
    }
    Account account = found.get();
    Actor nobodyYet = actor(account, "");
    return notes
        .write(
            AccessNotes.entry(
                clock.instant(), nobodyYet, SIGN_IN, null, account.id(), Outcome.REFUSED))
        .transform(noted -> Future.failedFuture(refusal));
  }

  private Future<Actor> open(RoutingContext context, Proven proven) {
    if (gate.endings(proven.account().id()) != proven.endings()) {
      return refused(Optional.of(proven.account()));
    }
    return admit(context, proven.account());
  }

  /** Signs the screen in as {@code account}, once that is noted. */
  Future<Actor> admit(RoutingContext context, Account account) {
    int endings = gate.endings(account.id());
    return notes
        .write(
            AccessNotes.entry(
                clock.instant(), actor(account, ""), SIGN_IN, null, account.id(), Outcome.DONE))
        .compose(
            noted ->
                gate.endings(account.id()) == endings
                    ? Future.succeededFuture(gate.open(context, session -> actor(account, session)))
                    : refused(Optional.of(account)));
  }

  /**
   * Uses an invitation up: its person has {@code password} from now on and is signed in to set up a
   * second factor.
   */
  Future<Account> join(RoutingContext context, String token, String password) {
    gate.requireOwnPage(context);
    String hash = Tokens.digest(token);
    SignInAttempts.Attempt attempt = attempts.begin(context, hash);
    Instant now = clock.instant();
    return blocking
        .run(() -> accounts.byInvitation(hash).filter(account -> invited(account, now)))
        .compose(
            found -> {
              Account account = found.orElseThrow(AccountSignIn::expired);
              if (!PasswordRule.allows(password, account.login())) {
                throw ApiFailure.invalid("password", PasswordRule.RULE);
              }
              return passwords.create(password).compose(made -> joined(context, account, made));
            })
        .onSuccess(account -> attempts.succeeded(attempt))
        .onFailure(
            failed -> {
              if (failed instanceof ApiFailure refused && refused.status() == 400) {
                attempts.takeBack(attempt);
              } else {
                unlessGuessed(attempt, failed);
              }
            });
  }

  private static boolean invited(Account account, Instant now) {
    Accounts.Invitation invitation = account.credentials().invitation();
    return account.disabledAt() == null && invitation != null && now.isBefore(invitation.endsAt());
  }

  private Future<Account> joined(RoutingContext context, Account account, String passwordHash) {
    Account changed = account.with(account.credentials().withPassword(passwordHash));
    return blocking
        .run(() -> accounts.replace(changed))
        .compose(
            replaced -> {
              if (!replaced) {
                throw expired();
              }
              return admit(context, changed);
            })
        .map(actor -> changed);
  }

  private static ApiFailure expired() {
    return new ApiFailure(
        401,
        "invitation.expired",
        "This invitation was used before or is too old. Ask for a new one.",
        List.of());
  }

  /** Whoever owns {@code account}, as they act from a screen. */
  static Actor actor(Account account, String session) {
    return new Actor(
        account.id(),
        account.name(),
        account.role(),
        account.clinic(),
        Actor.Means.SCREEN,
        Set.of(),
        account.credentials().secondFactor() == null
            ? Actor.Standing.SECOND_FACTOR_MISSING
            : Actor.Standing.COMPLETE,
        session);
  }
}
