package health.carryover.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.SeededRandom;
import health.carryover.analysis.port.Telemetry;
import health.carryover.analysis.port.TelemetryContract;
import health.carryover.store.sql.GatheredTelemetry;
import health.carryover.store.sql.SqlStores;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever is stored when, gathered readings are found as those that were appended. */
final class GatheredTelemetryTest extends TelemetryContract {
  private static final Set<String> EVERYBODY = Set.of("p-1", "p-2", "p-0");
  private static final int MINUTE = 60;
  private static final long PLENTY = 1 << 20;

  @RegisterExtension final OpenStore open = new OpenStore();
  private final Random random = SeededRandom.of("gathered telemetry");
  private Telemetry newest;

  @Override
  protected Telemetry create() {
    return gathering(open.store().gatheredTelemetry(PLENTY));
  }

  @Override
  protected Telemetry reopen() {
    newest.storeGathered(EVERYBODY);
    return gathering(open.reopen().gatheredTelemetry(PLENTY));
  }

  /** Gathers what the contract appends, and stores some of it now and then. */
  private Telemetry gathering(Telemetry gathered) {
    newest = gathered;
    return new Telemetry() {
      @Override
      public void append(List<Block> blocks) {
        gathered.gather(blocks);
        if (random.nextInt(3) == 0) {
          gathered.storeGathered(List.of("p-" + random.nextInt(3)));
        }
      }

      @Override
      public List<Reading> readings(String patient, Instant fromInclusive, Instant toExclusive) {
        return gathered.readings(patient, fromInclusive, toExclusive);
      }

      @Override
      public long lastSequence() {
        return gathered.lastSequence();
      }
    };
  }

  private static Telemetry.Block minute(long sequence, String device, int number) {
    long[] at = new long[MINUTE];
    float[] bpm = new float[MINUTE];
    for (int i = 0; i < MINUTE; i++) {
      at[i] = (number * (long) MINUTE + i) * 1_000;
      bpm[i] = 90 + i % 20;
    }
    return new Telemetry.Block(sequence, "p-1", device, at, bpm);
  }

  private List<String> rows() {
    return Objects.requireNonNull(open.store().databases().get(SqlStores.RECORDS))
        .read(
            connection -> {
              List<String> rows = new ArrayList<>();
              try (ResultSet found =
                  connection
                      .prepare(
                          "SELECT device, sequence, last_at - first_at FROM heart_rate_blocks"
                              + " ORDER BY sequence")
                      .executeQuery()) {
                while (found.next()) {
                  rows.add(found.getString(1) + " " + found.getLong(2) + " " + found.getLong(3));
                }
              }
              return rows;
            });
  }

  @Test
  void anHourOfADeviceIsOneRowUnderItsNewestMessage() {
    Telemetry gathered = open.store().gatheredTelemetry(PLENTY);
    for (int i = 0; i < 90; i++) {
      gathered.gather(List.of(minute(1 + 2 * i, "d-1", i), minute(2 + 2 * i, "d-2", 90 - i)));
    }
    assertThat(gathered.readings("p-1", Instant.MIN, Instant.MAX)).hasSize(2 * 90 * MINUTE);
    assertThat(rows()).isEmpty();
    gathered.storeGathered(List.of("p-1"));
    assertThat(rows())
        .containsExactlyInAnyOrder(
            "d-1 119 3599000", "d-1 179 1799000", "d-2 180 3599000", "d-2 60 1799000");
    assertThat(gathered.readings("p-1", Instant.MIN, Instant.MAX)).hasSize(2 * 90 * MINUTE);
    assertThat(open.reopen().telemetry().readings("p-1", Instant.MIN, Instant.MAX))
        .hasSize(2 * 90 * MINUTE);
  }

  @Test
  void whatIsNotStoredDiesWithTheProcessAndIsGatheredAgain() {
    Telemetry gathered = open.store().gatheredTelemetry(PLENTY);
    gathered.gather(List.of(minute(1, "d-1", 0), minute(2, "d-1", 1)));
    gathered.storeGathered(List.of("p-1"));
    gathered.gather(List.of(minute(3, "d-1", 2)));
    Telemetry next = open.reopen().gatheredTelemetry(PLENTY);
    assertThat(next.readings("p-1", Instant.MIN, Instant.MAX)).hasSize(2 * MINUTE);
    next.gather(List.of(minute(2, "d-1", 1), minute(3, "d-1", 2)));
    next.storeGathered(List.of("p-1"));
    assertThat(next.readings("p-1", Instant.MIN, Instant.MAX)).hasSize(3 * MINUTE);
    assertThat(next.lastSequence()).isEqualTo(3);
  }

  @Test
  void memoryIsBounded() {
    Telemetry gathered = open.store().gatheredTelemetry(1_000);
    for (int i = 0; i < 20; i++) {
      gathered.gather(List.of(minute(1 + i, "d-1", i)));
    }
    assertThat(rows()).hasSizeBetween(2, 10);
    assertThat(gathered.readings("p-1", Instant.MIN, Instant.MAX)).hasSize(20 * MINUTE);
  }

  @Test
  void whatIsGatheredAgainTakesNoMoreMemory() {
    GatheredTelemetry gathered = open.store().gatheredTelemetry(PLENTY);
    List<Telemetry.Block> group = List.of(minute(1, "d-1", 0), minute(2, "d-2", 1));
    gathered.gather(group);
    long bytes = gathered.heldBytes();

    for (int again = 0; again < 100; again++) {
      gathered.gather(group);
    }
    assertThat(gathered.heldBytes()).isEqualTo(bytes);
    gathered.storeGathered(List.of("p-1"));
    assertThat(gathered.heldBytes()).isZero();
    assertThat(gathered.readings("p-1", Instant.MIN, Instant.MAX)).hasSize(2 * MINUTE);
  }

  @Test
  void whoIsForgottenIsNotStored() {
    Telemetry gathered = open.store().gatheredTelemetry(PLENTY);
    gathered.gather(List.of(minute(1, "d-1", 0)));
    gathered.forgetGathered("p-1"::equals);
    gathered.storeGathered(List.of("p-1"));
    assertThat(gathered.readings("p-1", Instant.MIN, Instant.MAX)).isEmpty();
    assertThat(rows()).isEmpty();
  }
}
