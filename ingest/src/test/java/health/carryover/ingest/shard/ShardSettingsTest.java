package health.carryover.ingest.shard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShardSettingsTest {
  private final ShardSettings standard = ShardSettings.ofCores(2);

  @Test
  void aSmallProcessHoldsFewerMonitors() {
    assertThat(standard.inMemoryOf(1L << 30).heldMonitors()).isBetween(500, 1_000);
  }

  @Test
  void aLargeProcessHoldsWhatIsSetAndNoMore() {
    assertThat(standard.inMemoryOf(64L << 30)).isEqualTo(standard);
  }

  @Test
  void oneIsAlwaysHeld() {
    assertThat(standard.inMemoryOf(1_000).heldMonitors()).isEqualTo(1);
  }
}
