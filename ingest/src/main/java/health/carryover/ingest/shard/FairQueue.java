package health.carryover.ingest.shard;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
 * <p>A message is live when what it says first happened within {@link #LIVE} before its receipt.
 */
final class FairQueue {
  /** Batches of a minute and a moment without network are live. */
  static final Duration LIVE = Duration.ofMinutes(5);

  private final Map<String, ArrayDeque<PatientMessage>> waiting = new HashMap<>();
  private final ArrayDeque<String> live = new ArrayDeque<>();
  private final ArrayDeque<String> heldBack = new ArrayDeque<>();
  private int size;

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

  /**
   * The next messages in turn.
   *
   * @param mostLive most live ones, which come first
   * @param mostHeldBack most others, so that what arrives next does not wait for many of them
   */
  List<PatientMessage> take(int mostLive, int mostHeldBack) {
    List<PatientMessage> taken = new ArrayList<>();
    take(live, mostLive, taken);
    take(heldBack, mostHeldBack, taken);
    size -= taken.size();
    return taken;
  }

  private void take(ArrayDeque<String> turns, int most, List<PatientMessage> taken) {
    for (int n = 0; n < most && !turns.isEmpty(); n++) {
      String patient = turns.removeFirst();
      ArrayDeque<PatientMessage> own = Objects.requireNonNull(waiting.get(patient));
      taken.add(own.removeFirst());
      PatientMessage next = own.peekFirst();
      if (next == null) {
        waiting.remove(patient);
      } else {
        turnsOf(next).addLast(patient);
      }
    }
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
