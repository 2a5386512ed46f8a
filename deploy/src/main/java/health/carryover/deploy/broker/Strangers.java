package health.carryover.deploy.broker;

import java.net.InetAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * The connections that have not said yet who they are: only so many, in all and from one address.
 * Counts those that were ended, and why. Any thread.
 */
final class Strangers {
  static final int FROM_ONE_ADDRESS = 500;
  static final int IN_ALL = 2_000;

  private final Map<InetAddress, Integer> byAddress = new HashMap<>();
  private final Map<Reason, LongAdder> ended = new EnumMap<>(Reason.class);
  private int inAll;

  /** Why a connection was ended: the closed set of values of the metric tag. */
  enum Reason {
    /** Its first packet is no CONNECT, or it does not speak TLS where it must. */
    NOT_MQTT,
    /** Its CONNECT did not come in time. */
    TOO_SLOW,
    /** One of its packets is larger than allowed. */
    TOO_LARGE,
    /** Too many were open that had not said who they are. */
    TOO_MANY
  }

  Strangers() {
    for (Reason reason : Reason.values()) {
      ended.put(reason, new LongAdder());
    }
  }

  /** A place for a new connection; empty if there is none left. */
  Optional<Place> enter(InetAddress address) {
    synchronized (byAddress) {
      int before = byAddress.getOrDefault(address, 0);
      if (inAll >= IN_ALL || before >= FROM_ONE_ADDRESS) {
        count(Reason.TOO_MANY);
        return Optional.empty();
      }
      inAll++;
      byAddress.put(address, before + 1);
    }
    return Optional.of(new Place(address));
  }

  /** How many connections were ended for a reason so far. */
  long ended(Reason reason) {
    LongAdder count = ended.get(reason);
    return count == null ? 0 : count.sum();
  }

  private void count(Reason reason) {
    LongAdder count = ended.get(reason);
    if (count != null) {
      count.increment();
    }
  }

  /** The place of one connection. */
  final class Place {
    private final InetAddress address;
    private final AtomicBoolean left = new AtomicBoolean();

    private Place(InetAddress address) {
      this.address = address;
    }

    /** It is no stranger any more, or gone. Idempotent. */
    void leave() {
      if (left.compareAndSet(false, true)) {
        synchronized (byAddress) {
          inAll--;
          byAddress.computeIfPresent(address, (a, count) -> count == 1 ? null : count - 1);
        }
      }
    }

    void count(Reason reason) {
      Strangers.this.count(reason);
    }
  }
}
