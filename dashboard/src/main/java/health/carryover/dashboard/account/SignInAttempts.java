package health.carryover.dashboard.account;

import health.carryover.dashboard.access.Gate;
import health.carryover.dashboard.access.Tokens;
import health.carryover.dashboard.http.ApiFailure;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Holds up whoever guesses passwords, codes or invitations: by the name that is tried, whether or
 * not anybody has it, and by the address that tries. Confined to the event loop.
 */
final class SignInAttempts {
  private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
  private static final int FREE_BY_NAME = 4;
  private static final int FREE_BY_ADDRESS = 19;

  private final InstantSource clock;
  private final Lockout names = new Lockout(FREE_BY_NAME, FIRST_WAIT, LONGEST_WAIT);
  private final Lockout addresses = new Lockout(FREE_BY_ADDRESS, FIRST_WAIT, LONGEST_WAIT);

  SignInAttempts(InstantSource clock) {
    this.clock = clock;
  }

  /** One attempt, counted as failed until it is said otherwise. */
  record Attempt(String name, String address) {}

  /**
   * Begins an attempt for {@code name}, a login or the digest of a token.
   *
   * @throws ApiFailure 429 if it is too early
   */
  Attempt begin(RoutingContext context, String name) {
    Instant now = clock.instant();
    Attempt attempt = new Attempt(Tokens.digest(name), Gate.addressOf(context));
    Duration wait = names.wait(attempt.name(), now);
    Duration elsewhere = addresses.wait(attempt.address(), now);
    Duration longer = wait.compareTo(elsewhere) > 0 ? wait : elsewhere;
    if (!longer.isZero()) {
      context
          .response()
          .putHeader("Retry-After", String.valueOf(Math.max(1, longer.toSeconds() + 1)));
      throw new ApiFailure(
          429,
          "sign-in.wait",
          "Too many attempts failed. Wait a while, then try again.",
          List.of());
    }
    names.begin(attempt.name(), now);
    addresses.begin(attempt.address(), now);
    return attempt;
  }

  /** It did not fail. */
  void succeeded(Attempt attempt) {
    names.forget(attempt.name());
    addresses.takeBack(attempt.address());
  }

  /** It ended for a reason that is nobody's guess, such as a store that cannot be reached. */
  void takeBack(Attempt attempt) {
    names.takeBack(attempt.name());
    addresses.takeBack(attempt.address());
  }
}
