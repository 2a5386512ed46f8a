package health.carryover.dashboard.access;

import health.carryover.dashboard.http.Actor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Screens that are signed in. Kept in memory: a restart signs everybody out. A screen at which
 * nobody does anything is signed out after the idle time, and any after the longest. Of one account
 * {@value #MOST_OF_ONE} are signed in at once; one more signs out the one used longest ago.
 * Confined to the event loop.
 */
final class ScreenSessions {
  private static final int MOST = 1000;
  private static final int MOST_OF_ONE = 20;
  private static final int NAME_LENGTH = 16;

  private final Tokens tokens = new Tokens();
  private final InstantSource clock;
  private final Duration idleTimeout;
  private final Duration longest;
  private final Map<String, Screen> screens = new HashMap<>();

  /** How often the screens of an account were ended, of those whose were. */
  private final Map<String, Integer> endings = new HashMap<>();

  ScreenSessions(InstantSource clock, Duration idleTimeout, Duration longest) {
    this.clock = clock;
    this.idleTimeout = idleTimeout;
    this.longest = longest;
  }

  private record Screen(Actor actor, Instant openedAt, Instant usedAt) {}

  /**
   * Signs a screen in: the secret its cookie holds, or empty if too many are signed in.
   *
   * @param actor makes who sits there from the name of the sign-in
   */
  Optional<String> open(Function<String, Actor> actor) {
    Instant now = clock.instant();
    screens.values().removeIf(screen -> over(screen, now));
    if (screens.size() >= MOST) {
      return Optional.empty();
    }
    String secret = tokens.create();
    String key = Tokens.digest(secret);
    Screen screen = new Screen(actor.apply(key.substring(0, NAME_LENGTH)), now, now);
    makeRoom(screen.actor().id());
    screens.put(key, screen);
    return Optional.of(secret);
  }

  private void makeRoom(String account) {
    if (screens.values().stream().filter(held -> isOf(held, account)).count() >= MOST_OF_ONE) {
      screens.entrySet().stream()
          .filter(held -> isOf(held.getValue(), account))
          .min(Comparator.comparing(held -> held.getValue().usedAt()))
          .ifPresent(oldest -> screens.remove(oldest.getKey()));
    }
  }

  private static boolean isOf(Screen screen, String account) {
    return screen.actor().id().equals(account);
  }

  /** Who sits at the screen with {@code secret}, counted as use; or empty. */
  Optional<Actor> use(String secret) {
    Optional<Actor> actor = look(secret);
    actor.ifPresent(
        present ->
            screens.computeIfPresent(
                Tokens.digest(secret),
                (key, held) -> new Screen(held.actor(), held.openedAt(), clock.instant())));
    return actor;
  }

  /** The same, not counted as use. */
  Optional<Actor> look(String secret) {
    String key = Tokens.digest(secret);
    Screen screen = screens.get(key);
    if (screen != null && over(screen, clock.instant())) {
      screens.remove(key);
      return Optional.empty();
    }
    return Optional.ofNullable(screen).map(Screen::actor);
  }

  /** Signs the screen out. */
  void close(String secret) {
    screens.remove(Tokens.digest(secret));
  }

  /** Signs every screen of {@code account} out. */
  void end(String account) {
    screens.values().removeIf(screen -> isOf(screen, account));
    endings.merge(account, 1, Integer::sum);
  }

  /** How often {@link #end} was called for {@code account}. */
  int endings(String account) {
    return endings.getOrDefault(account, 0);
  }

  private boolean over(Screen screen, Instant now) {
    return !now.isBefore(screen.usedAt().plus(idleTimeout))
        || !now.isBefore(screen.openedAt().plus(longest));
  }
}
