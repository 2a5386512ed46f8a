package health.carryover.ingest.device;

import health.carryover.analysis.port.DeviceCursors;
import health.carryover.analysis.port.DeviceCursors.DeviceCursor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The cursors in memory, those heard last. Grows beyond its size only by what is not stored yet.
 * Confined to one thread.
 */
final class CursorShelf {
  private static final float LOAD_FACTOR = 0.75f;

  private final DeviceCursors stored;
  private final int size;
  private final Map<DeviceKey, HeldCursor> held = new LinkedHashMap<>(16, LOAD_FACTOR, true);

  CursorShelf(DeviceCursors stored, int size) {
    this.stored = stored;
    this.size = size;
  }

  /** Gets a cursor into memory, unless a newer one is there. */
  DeviceKey put(DeviceCursor cursor) {
    DeviceKey key = new DeviceKey(cursor.clinic(), cursor.device());
    held.putIfAbsent(key, new HeldCursor(cursor));
    return key;
  }

  /** Gets these devices into memory. Throws what the store throws. */
  void load(List<DeviceKey> devices) {
    for (DeviceKey device : devices) {
      if (!held.containsKey(device)) {
        held.put(
            device, new HeldCursor(stored.load(device.clinic(), device.device()).orElse(null)));
      }
    }
  }

  /** One that was loaded. */
  HeldCursor held(DeviceKey device) {
    return Objects.requireNonNull(held.get(device));
  }

  boolean isUnderWay(DeviceKey device) {
    HeldCursor cursor = held.get(device);
    return cursor != null && cursor.isUnderWay();
  }

  void forget(DeviceKey device) {
    held.remove(device);
  }

  /** Stores what changed, together with how far the journal is counted; then makes room. */
  void save(long applied) {
    List<DeviceCursor> cursors = new ArrayList<>();
    held.values().stream()
        .filter(HeldCursor::unsaved)
        .forEach(one -> cursors.add(Objects.requireNonNull(one.cursor())));
    if (cursors.isEmpty()) {
      return;
    }
    stored.save(cursors, applied);
    held.values().forEach(HeldCursor::saved);
    Iterator<HeldCursor> eldest = held.values().iterator();
    while (held.size() > size && eldest.hasNext()) {
      if (!eldest.next().waits()) {
        eldest.remove();
      }
    }
  }
}
