package health.carryover.ingest.device;

import health.carryover.ingest.topic.Ids;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Who hears {@code down/sync}. Where the broker tells who reads it, others are not told: each topic
 * costs the broker memory and a write to disk, and nobody would hear. Whoever begins to read is
 * told at once. Any thread.
 */
public final class SyncAudience {
  private static final String[] TOPIC = {"carryover", "v1", "+", "+", "down", "sync"};
  private static final int CLINIC = 2;
  private static final int DEVICE = 3;

  /** Beyond so many all are told. */
  private static final int MOST_READERS = 1_000_000;

  private final Set<DeviceKey> readers = ConcurrentHashMap.newKeySet();
  private final Set<DeviceKey> begun = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean everybodyBegun = new AtomicBoolean();
  private volatile boolean everybody;

  /** Nobody yet. */
  public SyncAudience() {}

  /** Everybody, for a broker that does not tell who reads. */
  public static SyncAudience everybody() {
    SyncAudience audience = new SyncAudience();
    audience.everybody = true;
    return audience;
  }

  /** Somebody subscribes to {@code filter}. */
  public void subscribed(String filter) {
    String[] levels = filter.split("/", -1);
    if (!matches(levels)) {
      return;
    }
    if (levels.length > DEVICE && Ids.isPseudonym(levels[CLINIC]) && Ids.isDevice(levels[DEVICE])) {
      returned(levels[CLINIC], levels[DEVICE]);
    } else {
      everybody = true;
      everybodyBegun.set(true);
    }
  }

  private static boolean matches(String[] levels) {
    for (int i = 0; i < levels.length; i++) {
      if (levels[i].equals("#")) {
        return true;
      }
      if (i == TOPIC.length
          || !(TOPIC[i].equals("+") || levels[i].equals("+") || levels[i].equals(TOPIC[i]))) {
        return false;
      }
    }
    return levels.length == TOPIC.length;
  }

  /** A device is there whose session may have subscribed before. */
  public void returned(String clinic, String device) {
    if (readers.size() >= MOST_READERS) {
      everybody = true;
      return;
    }
    DeviceKey key = new DeviceKey(clinic, device);
    readers.add(key);
    begun.add(key);
  }

  boolean has(DeviceKey device) {
    return everybody || readers.contains(device);
  }

  /** Whether everybody is to be told at once. */
  boolean everybodyBegins() {
    return everybodyBegun.get();
  }

  /** Those that are to be told at once. */
  List<DeviceKey> beginners() {
    return List.copyOf(begun);
  }

  /** Everybody will be told. */
  void everybodyServed() {
    everybodyBegun.set(false);
  }

  /** These will be told. */
  void served(List<DeviceKey> beginners) {
    beginners.forEach(begun::remove);
  }
}
