package health.carryover.analysis.port;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Offsets} does. */
public abstract class OffsetsContract {
  private Offsets offsets;

  /** A new, empty store. */
  protected abstract Offsets create() throws Exception;

  /** The same store after it was closed and opened again. */
  protected abstract Offsets reopen() throws Exception;

  @BeforeEach
  final void createOffsets() throws Exception {
    offsets = create();
  }

  @Test
  void everyConsumerHasAPlaceOfItsOwnThatNeverMovesBack() throws Exception {
    assertThat(offsets.of("a")).isZero();
    offsets.advance("a", 7);
    offsets.advance("b", 3);
    offsets.advance("a", 5);
    offsets = reopen();
    assertThat(offsets.of("a")).isEqualTo(7);
    assertThat(offsets.of("b")).isEqualTo(3);
    assertThat(offsets.of("c")).isZero();
  }
}
