package health.carryover.dashboard.access;

import health.carryover.dashboard.http.Actor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Screens that are signed in. Kept in memory: a restart signs everybody out. A screen that asks for
 * nothing, and has no stream open, is signed out after the idle time. Confined to the event loop.
 */
final class ScreenSessions {
  private static final int MOST = 1000;
  private static final int NAME_LENGTH = 16;

  private final Tokens tokens = new Tokens();
  private final InstantSource clock;
  private final Duration idleTimeout;
  private final Map<String, Screen> screens = new HashMap<>();

  ScreenSessions(InstantSource clock, Duration idleTimeout) {
    this.clock = clock;
    this.idleTimeout = idleTimeout;
  }

  private record Screen(Actor actor, Instant usedAt) {}

  /**
   * Signs a screen in: the secret its cookie holds, or empty if too many are signed in.
   *
   * @param actor makes who sits there from the name of the sign-in
   */
  Optional<String> open(Function<String, Actor> actor) {
    Instant now = clock.instant();
    screens.values().removeIf(screen -> idle(screen, now));
    if (screens.size() >= MOST) {
      return Optional.empty();
    }
    String secret = tokens.create();
    String key = Tokens.digest(secret);
    screens.put(key, new Screen(actor.apply(key.substring(0, NAME_LENGTH)), now));
    return Optional.of(secret);
  }

  /** Who sits at the screen with {@code secret}, counted as use; or empty. */
  Optional<Actor> use(String secret) {
    String key = Tokens.digest(secret);
    Screen screen = screens.get(key);
    if (screen == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (idle(screen, now)) {
      screens.remove(key);
      return Optional.empty();
    }
    screens.put(key, new Screen(screen.actor(), now));
    return Optional.of(screen.actor());
  }

  /** Signs the screen out. */
  void close(String secret) {
    screens.remove(Tokens.digest(secret));
  }

  private boolean idle(Screen screen, Instant now) {
    return !now.isBefore(screen.usedAt().plus(idleTimeout));
  }
}
