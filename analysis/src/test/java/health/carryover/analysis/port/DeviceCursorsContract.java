package health.carryover.analysis.port;

import static org.assertj.core.api.Assertions.assertThat;

import health.carryover.analysis.port.DeviceCursors.DeviceCursor;
import health.carryover.analysis.port.DeviceCursors.Run;
import health.carryover.analysis.port.DeviceCursors.Stretch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link DeviceCursors} does. */
public abstract class DeviceCursorsContract {
  private static final Instant T = Instant.parse("2026-03-02T08:00:00.001Z");

  private DeviceCursors cursors;

  /** A new, empty store. */
  protected abstract DeviceCursors create() throws Exception;

  /** The same store after it was closed and opened again. */
  protected abstract DeviceCursors reopen() throws Exception;

  @BeforeEach
  final void createCursors() throws Exception {
    cursors = create();
  }

  @Test
  void thereIsNothingAtFirst() {
    assertThat(cursors.load("c", "d-1")).isEmpty();
    assertThat(cursors.newest(10)).isEmpty();
    assertThat(cursors.checkpoint()).isZero();
  }

  @Test
  void cursorsComeBackAsTheyWere() throws Exception {
    DeviceCursor counting =
        new DeviceCursor(
            "c",
            "d-1",
            List.of(
                new Run("b\"8", 0, List.of(new Stretch(3, 3), new Stretch(7, Long.MAX_VALUE))),
                new Run("b7", 1_234, List.of())),
            T,
            5,
            2,
            1,
            Map.of("time.no-offset", 1L, "heart-rate.implausible", 9L));
    DeviceCursor silent = plain("d-2", T.plusMillis(1));
    cursors.save(List.of(counting, silent), 17);
    cursors = reopen();
    assertThat(cursors.load("c", "d-1")).contains(counting);
    assertThat(cursors.load("c", "d-2")).contains(silent);
    assertThat(cursors.load("other", "d-1")).isEmpty();
    assertThat(cursors.checkpoint()).isEqualTo(17);
  }

  @Test
  void savingAgainReplacesAndTheCheckpointNeverMovesBack() {
    cursors.save(List.of(plain("d-1", T)), 10);
    DeviceCursor later = plain("d-1", T.plusSeconds(1));
    cursors.save(List.of(later), 4);
    assertThat(cursors.load("c", "d-1")).contains(later);
    assertThat(cursors.checkpoint()).isEqualTo(10);
  }

  @Test
  void theNewestAreThoseHeardLast() {
    cursors.save(
        List.of(plain("d-1", T), plain("d-2", T.plusSeconds(2)), plain("d-3", T.plusSeconds(1))),
        3);
    assertThat(cursors.newest(2)).extracting(DeviceCursor::device).containsExactly("d-2", "d-3");
  }

  private static DeviceCursor plain(String device, Instant heardAt) {
    return new DeviceCursor("c", device, List.of(), heardAt, 1, 0, 0, Map.of());
  }
}
