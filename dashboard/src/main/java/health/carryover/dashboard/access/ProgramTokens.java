package health.carryover.dashboard.access;

import health.carryover.analysis.port.Integrations;
import health.carryover.analysis.port.Integrations.Integration;
import health.carryover.analysis.port.Role;
import health.carryover.dashboard.http.Actor;
import health.carryover.dashboard.http.BlockingCalls;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Programs that come with a token of their own. Each request looks the token up, so that one that
 * was ended is of no use from then on. Confined to the event loop.
 */
final class ProgramTokens {
  private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);
  private static final int MOST_NOTED = 1_000;

  private final Integrations integrations;
  private final BlockingCalls blocking;
  private final InstantSource clock;
  private final Map<String, Instant> noted = new HashMap<>();

  ProgramTokens(Integrations integrations, BlockingCalls blocking, InstantSource clock) {
    this.integrations = integrations;
    this.blocking = blocking;
    this.clock = clock;
  }

  /** Whose token it is, or empty if it does not count. */
  Future<Optional<Actor>> actor(String token) {
    Instant now = clock.instant();
    return blocking
        .run(() -> integrations.bySecret(Tokens.digest(token)).filter(held -> held.counts(now)))
        .map(found -> found.map(held -> used(held, now)));
  }

  private Actor used(Integration integration, Instant now) {
    Instant last = noted.get(integration.id());
    if (last == null || !now.isBefore(last.plus(USE_NOTED_EVERY))) {
      if (noted.size() >= MOST_NOTED) {
        noted.clear();
      }
      noted.put(integration.id(), now);
      // Nothing hangs on it: a use that cannot be noted is noted with the next one.
      blocking.run(
          () -> {
            integrations.used(integration.id(), now);
            return integration.id();
          });
    }
    return new Actor(
        integration.id(),
        integration.name(),
        Role.READ_ONLY,
        integration.clinic(),
        Actor.Means.INTEGRATION,
        integration.scopes(),
        Actor.Standing.COMPLETE,
        integration.id());
  }
}
