package health.carryover.ingest.device;

import health.carryover.analysis.port.DeviceCursors.DeviceCursor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A device's cursor in memory, and what is still to be done with it. Confined to one thread. */
final class HeldCursor {
  private @Nullable DeviceCursor cursor;
  private @Nullable Long toldAtNanos;
  private boolean unsaved;
  private boolean untold;
  private boolean underWay;

  HeldCursor(@Nullable DeviceCursor cursor) {
    this.cursor = cursor;
  }

  void apply(DeviceFact fact) {
    cursor = cursor == null ? CursorStep.first(fact) : CursorStep.next(cursor, fact);
    unsaved = true;
  }

  @Nullable DeviceCursor cursor() {
    return cursor;
  }

  boolean unsaved() {
    return unsaved;
  }

  void saved() {
    unsaved = false;
  }

  /**
   * Whether it may be told now: it is not under way, and not so soon after the last time.
   *
   * @param pace for a device that numbers its messages
   * @param slowPace for any other
   */
  boolean mayBeTold(long nowNanos, Duration pace, Duration slowPace) {
    boolean numbers = cursor != null && !cursor.runs().isEmpty();
    return !underWay
        && (toldAtNanos == null || nowNanos - toldAtNanos >= (numbers ? pace : slowPace).toNanos());
  }

  void toBeTold() {
    untold = true;
  }

  void told(long nowNanos) {
    toldAtNanos = nowNanos;
    untold = false;
    underWay = true;
  }

  void answered() {
    underWay = false;
  }

  boolean isUnderWay() {
    return underWay;
  }

  /** Whether something is still to be done with it, so that it must stay in memory. */
  boolean waits() {
    return unsaved || untold || underWay;
  }
}
