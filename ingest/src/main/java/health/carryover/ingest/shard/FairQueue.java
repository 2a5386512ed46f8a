package health.carryover.ingest.shard;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait, live before held back, and of each kind taken in turns: one of each patient,
 * then the next of each. Within a patient the order is kept, so that a message waits for those of
 * its own patient before it and for what is live of others, never for a backlog of others. Not
 * thread-safe.
 *
 * <p>They are taken in groups, one by one: a live message that comes while a group is used still
 * joins it, and nothing that was held back comes after it in the group. A group after one with live
 * messages begins with one that was held back, so that these are never left out altogether.
 *
 * <p>A message is live when what it says first happened within {@link #LIVE} before its receipt.
 */
final class FairQueue {
  /** Batches of a minute and a moment without network are live. */
  static final Duration LIVE = Duration.ofMinutes(5);

  private final Map<String, ArrayDeque<PatientMessage>> waiting = new HashMap<>();
  private final ArrayDeque<String> live = new ArrayDeque<>();
  private final ArrayDeque<String> heldBack = new ArrayDeque<>();
  private final int mostLive;
  private final int mostHeldBack;
  private int size;
  private int liveInGroup;
  private int heldBackInGroup;
  private boolean heldBackIsOwed;

  /**
   * An empty queue.
   *
   * @param mostLive most live messages of a group
   * @param mostHeldBack most others
   */
  FairQueue(int mostLive, int mostHeldBack) {
    this.mostLive = mostLive;
    this.mostHeldBack = mostHeldBack;
  }

  void add(PatientMessage message) {
    ArrayDeque<PatientMessage> own = waiting.get(message.patient());
    if (own == null) {
      own = new ArrayDeque<>();
      waiting.put(message.patient(), own);
      turnsOf(message).addLast(message.patient());
    }
    own.addLast(message);
    size++;
  }

  /** The patient's place is with what it has to say next. */
  private ArrayDeque<String> turnsOf(PatientMessage next) {
    return isLive(next) ? live : heldBack;
  }

  private static boolean isLive(PatientMessage message) {
    return !message.events().isEmpty()
        && message.events().get(0).event().observedAt().isAfter(message.receivedAt().minus(LIVE));
  }

  /** The next message begins a group. */
  void beginGroup() {
    heldBackIsOwed = liveInGroup > 0;
    liveInGroup = 0;
    heldBackInGroup = 0;
  }

  /** Takes the next message of the group; null where it ends. */
  @Nullable PatientMessage next() {
    boolean owed = heldBackIsOwed && heldBackInGroup == 0 && !heldBack.isEmpty();
    if (!live.isEmpty() && liveInGroup < mostLive && !owed) {
      liveInGroup++;
      return takeFirst(live);
    }
    if (!heldBack.isEmpty() && liveInGroup == 0 && heldBackInGroup < mostHeldBack) {
      heldBackInGroup++;
      return takeFirst(heldBack);
    }
    return null;
  }

  private PatientMessage takeFirst(ArrayDeque<String> turns) {
    String patient = turns.removeFirst();
    ArrayDeque<PatientMessage> own = Objects.requireNonNull(waiting.get(patient));
    PatientMessage taken = own.removeFirst();
    PatientMessage next = own.peekFirst();
    if (next == null) {
      waiting.remove(patient);
    } else {
      turnsOf(next).addLast(patient);
    }
    size--;
    return taken;
  }

  boolean isWaiting(String patient) {
    return waiting.containsKey(patient);
  }

  /** The patient's next message, or null. */
  @Nullable PatientMessage peek(String patient) {
    ArrayDeque<PatientMessage> own = waiting.get(patient);
    return own == null ? null : own.peekFirst();
  }

  /** Lets go of what waits of {@code patients}. */
  void remove(Predicate<String> patients) {
    live.removeIf(patients);
    heldBack.removeIf(patients);
    waiting
        .entrySet()
        .removeIf(
            own -> {
              boolean meant = patients.test(own.getKey());
              size -= meant ? own.getValue().size() : 0;
              return meant;
            });
  }

  int size() {
    return size;
  }
}
