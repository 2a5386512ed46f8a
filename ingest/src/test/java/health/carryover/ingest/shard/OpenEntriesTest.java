package health.carryover.ingest.shard;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.SeededRandom;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OpenEntriesTest {

  @Test
  void agreesWithAListOfEverythingOpen() {
    Random random = SeededRandom.of("open entries");
    OpenEntries open = new OpenEntries();
    TreeMap<Long, String> all = new TreeMap<>();
    for (long sequence = 1; sequence < 5_000; sequence++) {
      String patient = "p" + random.nextInt(15);
      open.opened(patient, sequence);
      all.put(sequence, patient);
      if (random.nextInt(4) == 0) {
        String stored = "p" + random.nextInt(15);
        long through = random.nextInt((int) sequence + 1);
        Long next =
            all.entrySet().stream()
                .filter(e -> e.getValue().equals(stored) && e.getKey() > through)
                .map(java.util.Map.Entry::getKey)
                .findFirst()
                .orElse(null);
        all.entrySet().removeIf(e -> e.getValue().equals(stored) && e.getKey() <= through);
        open.contained(stored, next);
      }
      String left = "p" + random.nextInt(15);
      assertThat(open.floor(Set.of())).isEqualTo(naive(all, ""));
      assertThat(open.floor(Set.of(left))).isEqualTo(naive(all, left));
    }
    open.forget(patient -> patient.endsWith("1"));
    all.values().removeIf(patient -> patient.endsWith("1"));
    assertThat(open.floor(Set.of())).isEqualTo(naive(all, ""));
    for (int i = 0; i < 15; i++) {
      open.contained("p" + i, null);
    }
    assertThat(open.size()).isZero();
    assertThat(open.floor(Set.of())).isEqualTo(Long.MAX_VALUE);
  }

  private static long naive(TreeMap<Long, String> all, String except) {
    return all.entrySet().stream()
        .filter(e -> !e.getValue().equals(except))
        .mapToLong(e -> e.getKey() - 1)
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }
}
