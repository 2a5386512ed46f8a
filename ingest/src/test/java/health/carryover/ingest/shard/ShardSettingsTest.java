package health.carryover.ingest.shard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShardSettingsTest {
  private final ShardSettings standard = ShardSettings.ofCores(2);

  @Test
  void monitorsTakeAThirdOfTheMemoryOfAProcess() {
    assertThat(standard.inMemoryOf(1L << 30).heldBytes()).isEqualTo((1L << 30) / 6);
    assertThat(standard.inMemoryOf(1).heldBytes()).isEqualTo(1);
  }
}
