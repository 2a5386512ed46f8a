package health.carryover.analysis.port;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Integrations in memory. Any thread. */
public final class MemoryIntegrations implements Integrations {
  private final Map<String, Integration> integrations = new TreeMap<>();

  @Override
  public synchronized void add(Integration integration) {
    integrations.put(integration.id(), integration);
  }

  @Override
  public synchronized Optional<Integration> bySecret(String hash) {
    return integrations.values().stream().filter(i -> i.secretHash().equals(hash)).findFirst();
  }

  @Override
  public synchronized List<Integration> ofClinic(String clinic) {
    return integrations.values().stream()
        .filter(i -> i.clinic().equals(clinic))
        .sorted(Comparator.comparing(Integration::createdAt).thenComparing(Integration::id))
        .toList();
  }

  @Override
  public synchronized boolean revoke(String clinic, String id, Instant at) {
    Integration held = integrations.get(id);
    if (held == null || !held.clinic().equals(clinic)) {
      return false;
    }
    put(held, held.revokedAt() == null ? at : held.revokedAt(), held.lastUsedAt());
    return true;
  }

  @Override
  public synchronized void used(String id, Instant at) {
    Integration held = integrations.get(id);
    if (held != null && (held.lastUsedAt() == null || held.lastUsedAt().isBefore(at))) {
      put(held, held.revokedAt(), at);
    }
  }

  private void put(Integration held, @Nullable Instant revokedAt, @Nullable Instant usedAt) {
    integrations.put(
        held.id(),
        new Integration(
            held.id(),
            held.clinic(),
            held.name(),
            held.secretHash(),
            held.scopes(),
            held.createdBy(),
            held.createdAt(),
            held.endsAt(),
            revokedAt,
            usedAt));
  }
}
